"""The parts of a text that one writes apart from the others: a block, or what surrounds them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from contributions.blocks import BODY_BLOCKS
from contributions.models import ContributionPage

from ..document import values
from ..document.body import Block, blocks_of, fields_of
from ..document.conversion import words_of
from ..document.markup import parse
from ..document.richtext import plain
from ..document.shape import PAGE, SHAPE, TITLE_LENGTH, Field, Kind
from ..models import Room
from ..record.base import Words, is_known, latest_words
from ..record.replaying import replay

#: The part that is no block: the title, and what stands before and after the blocks.
FRAME = "texte"

#: Ids under which a part has a page of its own.
_ADDRESS = re.compile(rf"(?!(?:{FRAME}|nouveau)\Z)[0-9A-Za-z_-]+\Z")

#: What may be added by a form: blocks of words.
ADDED = ("finding", "proposal", "text", "attention", "heading", "quote", "figure")

#: How many characters of a part stand for it in a list.
_NAME = 80
_BLOCKS: dict[str, Any] = dict(BODY_BLOCKS)
_LABELS_OF_FRAME = {
    "title": _("Titre"),
    "summary": _("Chapô"),
    "approach": _("Méthode"),
    "addressees": _("Destinataires"),
}


@dataclass(frozen=True)
class Part:
    """A part under its key; `value` is what the page stores of it, `kind` its block's type.

    The frame's value has the fields of the page, and its kind is `FRAME`.
    """

    key: str
    kind: str
    value: Mapping[str, Any]

    @property
    def fields(self) -> dict[str, Field]:
        return PAGE if self.kind == FRAME else SHAPE[self.kind]

    @property
    def label(self) -> str:
        return str(_("Autour des blocs") if self.kind == FRAME else label_of_type(self.kind))

    @property
    def name(self) -> str:
        """The words that name a block, else its first ones; the frame has none."""
        if self.kind == FRAME:
            return ""
        names = sorted(self.fields, key=lambda name: self.fields[name].slot != "title")
        found = (first_words(self.fields[name], self.value.get(name)) for name in names)
        return next(filter(None, found), "")

    @property
    def named(self) -> str:
        return self.name or self.label


def first_words(field: Field, raw: Any) -> str:
    """The beginning of what a field of words says, on one line."""
    if field.kind is Kind.RICH:
        words = plain(parse(raw)) if isinstance(raw, str) else ""
    elif field.kind in (Kind.LINE, Kind.LINES, Kind.PLAIN_RICH):
        words = str(values.of_raw(field, raw))
    else:
        return ""
    words = " ".join(words.split())
    return words if len(words) <= _NAME else f"{words[:_NAME].rsplit(' ', 1)[0]}…"


def label_of_type(kind: str) -> str:
    """What a type of block is called."""
    return str(_BLOCKS[kind].label)


def label_of_field(kind: str, name: str) -> str:
    """What a field of a part of this kind is called."""
    if kind == FRAME:
        return str(_LABELS_OF_FRAME[name])
    label = str(block_of_field(kind, name).label)
    return label[:1].upper() + label[1:]


def block_of_field(kind: str, name: str) -> Any:
    """Wagtail's own definition of a field of a block."""
    return _BLOCKS[kind].child_blocks[name]


def limit_of_field(kind: str, name: str) -> int | None:
    """How many characters a field takes in the ordinary editor; None for any number."""
    if kind == FRAME:
        return TITLE_LENGTH if name == "title" else None
    block = block_of_field(kind, name)
    # A list has one block for its items, and the limit is theirs.
    field = getattr(getattr(block, "child_block", block), "field", None)
    limit: int | None = getattr(field, "max_length", None)
    return limit


def present_words(page: ContributionPage) -> Words:
    """What the text says now: what is durable, be it in a revision or not yet."""
    room = Room.objects.filter(page=page.pk, ended_at=None).first()
    if room is None or not is_known(room, page.latest_revision):
        return latest_words(page)
    doc, _last = replay(room)
    return words_of(doc, room.base_body)


def parts_of(words: Words) -> Iterator[Part]:
    """The frame, then the blocks whose words we know, in their order.

    A block whose id is no address of its own is left out: a forged form gives any id.
    """
    yield Part(FRAME, FRAME, {name: words.get(name, "") for name in PAGE})
    for block in blocks_of(words):
        known = fields_of(block["type"], block.get("value")) is not None
        if known and _ADDRESS.match(block["id"]):
            yield Part(block["id"], block["type"], block["value"])


def part_in(words: Words, key: str) -> Part | None:
    """The part under `key`, None when the text has none that can be written so."""
    return next((part for part in parts_of(words) if part.key == key), None)


def with_part(words: Words, part: Part, after: str | None = None) -> Words:
    """The words with this part in the place of the one under its key; where there is none,
    a new block behind `after`, else at the end."""
    if part.kind == FRAME:
        return {**words, **part.value}
    blocks = blocks_of(words)
    made: Block = {"type": part.kind, "value": dict(part.value), "id": part.key}
    places = [place for place, block in enumerate(blocks) if block["id"] == part.key]
    if places:
        blocks[places[0]] = {**blocks[places[0]], **made}
        return {**words, "body": blocks}
    behind = [place for place, block in enumerate(blocks) if block["id"] == after]
    at = behind[0] + 1 if behind else (0 if after == FRAME else len(blocks))
    return {**words, "body": [*blocks[:at], made, *blocks[at:]]}


def without(words: Words, key: str) -> Words:
    """The words without a block."""
    return {**words, "body": [block for block in blocks_of(words) if block["id"] != key]}
