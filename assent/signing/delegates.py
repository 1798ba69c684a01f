"""What a centre's director alone may go back on, where they spoke last of its signature."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping

from assent.carrying import carried_answers, is_of_the_director
from assent.enums import AnswerKind
from assent.models import Answer, Round, Signature, SigningWindow
from assent.rules import centres_directed_by
from assent.signing.selectors import last_rounds_on
from people.enums import MandateKind
from people.models import Mandate, User

#: Keys of a window and of a centre.
Pair = tuple[int, int]


def kept_for_directors(
    person: User, windows: Iterable[SigningWindow], centres: Collection[int]
) -> set[Pair]:
    """Where `person`, who speaks for a centre by delegation alone, does nothing: its director
    signed last, took a signature back, or answered this very text. One query for a director;
    a constant number for a delegate, but for what the rounds before said of a text on which
    their centre said nothing."""
    if not centres:
        return set()
    delegated = set(centres) - centres_directed_by(person)
    shown = list(windows)
    if not delegated or not shown:
        return set()
    signed = _last_signatures(shown, delegated)
    found = _left_by_the_director(signed)
    unsigned = {(one.pk, key) for one in shown for key in delegated} - signed.keys()
    said = _said_last(shown, unsigned)
    return found | {pair for pair, answer in said.items() if is_of_the_director(answer)}


def _last_signatures(
    windows: Iterable[SigningWindow], centres: Iterable[int]
) -> dict[Pair, Signature]:
    rows = Signature.objects.filter(window__in=list(windows), centre__in=list(centres))
    rows = rows.order_by("pk")
    return {(row.window_id, row.centre_id): row for row in rows}


def _left_by_the_director(signed: Mapping[Pair, Signature]) -> set[Pair]:
    """Where the director signed last, or took the last signature back; one query."""
    taken_back = {pair: row for pair, row in signed.items() if not row.stands}
    keys = {row.cancelled_by_id or row.withdrawn_by_id for row in taken_back.values()}
    directors = list(
        Mandate.objects.filter(
            kind=MandateKind.DIRECTOR, person__in=keys - {None},
            centre__in={row.centre_id for row in taken_back.values()},
        )
        if taken_back
        else ()
    )  # fmt: skip

    def was_director(row: Signature) -> bool:
        by, at = row.cancelled_by_id or row.withdrawn_by_id, row.cancelled_at or row.withdrawn_at
        return any(
            (held.person_id, held.centre_id) == (by, row.centre_id) and held.is_current(at)
            for held in directors
        )

    stands = {pair for pair, row in signed.items() if row.stands and not row.as_delegate}
    return stands | {pair for pair, row in taken_back.items() if was_director(row)}


def _said_last(windows: Iterable[SigningWindow], pairs: set[Pair]) -> dict[Pair, Answer]:
    """What each centre said of each text in its last round; or before, where that was no plain
    consent: nobody but its director puts its name under what the director did not approve."""
    rounds = last_rounds_on(windows)
    wanted = {(window, key): rounds[window] for window, key in pairs if window in rounds}
    now = _current_answers(wanted)
    silent = {pair: round_ for pair, round_ in wanted.items() if pair not in now}
    return now | _said_before(silent)


def _current_answers(wanted: Mapping[Pair, Round]) -> dict[Pair, Answer]:
    rows = Answer.objects.filter(
        round__in=set(wanted.values()), centre__in={key for _, key in wanted}, is_current=True
    )
    said = {
        (row.round_id, row.centre_id): row
        for row in rows.select_related("confirms__confirms__confirms")
    }
    return {
        (window, key): said[round_.pk, key]
        for (window, key), round_ in wanted.items()
        if (round_.pk, key) in said
    }


def _said_before(silent: Mapping[Pair, Round]) -> dict[Pair, Answer]:
    """Of centres that said nothing in the last round; asked only where one of them had not
    plainly agreed before."""
    rows = Answer.objects.filter(
        round__record__in={round_.record_id for round_ in silent.values()},
        centre__in={key for _, key in silent}, is_current=True,
    ).exclude(kind=AnswerKind.CONSENT)  # fmt: skip
    unsure = set(rows.values_list("round__record", "centre")) if silent else set()
    found: dict[Pair, Answer] = {}
    for (window, key), round_ in silent.items():
        if (round_.record_id, key) not in unsure:
            continue
        before = carried_answers(round_, [key]).get(key)
        if before is not None and before.kind != AnswerKind.CONSENT:
            found[window, key] = before
    return found
