"""From the data's findings and proposals to blocks, whose ids never change."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from typing import Any
from uuid import UUID, uuid5

from django.utils.html import escape

from demo.source import Item

#: Block ids come from the data's `ref`: a load on another machine gives the same ones.
_NAMESPACE = UUID("6a1f0a5e-3f0b-5d52-9d1e-2f5c7c0f2e20")

Block = dict[str, Any]


def block_id(*refs: str) -> str:
    return str(uuid5(_NAMESPACE, "/".join(refs)))


def body(
    text: Item,
    parts: Iterable[str] | None = None,
    changed: Mapping[str, Item] | None = None,
    after: Mapping[str, list[Block]] | None = None,
) -> str:
    """The body of a text as StreamField JSON.

    `parts`: the findings and proposals written so far, all when left out. `changed`: what
    some of them said at that time. `after`: blocks to put behind a finding or proposal.
    """
    wanted = None if parts is None else set(parts)
    blocks: list[Block] = []
    for kind, title, key in (
        ("finding", "Ce que nous constatons", "constats"),
        ("proposal", "Ce que nous proposons", "propositions"),
    ):
        items = [item for item in text[key] if wanted is None or item["ref"] in wanted]
        if items:
            blocks.append(_block(text["ref"], key, "heading", {"level": "h2", "text": title}))
        for item in items:
            said = item | (changed or {}).get(item["ref"], {})
            blocks.append(_VALUES[kind](text["ref"], said))
            blocks += (after or {}).get(item["ref"], [])
    return json.dumps(blocks)


def _block(ref: str, part: str, kind: str, value: Mapping[str, Any]) -> Block:
    return {"type": kind, "value": dict(value), "id": block_id(ref, part)}


def _rich(text: str) -> str:
    words = text.strip()
    return f"<p>{escape(words)}</p>" if words else ""


def _finding(ref: str, item: Item) -> Block:
    value = {"title": item["titre"], "text": _rich(item["texte"])}
    return _block(ref, item["ref"], "finding", value)


def _proposal(ref: str, item: Item) -> Block:
    """The first actor that the data names leads; the others are associated."""
    lists = {
        "audiences": item["publics"],
        "lead_actors": item["acteurs"][:1],
        "associated_actors": item["acteurs"][1:],
    }
    value = {
        "title": item["titre"],
        "text": _rich(item["texte"]),
        "horizon": item["horizon"],
        "lever": item["levier"],
        **{name: _list(words, ref, item["ref"], name) for name, words in lists.items()},
    }
    return _block(ref, item["ref"], "proposal", value)


def _list(words: list[str], *refs: str) -> list[Block]:
    return [
        {"type": "item", "value": word, "id": block_id(*refs, str(rank))}
        for rank, word in enumerate(words)
    ]


_VALUES = {"finding": _finding, "proposal": _proposal}
