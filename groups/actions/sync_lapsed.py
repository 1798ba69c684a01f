"""Bring Wagtail's groups in line with memberships that began or ended by their date."""

from __future__ import annotations

from django.db import transaction

from groups.actions.access import sync_person
from groups.enums import Role
from groups.models import GroupRecord, Membership
from people.models import User


def sync_lapsed() -> list[User]:
    """Synchronise, and return, the persons whose Wagtail groups say something else.

    An action that changes a membership does so at once; this is for those that end, or
    begin, at a moment at which nobody acts. Idempotent.
    """
    with transaction.atomic():
        due = _wanted() ^ _held()
        keys = {person for person, _group in due}
        # Locked: an action that changes one's groups meanwhile comes before or after.
        people = list(User.objects.select_for_update().filter(pk__in=keys).order_by("pk"))
        for person in people:
            sync_person(person)
    return people


def _wanted() -> set[tuple[int, int]]:
    """(person, Wagtail group) as current memberships ask for."""
    rows = Membership.objects.current().values_list(
        "person_id", "role", "group__record__auth_group_id", "group__record__keepers_id"
    )
    wanted: set[tuple[int, int]] = set()
    for person, role, access, keepers in rows:
        wanted.add((person, access))
        if role == Role.COORDINATOR:
            wanted.add((person, keepers))
    return wanted


def _held() -> set[tuple[int, int]]:
    """(person, Wagtail group) as the rows of our groups say; others' are left alone."""
    records = GroupRecord.objects.values_list("auth_group_id", "keepers_id")
    ours = {group for pair in records for group in pair}
    return set(
        User.groups.through.objects.filter(group_id__in=ours).values_list("user_id", "group_id")
    )
