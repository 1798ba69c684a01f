"""One value changes whenever anything that an open room rests on does."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from contributions.actions.close_review import close_review
from contributions.actions.move_text import move_text
from contributions.actions.open_review import open_review
from contributions.actions.recall import recall
from contributions.actions.trash import trash
from contributions.actions.versions import name_version, restore
from contributions.actions.write import write
from contributions.models import ContributionPage
from cowriting.live.watch import fingerprint
from cowriting.models import Room
from cowriting.rules import mode_for
from groups.actions.change_place import change_role
from groups.actions.memberships import end_membership, join
from groups.enums import Role
from groups.models import Membership
from people.actions.end_sessions import end_sessions
from people.actions.mandates import entrust
from people.enums import MandateKind
from people.models import User
from tests.cast import Cast, draft, fresh

from .pens import Pen

pytestmark = pytest.mark.django_db

Act = Callable[[Cast, ContributionPage], object]


def current(person: User) -> Membership:
    return Membership.objects.current().get(person=person)


ACTS: dict[str, Act] = {
    "a member leaves": lambda cast, text: end_membership(current(cast.member), by=cast.network),
    "somebody joins": lambda cast, text: join(cast.account, cast.health, by=cast.network),
    "a role changes": lambda cast, text: change_role(
        current(cast.member), by=cast.coordinator, role=Role.COORDINATOR
    ),
    "a membership has an end that passed": lambda cast, text: Membership.objects.filter(
        person=cast.member
    ).update(ends_at=timezone.now() - timedelta(seconds=1)),
    "a group is associated": lambda cast, text: text.record.associated_groups.add(cast.housing),
    "the text moves": lambda cast, text: move_text(text, by=cast.network, group=cast.mobility),
    "the review opens": lambda cast, text: open_review(text, by=cast.coordinator),
    "the text is thrown away": lambda cast, text: trash(text, by=cast.coordinator),
    "the text is deleted": lambda cast, text: text.delete(),
    "a moderator is named": lambda cast, text: entrust(
        cast.account, MandateKind.MODERATOR, by=cast.superuser
    ),
    "an account is closed": lambda cast, text: User.objects.filter(pk=cast.member.pk).update(
        is_active=False
    ),
    "a superuser is made": lambda cast, text: User.objects.filter(pk=cast.account.pk).update(
        is_superuser=True
    ),
    "sessions end everywhere": lambda cast, text: end_sessions(cast.member),
    "a password changes": lambda cast, text: User.objects.filter(pk=cast.member.pk).update(
        password="autre"
    ),
    "somebody saves elsewhere": lambda cast, text: write(
        text, by=cast.coordinator, summary="Autrement."
    ),
    "somebody writes": lambda cast, text: Pen(text, cast.coordinator).type("x"),
    "an epoch begins": lambda cast, text: Room.objects.filter(page=text.pk).update(epoch=2),
    "an epoch ends": lambda cast, text: Room.objects.filter(page=text.pk).update(
        ended_at=timezone.now()
    ),
}  # fmt: skip


@pytest.mark.parametrize("act", ACTS)
def test_it_changes_when(cast: Cast, act: str) -> None:
    text = draft(cast)
    Pen(text, cast.member)
    people = [cast.member.pk, cast.coordinator.pk, cast.account.pk]
    before = fingerprint(text.pk, people, [])
    assert fingerprint(text.pk, people[::-1], []) == before
    ACTS[act](cast, fresh(text))
    assert fingerprint(text.pk, people, []) != before


def test_it_changes_when_a_revision_is_written_over(cast: Cast) -> None:
    text = draft(cast)
    before = fingerprint(text.pk, [], [])
    page = fresh(text).get_latest_revision_as_object()
    page.save_revision(user=cast.member, overwrite_revision=page.latest_revision, clean=False)
    assert fingerprint(text.pk, [], []) != before


def test_it_changes_at_each_step_of_a_decision(cast: Cast) -> None:
    text = draft(cast)
    seen = [fingerprint(text.pk, [], [])]
    for step in (open_review, close_review, recall):
        step(text, by=cast.coordinator)
        seen.append(fingerprint(text.pk, [], []))
    assert len(set(seen)) == 4


def test_it_changes_when_a_version_is_named(cast: Cast) -> None:
    text = draft(cast)
    before = fingerprint(text.pk, [], [])
    name_version(text, by=cast.member, label="Après la réunion")
    assert fingerprint(text.pk, [], []) != before


def test_it_changes_when_a_version_is_taken_up_again(cast: Cast) -> None:
    text = draft(cast)
    version = name_version(text, by=cast.member, label="une")
    Pen(text, cast.member)
    before = fingerprint(text.pk, [], [])
    restore(text, by=cast.coordinator, version=version)
    assert fingerprint(text.pk, [], []) != before


def test_it_changes_when_a_person_signs_out(cast: Cast) -> None:
    text = draft(cast)
    client = Client()
    client.force_login(cast.member, backend="people.backends.DoorBackend")
    key = str(client.session.session_key)
    before = fingerprint(text.pk, [cast.member.pk], [key])
    client.logout()
    assert fingerprint(text.pk, [cast.member.pk], [key]) != before


def test_other_texts_and_people_change_nothing(cast: Cast) -> None:
    text, other = draft(cast), draft(cast, "Autre")
    before = fingerprint(text.pk, [cast.member.pk], [])
    write(other, by=cast.member, summary="Ailleurs.")
    join(cast.account, cast.health, by=cast.network)
    assert fingerprint(text.pk, [cast.member.pk], []) == before


def test_seven_queries_whatever_the_number_of_people(cast: Cast) -> None:
    text = draft(cast)
    Pen(text, cast.member)
    costs = []
    for count in (2, 20):
        people = list(User.objects.values_list("pk", flat=True)[:count])
        keys = [f"session{number}" for number in range(count)]
        with CaptureQueriesContext(connection) as queries:
            fingerprint(text.pk, people, keys)
        costs.append(len(queries))
    assert costs == [7, 7]


def test_rights_that_differ_never_look_the_same(cast: Cast) -> None:
    """What `mode_for` answers for the group's people, before and after each act."""
    text = draft(cast)
    people = [cast.member, cast.coordinator]

    def seen() -> tuple[object, object]:
        afresh = [User.objects.get(pk=person.pk) for person in people]
        modes = tuple(mode_for(person, fresh(text)) for person in afresh)
        return fingerprint(text.pk, [person.pk for person in people], []), modes

    found = [seen()]
    open_review(text, by=cast.coordinator)
    found.append(seen())
    recall(text, by=cast.coordinator)
    end_membership(current(cast.member), by=cast.network)
    found.append(seen())
    assert len({print_ for print_, _modes in found}) == len({modes for _print, modes in found}) == 3
