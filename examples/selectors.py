"""Questions that pages ask about examples, each in a constant number of queries."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q
from django.utils.text import Truncator

from contributions.enums import Verb
from contributions.lifecycle import state_of
from contributions.models import ContributionPage
from contributions.selectors import records_of_groups
from groups.enums import Role
from groups.models import Call, Membership, WorkingGroupPage
from groups.rules import memberships_of
from kit.access import AnyUser
from people.enums import CENTRE_MANDATES
from people.models import Centre, Mandate, User

from .models import Example
from .rules import groups_taking, takes_examples

#: How many characters of an example stand for it.
_BEGINNING = 100


def texts_taking(user: User, example: Example) -> list[ContributionPage]:
    """The texts in which `user` may make a finding of it: those being written, of their
    groups to which it came; on the call to which it was sent first."""
    groups = groups_taking(user, example)
    if not groups:
        return []
    texts = ContributionPage.objects.of_groups(list(groups)).not_trashed().with_states()
    texts = texts.defer("body", "summary", "approach")
    found = [
        page for page in texts.order_by("draft_title", "pk") if state_of(page).allows(Verb.EDIT)
    ]
    return sorted(found, key=lambda page: page.record.call_id != (example.call_id or 0))


def centres_of(user: User, at: datetime | None = None) -> list[Centre]:
    """The centres for which `user` is, or was, in the network, by name."""
    rows = Membership.objects.current(at).filter(person=user, centre__isnull=False)
    spoken_for = Mandate.objects.current(at).filter(person=user, kind__in=CENTRE_MANDATES)
    keys = Q(pk__in=rows.values("centre")) | Q(pk__in=spoken_for.values("centre"))
    return list(Centre.objects.filter(keys).order_by("name"))


def open_targets() -> tuple[list[Call], list[WorkingGroupPage]]:
    """The calls and the groups to which one may send an example today."""
    calls = list(Call.objects.filter(closed_at__isnull=True))
    groups = WorkingGroupPage.objects.live().select_related("record").order_by("title")
    return calls, [group for group in groups if takes_examples(group)]


def where_taken(user: AnyUser, example: Example) -> ContributionPage | None:
    """The text that holds it, for who may know of it: its people, and everyone once it is
    published. None for the others, who learn no draft's title."""
    if example.record is None:
        return None
    pages = ContributionPage.objects.filter(record=example.record)
    readable = pages.drafts_visible_to(user) | pages.published()
    return readable.select_related("record").first()


@dataclass(frozen=True)
class Waiting:
    """How many examples wait for a group, and how the oldest begins; one sent to a call
    counts in each of its groups."""

    group: WorkingGroupPage
    count: int
    oldest: str


def waiting_for(user: AnyUser) -> list[Waiting]:
    """What waits in the groups that `user` coordinates, in a constant number of queries."""
    led = {key for key, role in memberships_of(user).items() if role == Role.COORDINATOR}
    if not led:
        return []
    rows = Example.objects.waiting().of_groups(list(led)).order_by("at", "pk")
    sent = list(rows.values_list("group", "call", "what"))
    if not sent:
        return []
    groups_of_call = _groups_by_call(led)
    words: defaultdict[int, list[str]] = defaultdict(list)
    for group, call, what in sent:
        for key in (group,) if group else groups_of_call[call]:
            words[key].append(what)
    pages = WorkingGroupPage.objects.in_bulk(list(words))
    return [
        Waiting(pages[key], len(found), Truncator(found[0]).chars(_BEGINNING))
        for key, found in sorted(words.items())
    ]


def _groups_by_call(groups: set[int]) -> dict[int, set[int]]:
    """Call → those of `groups` that have a text on it."""
    records = records_of_groups(list(groups)).filter(call__isnull=False, trashed_at__isnull=True)
    found: defaultdict[int, set[int]] = defaultdict(set)
    for record in records.prefetch_related("associated_groups"):
        of_text = {record.lead_group_id, *(group.pk for group in record.associated_groups.all())}
        found[record.call_id or 0] |= of_text & groups
    return found
