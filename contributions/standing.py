"""What a person is towards a text: the facts that rules weigh, each read at most once."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from enum import Enum
from functools import cached_property
from typing import TYPE_CHECKING

from django.db.models import Q

from groups.enums import Role as GroupRole
from groups.rules import inherits, memberships_of
from kit.access import AnyUser, Registry
from people.rules import is_director, is_moderator, is_network, is_partner, mandates_of

from .enums import EventKind, PublicState
from .lifecycle import State, state_of
from .models.events import TextEvent
from .models.grants import ReadingGrant
from .models.record import ContributionRecord
from .models.versions import RevisionAuthor, Version
from .querysets import granted_to

if TYPE_CHECKING:
    from .models import ContributionPage


#: Rooms above say which versions of a text were transmitted to a person, by their keys.
addressed_versions: Registry[Callable[[AnyUser, ContributionRecord], Iterable[int]]] = Registry()


class Standing(Enum):
    """What a person is towards a text; several hold at once."""

    MEMBER = "member"
    COORDINATOR = "coordinator"
    MODERATOR = "moderator"
    NETWORK = "network"
    DIRECTOR = "director"
    PARTNER = "partner"
    OTHER = "other"  # in another group
    ACCOUNT = "account"


@dataclass
class Case:
    """One person before one text: what rules ask, each read at most once."""

    user: AnyUser
    page: ContributionPage

    @cached_property
    def record(self) -> ContributionRecord:
        return self.page.record

    @cached_property
    def state(self) -> State:
        return state_of(self.page)

    @cached_property
    def superuser(self) -> bool:
        return self.user.is_active and self.user.is_superuser

    @cached_property
    def roles(self) -> frozenset[str]:
        """This person's roles today in the text's groups: the lead group and the
        associated ones, which have the same rights to write."""
        mine = memberships_of(self.user)
        if not mine:
            return frozenset()
        lead = mine.get(self.record.lead_group_id)
        if len(mine) == 1 and lead:
            return frozenset({lead})
        associated = (mine.get(group.pk) for group in self.record.associated_groups.all())
        return frozenset(role for role in (lead, *associated) if role)

    @cached_property
    def member(self) -> bool:
        """In one of the text's groups today, in whichever role."""
        return bool(self.roles)

    @cached_property
    def coordinator(self) -> bool:
        return GroupRole.COORDINATOR in self.roles

    @cached_property
    def moderator(self) -> bool:
        return is_moderator(self.user)

    @cached_property
    def network(self) -> bool:
        return is_network(self.user)

    @cached_property
    def follows_up(self) -> bool:
        """Takes care of the text once it is published: who coordinates one of its groups,
        or the network, where it inherits them all."""
        if self.coordinator or not self.network:
            return self.coordinator
        groups = (self.record.lead_group, *self.record.associated_groups.all())
        return all(inherits(self.user, group) for group in groups)

    @cached_property
    def grants(self) -> list[ReadingGrant]:
        return grants_for(self.user, self.record)

    @cached_property
    def reads_by_grant(self) -> bool:
        """A named reader of the draft, and of all that is frozen of it."""
        return any(grant.version_id is None for grant in self.grants)

    def reads_version_by_grant(self, version_id: int | None) -> bool:
        return any(grant.version_id in (None, version_id) for grant in self.grants)

    @cached_property
    def asked_director(self) -> bool:
        """Directs, or answers for, a centre whose answer is or was asked on this text."""
        return self._asked(Q(version__record=self.record))

    @cached_property
    def asked_now(self) -> bool:
        """The same, on the very version that is under decision."""
        under_decision = self.record.reviewed_version_id
        return under_decision is not None and self._asked(Q(version=under_decision))

    def _asked(self, versions: Q) -> bool:
        centres = mandates_of(self.user).centres
        if not centres:
            return False
        asked = Version.asked_centres.through.objects.filter(versions, centre_id__in=centres)
        return asked.exists()

    @cached_property
    def addressed(self) -> frozenset[int]:
        """Versions of the text that were transmitted to this person, and still are."""
        if not self.user.is_authenticated or not self.user.is_active:
            return frozenset()
        return frozenset(key for find in addressed_versions for key in find(self.user, self.record))

    @cached_property
    def knows(self) -> bool:
        """Whether this person may learn that the text exists at all."""
        if self.superuser or self.member or self.moderator or self.network:
            return True
        if self.state.public is not PublicState.NONE or self.asked_director:
            return True
        return bool(self.grants or self.addressed) and not self.state.trashed

    @cached_property
    def had_a_hand(self) -> bool:
        """Wrote, proposed or submitted anything of the text since its last publication."""
        return had_a_hand(self.user, self.page)

    @cached_property
    def standings(self) -> frozenset[Standing]:
        if not self.user.is_authenticated:
            return frozenset()
        facts = {
            Standing.MEMBER: self.member,
            Standing.COORDINATOR: self.coordinator,
            Standing.MODERATOR: self.moderator,
            Standing.NETWORK: self.network,
            Standing.DIRECTOR: is_director(self.user),
            Standing.PARTNER: is_partner(self.user),
            Standing.OTHER: bool(memberships_of(self.user)) and not self.member,
            Standing.ACCOUNT: True,
        }
        return frozenset(standing for standing, holds in facts.items() if holds)


def grants_for(user: AnyUser, record: ContributionRecord) -> list[ReadingGrant]:
    """The reading grants of a text that hold today for `user`."""
    if not user.is_authenticated or not user.is_active:
        return []
    return list(granted_to(user).filter(record=record))


def had_a_hand(user: AnyUser, page: ContributionPage) -> bool:
    """≠: whether `user` wrote, corrected, proposed or submitted anything of the text
    since its last publication, and so may not decide on it."""
    if not user.is_authenticated:
        return False
    since = Q()
    revised = Q()
    if page.record.published_at is not None:
        since = Q(at__gt=page.record.published_at)
        revised = Q(revision__created_at__gt=page.record.published_at)
    wrote = RevisionAuthor.objects.filter(
        revised, person=user.pk, revision__in=page.revisions.values("pk")
    )
    submitted = TextEvent.objects.filter(
        since, record=page.record, actor=user.pk, kind__in=HANDS_ON
    )
    return wrote.exists() or submitted.exists()


#: Events that make their actor one of those who may not decide.
HANDS_ON = (
    EventKind.CREATED,
    EventKind.PROPOSED,
    EventKind.REVIEW_OPENED,
    EventKind.SUBMITTED,
    EventKind.RESTORED,
    EventKind.DETACHED,
    EventKind.CORRECTION_PROPOSED,
)
