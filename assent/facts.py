"""What a person's centres owe today, read once for all news that ask."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

from assent.models import Answer, Owing
from people.models import User
from people.rules import mandates_of

_KEPT = "_round_facts"


@dataclass(frozen=True)
class Asked:
    """A centre whose answer an open round asks, seen by who speaks for it."""

    round: int
    centre: int
    text: int
    version: int
    due: datetime | None
    title: str
    answered: bool


class RoundFacts:
    """The open rounds that ask an answer of the centres for which a person speaks."""

    def __init__(self, person: User) -> None:
        self.person = person

    @cached_property
    def asked(self) -> list[Asked]:
        """In two queries, none for who speaks for no centre."""
        centres = mandates_of(self.person).centres
        if not centres:
            return []
        rows = Owing.objects.filter(round__closed_at__isnull=True, centre__in=centres)
        found = list(
            rows.order_by("round", "centre").values_list(
                "round", "centre", "round__record", "round__version__number", "round__due",
                "round__version__title",
            )
        )  # fmt: skip
        current = Answer.objects.filter(
            is_current=True, centre__in=centres, round__in={row[0] for row in found}
        )
        answered = set(current.values_list("round", "centre"))
        return [Asked(*row, row[:2] in answered) for row in found]

    @cached_property
    def _by_version(self) -> dict[tuple[int, int], list[Asked]]:
        found: defaultdict[tuple[int, int], list[Asked]] = defaultdict(list)
        for one in self.asked:
            found[one.text, one.version].append(one)
        return found

    def asked_on(self, text: int, version: int | None) -> list[Asked]:
        """What is asked on one version of a text, answered or not."""
        return self._by_version.get((text, version or 0), [])

    def asked_in(self, round_id: int) -> list[Asked]:
        return [one for one in self.asked if one.round == round_id]

    def owes(self, round_id: int, centre: int) -> bool:
        """Whether this centre, for which they speak, has still to answer this open round."""
        return any(one.centre == centre and not one.answered for one in self.asked_in(round_id))


def facts_of(person: User) -> RoundFacts:
    """Kept on the account object, like what other rules remember (see `kit.access.forget`)."""
    kept: RoundFacts | None = getattr(person, _KEPT, None)
    if kept is None:
        kept = RoundFacts(person)
        setattr(person, _KEPT, kept)
    return kept
