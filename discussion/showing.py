"""Threads as a page shows them: whose words, and what this person may do with each."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from contributions import rules as texts
from contributions.enums import Verb

from .enums import Outcome
from .models import Remark
from .rules import Seat

if TYPE_CHECKING:
    from .selectors import Thread

#: What the text's people may say of a remark; a suggestion is accepted by its own button.
OUTCOMES = [Outcome.RESOLVED, Outcome.REFUSED, Outcome.DISAGREEMENT]


@dataclass(frozen=True)
class May:
    """What one person may do with one remark, by the rules, without a query.

    `rebase`: as far as that tells; `rules.verdict_on_rebasing` asks of the author too.
    """

    answer: bool = False
    change: bool = False
    settle: bool = False
    reopen: bool = False
    hide: bool = False
    endorse: bool = False
    take_back: bool = False
    history: bool = False
    accept: bool = False
    rebase: bool = False

    @classmethod
    def of(cls, seat: Seat, remark: Remark, *, endorsed: bool = False) -> May:
        root = remark.root or remark
        is_root = remark.root_id is None
        suggested = (
            is_root
            and remark.is_open
            and remark.hidden_at is None
            and getattr(remark, "suggestion", None) is not None
        )
        return cls(
            answer=seat.answers(root),
            change=seat.changes(remark),
            settle=remark.is_open and bool(outcomes_for(seat, remark)),
            reopen=not remark.is_open and seat.reopens(remark),
            hide=seat.coordinates and remark.hidden_at is None,
            endorse=not endorsed and seat.endorses(remark),
            take_back=endorsed and seat.endorses(remark),
            history=seat.coordinates and remark.edited_at is not None,
            accept=suggested and texts.holds(Verb.EDIT, seat.case),
            rebase=suggested
            and seat.reads_all
            and seat.answers(root)
            and (seat.is_people or seat.wrote(remark)),
        )


def outcomes_for(seat: Seat, remark: Remark) -> list[Outcome]:
    return [outcome for outcome in OUTCOMES if seat.settles(remark, outcome)]


@dataclass(frozen=True)
class Line:
    """One remark or answer. `hidden_words`: its words are hidden from others than who
    reads them here."""

    remark: Remark
    may: May
    words: str = ""
    hidden_words: bool = False
    files: list[Any] = field(default_factory=list)
    endorsed: int = 0


@dataclass(frozen=True)
class Shown:
    """A thread, line by line."""

    thread: Thread
    first: Line
    answers: list[Line]
    #: Led to words of a draft that this person does not read.
    elsewhere: bool = False

    @property
    def proposes(self) -> bool:
        """Whether it proposes words that this person may read."""
        suggested = getattr(self.thread.remark, "suggestion", None) is not None
        hidden = self.thread.remark.hidden_at is not None and not self.first.hidden_words
        return suggested and not hidden and not self.elsewhere


def shown(threads: Iterable[Thread], seat: Seat) -> list[Shown]:
    """Threads line by line, for the person of `seat`, without a query."""
    return [
        Shown(
            thread,
            _line(thread, thread.remark, seat),
            [_line(thread, answer, seat) for answer in thread.answers],
            elsewhere=not seat.reads_all and thread.remark.was_led,
        )
        for thread in threads
    ]


def _line(thread: Thread, remark: Remark, seat: Seat) -> Line:
    reads = seat.reads_words(remark)
    return Line(
        remark,
        May.of(seat, remark, endorsed=remark.pk in thread.endorsed),
        words=remark.comment if reads else "",
        hidden_words=remark.hidden_at is not None and reads,
        files=thread.files.get(remark.pk, []) if reads else [],
        endorsed=thread.endorsements.get(remark.pk, 0),
    )
