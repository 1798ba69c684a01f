"""Who is told of a text: conditions on accounts, so that two hundred cost what two do.

Each answers for today: nobody whose membership or mandate ended, whose account is closed.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import reduce
from operator import or_
from typing import TYPE_CHECKING, Any

from django.db.models import Q, QuerySet

from groups.models import Membership
from groups.rules import is_left
from kit.access import Registry
from people.enums import CENTRE_MANDATES, MandateKind
from people.models import Mandate, User

from .enums import EventKind, WorkState
from .lifecycle import state_of
from .models.events import TextEvent
from .models.grants import ReadingGrant
from .models.masks import Mask
from .models.record import ContributionRecord
from .models.versions import RevisionAuthor, Version
from .standing import HANDS_ON

if TYPE_CHECKING:
    from .models import ContributionPage

Whom = Callable[["ContributionPage", TextEvent], Q]


def group_keys(record: ContributionRecord) -> list[int]:
    """Keys of the text's groups, the one that leads it first."""
    associated = record.associated_groups.order_by("pk").values_list("pk", flat=True)
    return [record.lead_group_id, *associated]


def accounts(*whom: Q) -> QuerySet[User]:
    """Those whom one of the conditions names, each once."""
    return User.objects.filter(reduce(or_, whom), is_active=True)


def in_groups(groups: Iterable[int]) -> Q:
    return Q(pk__in=Membership.objects.current().filter(group__in=groups).values("person"))


def leading_groups(groups: Iterable[int]) -> Q:
    rows = Membership.objects.current().coordinators().filter(group__in=groups)
    return Q(pk__in=rows.values("person"))


def speaking_for(centres: Iterable[int] | QuerySet[Any]) -> Q:
    """Directors and delegates of these centres, by their keys."""
    mandates = Mandate.objects.current().filter(kind__in=CENTRE_MANDATES, centre__in=centres)
    return Q(pk__in=mandates.values("person"))


def speaking_for_centres_asked(versions: Q) -> Q:
    """Directors and delegates of the centres whose answer these versions ask."""
    asked = Version.asked_centres.through.objects.filter(versions)
    return speaking_for(asked.values("centre"))


#: Rooms above say which of the centres asked on a version have still to answer: their keys.
still_owing: Registry[Callable[[Version], QuerySet[Any]]] = Registry()


def speaking_for_centres_owing(version: Version | None) -> Q:
    """Directors and delegates of those among the centres asked that have not answered."""
    if version is None:
        return Q(pk__in=[])
    centres = version.asked_centres.all()
    for owing in still_owing:
        centres = centres.filter(pk__in=owing(version))
    return speaking_for(centres.values("pk"))


def every_moderator() -> Q:
    mandates = Mandate.objects.current().filter(kind=MandateKind.MODERATOR)
    return Q(pk__in=mandates.values("person"))


def moderators_without_a_hand(page: ContributionPage) -> Q:
    """Twin of `standing.had_a_hand`: the moderators who may decide on the text."""
    since, revised = Q(), Q()
    if page.record.published_at is not None:
        since = Q(at__gt=page.record.published_at)
        revised = Q(revision__created_at__gt=page.record.published_at)
    wrote = RevisionAuthor.objects.filter(revised, revision__in=page.revisions.values("pk"))
    acted = TextEvent.objects.filter(
        since, record=page.record, kind__in=HANDS_ON, actor__isnull=False
    )
    return every_moderator() & ~Q(pk__in=wrote.values("person")) & ~Q(pk__in=acted.values("actor"))


# -- Whom an event is told to ----------------------------------------------------------


def members(page: ContributionPage, event: TextEvent) -> Q:
    return in_groups(group_keys(page.record))


def members_when_called(page: ContributionPage, event: TextEvent) -> Q:
    """The group, of a text that a call asks of it; a draft of one's own is no news."""
    return members(page, event) if page.record.call_id else Q(pk__in=[])


def coordinators(page: ContributionPage, event: TextEvent) -> Q:
    return leading_groups(group_keys(page.record))


def who_inherits(page: ContributionPage, event: TextEvent) -> Q:
    """The network's coordination, where all of the text's groups are left to it."""
    record = page.record
    if not all(is_left(group) for group in (record.lead_group, *record.associated_groups.all())):
        return Q(pk__in=[])
    return every_network()


def asked_centres(page: ContributionPage, event: TextEvent) -> Q:
    """Who speaks for the centres asked on the version that the event is about."""
    return speaking_for_centres_asked(Q(version=event.version_id))


def every_asked_centre(page: ContributionPage, event: TextEvent) -> Q:
    """Who speaks for the centres asked on any version of the text."""
    return speaking_for_centres_asked(Q(version__record=page.record))


def moderators(page: ContributionPage, event: TextEvent) -> Q:
    return every_moderator()


def every_network() -> Q:
    mandates = Mandate.objects.current().filter(kind=MandateKind.NETWORK)
    return Q(pk__in=mandates.values("person"))


def network(page: ContributionPage, event: TextEvent) -> Q:
    return every_network()


def who_masked(page: ContributionPage, event: TextEvent) -> Q:
    """Who hid, alone, what the event is about."""
    masks = Mask.objects.filter(pk=event.data.get("mask", 0))
    return Q(pk__in=masks.values("made_by"))


def centres_that_did_not_read_it(page: ContributionPage, event: TextEvent) -> Q:
    """Who speaks for the centres asked on a text that was frozen without the words that the
    event shows again."""
    return every_asked_centre(page, event) if event.data.get("unread") else Q(pk__in=[])


def who_scheduled(page: ContributionPage, event: TextEvent) -> Q:
    """Who had its publication scheduled."""
    return Q(pk=page.record.scheduled_by_id)


def deciding_moderators(page: ContributionPage, event: TextEvent) -> Q:
    return moderators_without_a_hand(page)


def moderators_told(page: ContributionPage, event: TextEvent) -> Q:
    """The deciding moderators, of a version that had been submitted to them."""
    if event.version is None:
        return Q(pk__in=[])
    submitted = TextEvent.objects.filter(
        record=page.record, kind=EventKind.SUBMITTED, version__in=event.version.same_text()
    )
    told = submitted.exists()
    return moderators_without_a_hand(page) if told else Q(pk__in=[])


def who_is_waited_for(page: ContributionPage, event: TextEvent) -> Q:
    """Those outside the group from whom the text waits for something now."""
    work = state_of(page).work
    if work is WorkState.REVIEW:
        return speaking_for_centres_owing(page.record.reviewed_version)
    if work in (WorkState.VALIDATION, WorkState.VALIDATED):
        return moderators_without_a_hand(page)
    return Q(pk__in=[])


def the_group_left(page: ContributionPage, event: TextEvent) -> Q:
    return in_groups([event.data.get("left_group", 0)])


def the_readers(page: ContributionPage, event: TextEvent) -> Q:
    """To whom the reading was opened: a person, a group, or every centre's people."""
    grant = ReadingGrant.objects.filter(pk=event.data.get("grant", 0)).first()
    if grant is None:
        return Q(pk__in=[])
    if grant.person_id is not None:
        return Q(pk=grant.person_id)
    if grant.group_id is not None:
        return in_groups([grant.group_id])
    speaking = Mandate.objects.current().filter(kind__in=CENTRE_MANDATES)
    of_a_centre = Membership.objects.current().filter(centre__isnull=False)
    return Q(pk__in=speaking.values("person")) | Q(pk__in=of_a_centre.values("person"))
