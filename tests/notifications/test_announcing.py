"""An event writes one row a person, in its own transaction, whatever the mail server does."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core import mail
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from notifications.delivery import seal
from notifications.enums import Cadence, LetterState
from notifications.models import Letter, Notice
from notifications.outbox import announce
from people.models import User
from tests.cast import Cast


def crowd(count: int) -> list[User]:
    return User.objects.bulk_create(
        [User(email=f"foule-{n}@example.org", display_name=f"Foule {n}") for n in range(count)]
    )


def test_everyone_is_told_but_who_did_it(cast: Cast) -> None:
    people = [cast.member, cast.coordinator, cast.member]
    assert announce("test.daily", people, scope=cast.health, by=cast.coordinator) == 1
    notice = Notice.objects.get()
    assert (notice.person, notice.cadence) == (cast.member, Cadence.DAILY)
    assert notice.scope is not None and notice.scope.pk == cast.health.pk


def test_a_closed_account_is_not_told(cast: Cast) -> None:
    User.objects.filter(pk=cast.member.pk).update(is_active=False)
    assert announce("test.daily", User.objects.filter(pk=cast.member.pk)) == 0


def test_a_key_is_told_once(cast: Cast) -> None:
    assert announce("test.urgent", [cast.member], key="rappel:7") == 1
    assert announce("test.urgent", [cast.member.pk, cast.coordinator], key="rappel:7") == 1
    assert Notice.objects.filter(person=cast.member).count() == 1
    assert [seal(), seal(), Letter.objects.count()] == [2, 0, 2]


def test_an_unknown_kind_is_an_error_of_ours(cast: Cast) -> None:
    with pytest.raises(KeyError):
        announce("test.unheard", [cast.member])


@pytest.mark.parametrize("kind", ["test.daily", "test.urgent"])
def test_two_hundred_cost_as_many_queries_as_two(cast: Cast, kind: str) -> None:
    counts = []
    for number in (2, 200):
        people = crowd(number)
        with CaptureQueriesContext(connection) as queries:
            assert announce(kind, people, scope=cast.health, key=f"k{number}") == number
        counts.append(len(queries))
        User.objects.filter(email__startswith="foule-").delete()
    assert counts[0] == counts[1]


def test_news_at_once_wakes_the_worker_and_sends_nothing_itself(cast: Cast) -> None:
    announce("test.urgent", [cast.member])
    assert DBTaskResult.objects.get().task_path == "notifications.tasks.deliver"
    assert mail.outbox == [] and not Letter.objects.exists()
    seal()
    letter = Letter.objects.get()
    assert (letter.state, letter.subject, letter.text) == (LetterState.WAITING, "", "")


def test_what_is_undone_is_not_told(cast: Cast) -> None:
    with transaction.atomic():
        announce("test.urgent", [cast.member])
        transaction.set_rollback(True)
    assert not Notice.objects.exists()
    assert not DBTaskResult.objects.exists()


def test_what_is_imported_from_the_past_stands_read_and_is_not_sent(cast: Cast) -> None:
    announce("test.urgent", [cast.member], at=timezone.now() - timedelta(days=400))
    notice = Notice.objects.get()
    assert notice.read_at == notice.at
    assert seal() == 0
