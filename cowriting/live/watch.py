"""What an open room rests on, in one value that differs whenever anything of it does."""

from __future__ import annotations

from collections.abc import Collection, Hashable

from django.contrib.sessions.models import Session
from django.db.models import OuterRef, Subquery
from django.utils import timezone

from contributions.models import ContributionPage, ContributionRecord, Version
from groups.models import Membership
from people.models import Mandate, User

from ..models import Room, Update

#: Every fact of a text that `rules.mode_for` weighs, which words are its latest, and how
#: many versions it has.
_FACTS = (
    "annotated_work_state", "record__lead_group", "record__trashed_at", "record__withdrawn_at",
    "record__edition_opened_at", "live", "latest_revision", "latest_revision__created_at",
    "last_version",
)  # fmt: skip


def fingerprint(
    page_id: int, person_ids: Collection[int], session_keys: Collection[str]
) -> Hashable:
    """Seven queries, whatever the number of people.

    It changes when any fact that `rules.mode_for` weighs changes for one of these people,
    when one of these sessions ends, and with the latest revision and version, the epoch and the last
    update of the log. What only differs in order is the same. A text that was deleted has
    a fingerprint too, which is like no other of its.
    """
    versions = Version.objects.filter(record=OuterRef("record")).order_by("-number")
    texts = ContributionPage.objects.with_states().filter(pk=page_id)
    texts = texts.annotate(last_version=Subquery(versions.values("number")[:1]))
    through = ContributionRecord.associated_groups.through.objects
    groups = through.filter(contributionrecord__page=page_id)
    members = Membership.objects.current().filter(person__in=person_ids)
    mandates = Mandate.objects.current().filter(person__in=person_ids)
    people = User.objects.filter(pk__in=person_ids)
    alive = Session.objects.filter(session_key__in=session_keys, expire_date__gt=timezone.now())
    return (
        frozenset(texts.values_list(*_FACTS)),
        frozenset(groups.values_list("workinggrouppage_id", flat=True)),
        frozenset(members.values_list("person", "group", "role")),
        frozenset(mandates.values_list("person", "kind")),
        frozenset(
            people.values_list("pk", "is_active", "is_superuser", "password", "sessions_epoch")
        ),
        frozenset(alive.values_list("session_key", flat=True)),
        _state_of_log(page_id),
    )


def _state_of_log(page_id: int) -> Hashable:
    rows = Update.objects.filter(room=OuterRef("pk")).order_by("-pk")
    last = Subquery(rows.values("pk")[:1])
    rooms = Room.objects.filter(page=page_id)
    return rooms.values_list("pk", "epoch", "ended_at", last).first()
