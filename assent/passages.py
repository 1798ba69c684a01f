"""The blocks of a frozen version, as one chooses and reads them beside an answer."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.utils.text import Truncator

from contributions.models import Version
from contributions.words import anchor_of, title_of, words_of

#: How many letters of a block without a title stand for it.
_BEGINNING = 80


@dataclass(frozen=True)
class Passage:
    """A block: its key, what kind it is, how it is called, where it is read."""

    key: str
    label: str
    title: str
    url: str
    is_proposal: bool


def passages_of(version: Version, *, linked: bool = True) -> list[Passage]:
    """Every block of a version that says something, in its order; not `linked` for who may
    not read the version any more."""
    text = version.revision.as_object()
    found = (
        Passage(
            str(block.id),
            str(block.block.label),
            Truncator(title_of(block) or words_of(block)).chars(_BEGINNING),
            f"{version.get_absolute_url()}#{anchor_of(block)}" if linked else "",
            block.block_type == "proposal",
        )
        for block in text.body
    )
    return [passage for passage in found if passage.title]


def passage_of(key: object, passages: Iterable[Passage]) -> Passage | None:
    """The block of a key; None when no answer names one, or the version lost it."""
    return next((one for one in passages if key and one.key == str(key)), None)


# -- Keys alone ------------------------------------------------------------------------


def blocks_of(version: Version) -> dict[UUID, str]:
    """The blocks of a frozen version, their types by id; one query."""
    return blocks_by_version([version.pk]).get(version.pk, {})


def blocks_by_version(versions: Collection[int]) -> dict[int, dict[UUID, str]]:
    """The same of several versions, by their keys; one query, none for no version. Only keys
    are read, so that no mask matters."""
    if not versions:
        return {}
    rows = Version.objects.filter(pk__in=versions).values_list("pk", "revision__content__body")
    return {
        key: {UUID(block["id"]): block["type"] for block in _blocks_in(body) if block.get("id")}
        for key, body in rows
    }


def _blocks_in(body: Any) -> list[dict[str, Any]]:
    """The body of a revision is JSON inside JSON: databases undo one or both."""
    found: list[dict[str, Any]] = json.loads(body) if isinstance(body, str) else body or []
    return found
