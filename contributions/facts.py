"""What a person may know today of texts that news are about, read once for all news.

Each set is that of a twin in `querysets.py`, and so of a rule.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from functools import cached_property

from django.db.models import QuerySet

from groups.enums import Role
from groups.rules import memberships_of
from people.models import User
from people.rules import is_moderator, is_network

from .enums import WorkState
from .models import ContributionPage, ContributionRecord, Mask
from .moving import requests_waiting_for
from .querysets import granted_to
from .sharing import owed_by

_KEPT = "_text_facts"


class TextFacts:
    """The numbers of the texts that a person follows, reads, or has to do something of."""

    def __init__(self, person: User) -> None:
        self.person = person

    @cached_property
    def _follows_all(self) -> bool:
        person = self.person
        return person.is_active and (
            person.is_superuser or is_moderator(person) or is_network(person)
        )

    @cached_property
    def _followed(self) -> frozenset[int]:
        return _numbers(ContributionPage.objects.progress_visible_to(self.person))

    @cached_property
    def _drafts(self) -> frozenset[int]:
        return _numbers(ContributionPage.objects.drafts_visible_to(self.person))

    @cached_property
    def _read(self) -> frozenset[int]:
        return self._drafts | _numbers(ContributionPage.objects.frozen_visible_to(self.person))

    @cached_property
    def opened(self) -> frozenset[int]:
        """Texts opened to them by name, and still open."""
        grants = granted_to(self.person).filter(record__trashed_at__isnull=True)
        return frozenset(grants.values_list("record", flat=True))

    @cached_property
    def minutes(self) -> dict[int, tuple[str, int | None]]:
        """Of every text that is scheduled: its minute, and the key of who answers for it."""
        rows = ContributionRecord.objects.filter(embargo_until__isnull=False)
        values = rows.values_list("pk", "embargo_until", "scheduled_by")
        return {key: (minute.isoformat(), by) for key, minute, by in values if minute}

    @cached_property
    def _own(self) -> frozenset[int]:
        return self._of_groups(memberships_of(self.person))

    @cached_property
    def _led(self) -> frozenset[int]:
        roles = memberships_of(self.person).items()
        return self._of_groups([group for group, role in roles if role == Role.COORDINATOR])

    def _of_groups(self, groups: Collection[int]) -> frozenset[int]:
        return _numbers(ContributionPage.objects.of_groups(list(groups)))

    @cached_property
    def owed(self) -> dict[int, datetime | None]:
        """Blocks that they have still to write, each with its date."""
        return dict(owed_by(self.person).values_list("pk", "due"))

    @cached_property
    def to_answer(self) -> frozenset[int]:
        """Requests between groups that wait for their answer."""
        return frozenset(requests_waiting_for(self.person).values_list("pk", flat=True))

    @cached_property
    def at_work(self) -> dict[int, str]:
        """Of each text followed that is at work, what it waits for (see `waits_for`)."""
        texts = ContributionPage.objects.progress_visible_to(self.person).with_states()
        rows = texts.not_trashed().exclude(annotated_work_state=WorkState.IDLE)
        facts = ("annotated_work_state", "record__proposed_at", "record__embargo_until")
        return {
            number: waits_for(work, proposed is not None, embargo is not None)
            for number, work, proposed, embargo in rows.values_list("record", *facts)
        }

    def follows(self, number: int) -> bool:
        return self._follows_all or number in self._followed

    def reads(self, number: int) -> bool:
        """Whether they read the words in progress: the draft, or the version under decision."""
        return number in self._read or number in self.opened

    def knows_title(self, number: int) -> bool:
        """Whether they know the title in progress: who follows the text, or reads its draft."""
        return self.follows(number) or number in self._drafts

    def is_of(self, number: int) -> bool:
        """Whether the text is today one of their groups'."""
        return number in self._own

    def leads_text(self, number: int) -> bool:
        """Whether they coordinate one of the text's groups of today."""
        return number in self._led

    def masks(self, number: int) -> bool:
        """Whether they may hide a passage of the text, and look at what others hid: twin of
        `rules.can_mask`."""
        return self._follows_all or self.leads_text(number)

    @cached_property
    def masks_to_confirm(self) -> frozenset[int]:
        """What waits for a second person, who may be this one."""
        rows = Mask.objects.unconfirmed().exclude(made_by=self.person.pk)
        found = rows.values_list("pk", "record")
        return frozenset(key for key, number in found if self.masks(number))

    def is_in(self, groups: Collection[int]) -> bool:
        return not memberships_of(self.person).keys().isdisjoint(groups)

    def leads(self, groups: Collection[int]) -> bool:
        roles = memberships_of(self.person)
        return any(roles.get(group) == Role.COORDINATOR for group in groups)

    @property
    def moderates(self) -> bool:
        return is_moderator(self.person)

    @property
    def sees_names(self) -> bool:
        """Whether they see the people of every group."""
        return self._follows_all


def facts_of(person: User) -> TextFacts:
    """Kept on the account object, like what other rules remember (see `kit.access.forget`)."""
    kept: TextFacts | None = getattr(person, _KEPT, None)
    if kept is None:
        kept = TextFacts(person)
        setattr(person, _KEPT, kept)
    return kept


def waits_for(work: str, proposed: bool, scheduled: bool) -> str:
    """The state of work, told apart where something else is expected from others."""
    if work == WorkState.DRAFTING and proposed:
        return "proposed"
    if work == WorkState.VALIDATED and scheduled:
        return "scheduled"
    return str(work)


def _numbers(texts: QuerySet[ContributionPage]) -> frozenset[int]:
    return frozenset(texts.values_list("record", flat=True))
