"""Everything that the validation desk of one text shows, in a constant number of queries."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import TYPE_CHECKING

from django.utils import timezone

from assent.models import Answer, Disagreement, Round
from assent.selectors import Tally, rounds_of, tally
from contributions import rules
from contributions.enums import Verb, WorkState
from contributions.frozen import version_as_read
from contributions.late import last_failures, words_on_failure
from contributions.lifecycle import State, state_of
from contributions.models import ContributionPage, ContributionRecord, Version
from contributions.next_step import due_now
from discussion.anchors import name_of_block
from discussion.models import Remark
from discussion.selectors import open_by_text
from errata.models import Correction
from kit.access import AnyUser
from moderation.models import Claim
from people.models import Centre

from .checklist import Point, points_of
from .corrections import waiting_on
from .differences import Difference, difference_of

if TYPE_CHECKING:
    from uuid import UUID


@dataclass(frozen=True)
class Said:
    """What one centre answered, and the name of the block that it is about."""

    centre: Centre
    answer: Answer
    block: str = ""


@dataclass(frozen=True)
class Agreement:
    """How the last round ended, as those who decide read it."""

    round: Round
    tally: Tally
    reserves: list[Said]
    objections: list[Said]
    disagreements: list[Disagreement]


class Sheet:
    """One text before one person, who may sit at its desk; each part is read at most once."""

    def __init__(self, page: ContributionPage, user: AnyUser) -> None:
        self.page, self.user = page, user
        record = page.record
        version = record.validated_version or record.reviewed_version
        assert version is not None, "a text before the moderation has a frozen version"
        version.record = record
        self.version: Version = version

    @property
    def record(self) -> ContributionRecord:
        return self.page.record

    @cached_property
    def state(self) -> State:
        return state_of(self.page)

    @cached_property
    def text(self) -> ContributionPage:
        """The words of the version, but those that are masked."""
        return version_as_read(self.version)

    @cached_property
    def abilities(self) -> dict[Verb, bool]:
        return rules.abilities(self.user, self.page)

    @property
    def decides(self) -> bool:
        """Whether this person may validate or return it now."""
        return self.abilities[Verb.VALIDATE]

    @property
    def publishes(self) -> bool:
        return self.abilities[Verb.PUBLISH]

    @cached_property
    def why_not(self) -> str:
        """Why this person may not decide: they had a hand in the text."""
        validates = self.state.work is WorkState.VALIDATION
        verb = Verb.VALIDATE if validates else Verb.PUBLISH
        verdict = rules.verdict(verb, self.user, self.page)
        return "" if verdict else verdict.reason

    @cached_property
    def failure(self) -> str:
        """Why it did not come out at its minute; empty when that is to come, or there is none."""
        minute = self.record.embargo_until
        if minute is None or minute > timezone.now():
            return ""
        event = last_failures([self.record]).get(self.record.pk)
        return words_on_failure(event.data) if event else ""

    @cached_property
    def due(self) -> datetime | None:
        return due_now(self.page, self.state)

    @cached_property
    def claim(self) -> Claim | None:
        claims = Claim.objects.current().select_related("person")
        return claims.filter(kind=self.state.work.value, key=self.record.pk).first()

    @cached_property
    def points(self) -> list[Point]:
        return points_of(self.version, self.text)

    @property
    def problems(self) -> list[Point]:
        return [point for point in self.points if point.check and point.check.is_problem]

    @property
    def unanswered(self) -> list[Point]:
        return [point for point in self.points if point.check is None]

    @cached_property
    def difference(self) -> Difference:
        return difference_of(self.page, self.version, self.text)

    @cached_property
    def agreement(self) -> Agreement | None:
        """The last round on these words; none for a text from before rounds."""
        keys = self.version.same_text()
        rounds = [one for one in rounds_of(self.record) if one.version_id in keys]
        if not rounds:
            return None
        last = rounds[-1]
        found = tally(last)
        kept = Disagreement.objects.filter(record=self.record, version__in=keys)
        return Agreement(
            last, found,
            [self._said(*line) for line in found.reserves if line[1]],
            [self._said(*line) for line in found.objections if line[1]],
            list(kept.select_related("centre")),
        )  # fmt: skip

    def _said(self, centre: Centre, answer: Answer | None) -> Said:
        assert answer is not None
        return Said(centre, answer, self.name_of(answer.block_id))

    def name_of(self, block_id: UUID | None) -> str:
        return name_of_block(self.text, str(block_id)) if block_id else ""

    @cached_property
    def open_remarks(self) -> int:
        """How many of the group's threads wait for an outcome; never their words."""
        return open_by_text([self.record.pk]).get(self.record.pk, 0)

    @cached_property
    def corrections(self) -> list[Correction]:
        """Corrections of form that wait for a second person."""
        return waiting_on(self.record)

    @cached_property
    def own_remarks(self) -> list[Remark]:
        """The threads that this person began."""
        rows = Remark.objects.roots().filter(record=self.record, user=self.user.pk)
        return list(rows.order_by("-pk")[:20])
