"""What a correction changes, in words: field by field, and in one line."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from contributions.changes import Run, runs
from cowriting.document import markup, values
from cowriting.document.richtext import List, Node, Paragraph, plain
from cowriting.document.shape import Field, Kind
from cowriting.plain.parts import Part, label_of_field

from .models import Correction

#: Letters of a correction that a line of news tells.
_SHORT = 600


@dataclass(frozen=True)
class Swap:
    """Words that others replace; either may be empty."""

    before: str
    after: str


@dataclass(frozen=True)
class FieldTold:
    """One field that changes: its words in runs, and the addresses that change."""

    label: str
    runs: tuple[Run, ...]
    links: tuple[Swap, ...] = ()

    @property
    def swaps(self) -> tuple[Swap, ...]:
        return tuple(_swaps(self.runs))

    @property
    def only_spaces(self) -> bool:
        """Spaces or capitals alone: no word is struck out."""
        return not self.links and all(run.sign == "=" for run in self.runs)


def part_of(correction: Correction) -> Part:
    """The part as it was when the correction was proposed, as far as it is kept."""
    return Part(correction.part, correction.kind, correction.before)


def fields_told(correction: Correction) -> list[FieldTold]:
    """Every field that the correction changes, in the order of the part."""
    known = part_of(correction).fields
    names = [name for name in known if name in correction.after]
    return [
        _told(correction.kind, name, known[name], correction.before.get(name), correction.after[name])
        for name in names
    ]  # fmt: skip


def in_short(correction: Correction) -> str:
    """One line: « avant » → « après »."""
    said = []
    for field in fields_told(correction):
        for swap in (*field.swaps, *field.links):
            said.append(_("« %(before)s » → « %(after)s »") % vars(swap))
    line = " ; ".join(said) or _("ponctuation ou espaces")
    return line if len(line) <= _SHORT else f"{line[:_SHORT]}…"


def _told(kind: str, name: str, field: Field, before: Any, after: Any) -> FieldTold:
    links = tuple(_links(before, after)) if field.kind is Kind.RICH else ()
    return FieldTold(
        label_of_field(kind, name), runs(_plain(field, before), _plain(field, after)), links
    )


def _plain(field: Field, raw: Any) -> str:
    said = values.of_raw(field, raw)
    return plain(said) if field.kind is Kind.RICH else str(said)


def _links(before: Any, after: Any) -> Iterator[Swap]:
    old, new = list(_addresses(before)), list(_addresses(after))
    if len(old) != len(new):
        return
    yield from (Swap(one, other) for one, other in zip(old, new, strict=True) if one != other)


def _addresses(html: Any) -> Iterator[str]:
    for line in _paragraphs(markup.parse(html) if isinstance(html, str) else ()):
        for run in line.runs:
            if run.link is not None:
                yield run.link[1]


def _paragraphs(nodes: tuple[Node, ...]) -> Iterator[Paragraph]:
    for node in nodes:
        if isinstance(node, List):
            for entry in node.items:
                yield from _paragraphs(entry.children)
        else:
            yield node


def _swaps(found: tuple[Run, ...]) -> Iterator[Swap]:
    gone = ""
    for run in found:
        if run.sign == "-":
            gone += run.words
        elif run.sign == "+":
            yield Swap(gone.strip(), run.words.strip())
            gone = ""
        elif gone:
            yield Swap(gone.strip(), "")
            gone = ""
    if gone:
        yield Swap(gone.strip(), "")
