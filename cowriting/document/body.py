"""The raw list of blocks that a page stores, however it was stored."""

from __future__ import annotations

import json
from typing import Any
from uuid import UUID

from .shape import SHAPE, Field
from .tables import made_id

#: One block as a page stores it: `{"type", "value", "id"}`.
Block = dict[str, Any]


def blocks_of(words: dict[str, Any]) -> list[Block]:
    """The blocks of `words["body"]`, each with an id of its own; never raises.

    A body is a list, or its JSON, as revisions hold it. What is no block is left out; a
    block without an id, or with the id of another, gets one that depends on its rank.
    """
    body = words.get("body")
    if isinstance(body, str):
        try:
            body = json.loads(body)
        except ValueError:
            body = []
    found: list[Block] = []
    seen: set[str] = set()
    for rank, block in enumerate(body if isinstance(body, list) else ()):
        if isinstance(block, dict) and isinstance(block.get("type"), str):
            found.append(_with_id(block, rank, seen))
    return found


def fields_of(kind: Any, value: Any) -> dict[str, Field] | None:
    """The fields of a block that a document can hold; None when it is carried through."""
    return SHAPE.get(kind) if isinstance(kind, str) and isinstance(value, dict) else None


def is_uuid(key: str) -> bool:
    """Whether `key` is what a browser gives as id to a new block."""
    try:
        return str(UUID(key)) == key
    except ValueError:
        return False


def _with_id(block: Block, rank: int, seen: set[str]) -> Block:
    key = block.get("id")
    if not isinstance(key, str) or not key or key in seen or not _writable(key):
        block = {**block, "id": made_id("body", "block", rank)}
    seen.add(block["id"])
    return block


def _writable(key: str) -> bool:
    return key.isprintable() and len(key) <= 64
