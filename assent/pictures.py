"""The state of a round as a picture: a line an answer, a sign a centre, and how many.

It is drawn with signs and words, so that it is read without colour, without script, and
as plain text in a letter.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from assent.enums import AnswerKind

if TYPE_CHECKING:
    from assent.selectors import Tally

#: One sign a kind, told apart by its form.
SIGNS = {
    AnswerKind.CONSENT: "✓", AnswerKind.RESERVE: "≈", AnswerKind.OBJECTION: "✕",
    AnswerKind.ABSTENTION: "–",
}  # fmt: skip
TO_CONFIRM, SILENT, ANSWERED = "?", "·", "●"


@dataclass(frozen=True)
class Row:
    """One line of the picture: `kind` dresses it, `count` centres are in it."""

    kind: str
    sign: str
    label: str
    count: int

    @property
    def signs(self) -> str:
        return " ".join([self.sign] * self.count)


@dataclass(frozen=True)
class Picture:
    """`answered` of `owing` centres; `needed`: how many must answer, 0 without a quorum."""

    rows: tuple[Row, ...]
    owing: int
    answered: int
    needed: int = 0

    @property
    def reached(self) -> bool:
        return self.answered >= self.needed

    @property
    def missing(self) -> int:
        return max(0, self.needed - self.answered)


def picture_of(tally: Tally, *, with_kinds: bool = True) -> Picture:
    """The picture of a round; without kinds, who answered alone is told apart."""
    rows = _rows_of_kinds(tally) if with_kinds else _rows_of_progress(tally)
    return Picture(tuple(rows), len(tally.owing), len(tally.answered), tally.quorum_needed)


def _rows_of_kinds(tally: Tally) -> list[Row]:
    rows = [
        _row(AnswerKind.CONSENT, len(tally.consents)),
        _row(AnswerKind.RESERVE, len(tally.reserves)),
        _row(AnswerKind.OBJECTION, len(tally.objections)),
        _row(AnswerKind.ABSTENTION, len(tally.abstentions)),
    ]
    if tally.to_confirm:
        label = _("À confirmer") if tally.is_open else _("Non confirmées")
        rows.append(Row("confirm", TO_CONFIRM, label, len(tally.to_confirm)))
    return [*rows, Row("silent", SILENT, _("Sans réponse"), len(tally.silent))]


def _rows_of_progress(tally: Tally) -> list[Row]:
    return [
        Row("answered", ANSWERED, _("Ont répondu"), len(tally.answered)),
        Row("silent", SILENT, _("Sans réponse"), len(tally.missing)),
    ]


def _row(kind: AnswerKind, count: int) -> Row:
    return Row(kind.value, SIGNS[kind], str(kind.label), count)


def in_words(rows: Iterable[Row]) -> str:
    """The same for a letter, a line an answer."""
    told = ((row, f" {row.signs}" if row.count else "") for row in rows)
    line = _("%(label)s : %(count)s")
    return "\n".join(line % {"label": row.label, "count": row.count} + signs for row, signs in told)
