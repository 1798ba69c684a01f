"""One's own data: told, taken away, and gone when the account is closed."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from datetime import timedelta

import pytest
from allauth.account.models import EmailAddress
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.utils import timezone

from contributions.actions.ask_move import answer_move, ask_move
from contributions.actions.assign import assign, finish
from contributions.actions.grant_reading import grant_reading, revoke_reading
from contributions.actions.move_text import move_text
from contributions.actions.propose import propose
from contributions.actions.write import write
from contributions.assigning import tell_of_readings
from contributions.models import MoveRequest, RevisionAuthor
from contributions.outline import outline_of
from groups.actions.memberships import end_membership
from groups.actions.requests import ask_to_join
from groups.models import Membership
from kit.personal_data import FORMER, holdings
from meetings.actions.attend import record_attendance
from meetings.models import Answer
from notifications.models import Letter, Notice
from people.actions.close_account import close_account
from people.actions.close_inactive import close_inactive
from people.models import User
from tests.cast import PASSWORD, Cast, draft, fresh, text_in
from tests.meetings.helpers import a_meeting, a_poll

pytestmark = pytest.mark.django_db

ClientOf = Callable[[User | None], Client]
NAME, ADDRESS = "Zénobie Quatrevingts", "zenobie.quatrevingts@example.org"


@pytest.fixture
def zenobie(cast: Cast) -> User:
    """A member whose name and address are found nowhere else."""
    person = cast.member
    person.display_name, person.email, person.function = NAME, ADDRESS, "Chargée de Quatrevingts"
    person.save()
    return person


def entered(person: User) -> Client:
    """A browser in which the person signed in."""
    client = Client()
    client.post("/connexion/", {"login": person.email, "password": PASSWORD})
    return client


def confirmed(person: User) -> Client:
    """The same, once they proved again who they are."""
    client = entered(person)
    client.post("/compte/confirmer/", {"password": PASSWORD})
    return client


def columns_of_words() -> Iterator[tuple[str, str]]:
    """Every column of every table that may hold words."""
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            for column in connection.introspection.get_table_description(cursor, table):
                yield table, column.name


def places_that_say(words: str) -> list[str]:
    """The columns of the database in which `words` stand."""
    quote = connection.ops.quote_name
    found = []
    with connection.cursor() as cursor:
        for table, column in columns_of_words():
            cursor.execute(
                f"SELECT COUNT(*) FROM {quote(table)}"
                f" WHERE lower(CAST({quote(column)} AS text)) LIKE %s",
                [f"%{words.lower()}%"],
            )
            [count] = cursor.fetchone()
            found += [f"{table}.{column}"] * bool(count)
    return found


# -- Taking it away ------------------------------------------------------------------------


def test_the_file_for_programs_holds_what_the_rooms_hold(cast: Cast, client_of: ClientOf) -> None:
    text_in(cast, "drafting")
    response = client_of(cast.member).get("/compte/donnees/mes-donnees.json")
    assert response["Content-Disposition"].startswith('attachment; filename="mes-donnees-')
    assert "no-store" in response["Cache-Control"]
    parts = {part["name"]: part for part in json.loads(response.content)["parts"]}
    assert parts.keys() == {holding.name for holding in holdings}
    assert parts["people.account"]["rows"][0]["adresse électronique"] == cast.member.email
    assert parts["groups.memberships"]["rows"][0]["groupe"] == "Santé"
    assert parts["contributions.written"]["rows"], "who wrote a revision takes its date away"


def test_the_file_for_readers_says_it_in_words(cast: Cast, client_of: ClientOf) -> None:
    page = client_of(cast.member).get("/compte/donnees/mes-donnees.html").content.decode()
    assert cast.member.email in page and "Santé" in page and "None" not in page
    assert "src=" not in page and "href=" not in page, "it is read away from the site"


def test_nobody_takes_another_s_data(cast: Cast, client_of: ClientOf) -> None:
    theirs = client_of(cast.other_member).get("/compte/donnees/mes-donnees.json").content.decode()
    assert f'"{cast.member.email}"' not in theirs and "Santé" not in theirs
    answer = client_of(None).get("/compte/donnees/mes-donnees.json")
    assert answer.status_code == 302 and answer["Location"].startswith("/connexion/")


def test_everyone_may_read_what_is_kept_and_why(cast: Cast, client_of: ClientOf) -> None:
    page = client_of(None).get("/donnees-personnelles/durees/")
    assert page.status_code == 200 and "set-cookie" not in page.headers
    for holding in holdings:
        assert str(holding.label) in page.content.decode().replace("&#x27;", "'")


def test_the_page_costs_as_much_for_much_as_for_little(
    cast: Cast, client_of: ClientOf, django_assert_max_num_queries: Callable[..., object]
) -> None:
    for number in range(20):
        when = timezone.now() - timedelta(days=100 - number)
        Membership.objects.create(
            person=cast.member,
            group=cast.housing,
            starts_at=when,
            ends_at=when + timedelta(hours=1),
        )
    client = client_of(cast.member)
    # A holding asks once, a few of them twice; the page and its frame, some twenty times.
    with django_assert_max_num_queries(len(list(holdings)) + 28):  # type: ignore[attr-defined]
        assert client.get("/compte/donnees/").status_code == 200


def taken_away(person: User, name: str) -> str:
    """What a holding gives back, in the words of a file."""
    [holding] = [each for each in holdings if each.name == name]
    rows = holding.collect(User.objects.get(pk=person.pk))
    return str([list(row.values()) for row in rows])


def test_a_title_in_progress_is_told_to_who_may_follow_the_text_today(cast: Cast) -> None:
    page = draft(cast, "Premier titre")
    block = outline_of(fresh(page))[0]
    assign(page, by=cast.coordinator, block_id=block.key, person=cast.member)
    propose(page, by=cast.member)
    until = timezone.now() + timedelta(days=1)
    grant = grant_reading(fresh(page), by=cast.coordinator, person=cast.account, until=until)
    ask_move(page, by=cast.coordinator, group=cast.mobility)
    answer_move(MoveRequest.objects.get(), by=cast.other_coordinator, accept=False)
    held = [
        (cast.member, "acts"), (cast.member, "blocks"), (cast.account, "readings"),
        (cast.coordinator, "requests"),
    ]  # fmt: skip
    for person, what in held:
        assert "Premier titre" in taken_away(person, f"contributions.{what}"), what
    for what in ("acts", "requests"):
        refused = taken_away(cast.other_coordinator, f"contributions.{what}")
        assert "Premier titre" not in refused and f"n° {page.record.pk}" in refused
    revoke_reading(fresh(page), by=cast.coordinator, grant=grant)
    move_text(fresh(page), by=cast.network, group=cast.housing)
    for person, what in held:
        told = taken_away(person, f"contributions.{what}")
        assert "Premier titre" not in told and f"n° {page.record.pk}" in told, what


def test_a_published_text_keeps_the_title_that_everyone_reads(cast: Cast) -> None:
    page = text_in(cast, "new_edition", "Publié")
    write(page, by=cast.member, title="Titre à venir")
    move_text(fresh(page), by=cast.network, group=cast.housing)
    told = taken_away(cast.coordinator, "contributions.acts")
    assert "Publié" in told and "Titre à venir" not in told


def test_the_title_of_a_meeting_is_told_to_who_may_read_it(cast: Cast) -> None:
    meeting, poll = a_meeting(cast, days=-1), a_poll(cast, "Date secrète")
    record_attendance(meeting, {cast.member.pk: "present"}, by=cast.coordinator)
    Answer.objects.create(slot=poll.slots.all()[0], person=cast.member, choice="yes")
    kept = {"meetings.record": meeting.title, "meetings.answers": "Date secrète"}
    for name, title in kept.items():
        assert title in taken_away(cast.member, name)
    end_membership(Membership.objects.current().get(person=cast.member), by=cast.coordinator)
    for name, title in kept.items():
        told = taken_away(cast.member, name)
        assert title not in told and "Santé" in told


# -- Closing ------------------------------------------------------------------------------


def test_a_closed_account_leaves_no_name_and_no_address_anywhere(zenobie: User, cast: Cast) -> None:
    text_in(cast, "validation")
    ask_to_join(cast.mobility, by=zenobie, centre=cast.north, words="Bonjour")
    page, until = draft(cast, "Confié"), timezone.now() + timedelta(days=1)
    block = outline_of(fresh(page))[0]
    row = assign(page, by=cast.coordinator, block_id=block.key, person=zenobie, due=until)
    finish(page, by=zenobie, assignment=row)
    grant_reading(draft(cast, "Ouvert"), by=cast.coordinator, person=zenobie, until=until)
    tell_of_readings(until + timedelta(minutes=1))
    naming = Notice.objects.exclude(person=zenobie)
    assert naming.filter(data__writer=NAME).exists() and naming.filter(data__reader=NAME).exists()
    EmailAddress.objects.create(user=zenobie, email=ADDRESS, primary=True, verified=True)
    assert places_that_say("quatrevingts"), "the search would find them"
    close_account(zenobie, by=zenobie)
    assert places_that_say("quatrevingts") == []


def test_what_was_written_stays_whole(zenobie: User, cast: Cast) -> None:
    text_in(cast, "drafting")
    written = RevisionAuthor.objects.filter(person=zenobie).count()
    membership = Membership.objects.get(person=zenobie, group=cast.health)
    close_account(zenobie, by=zenobie)
    assert written and RevisionAuthor.objects.filter(person=zenobie).count() == written
    membership.refresh_from_db()
    assert membership.centre == cast.north and membership.ends_at is not None
    assert User.objects.get(pk=zenobie.pk).public_name == FORMER


def test_closing_says_what_it_does_then_says_goodbye(cast: Cast) -> None:
    client, other = confirmed(cast.member), entered(cast.member)
    assert client.get("/compte/fermer/").status_code == 200
    assert is_open(cast.member), "looking closes nothing"
    answer = client.post("/compte/fermer/", follow=True)
    assert "Votre compte est fermé" in answer.content.decode()
    assert not is_open(cast.member)
    assert other.get("/espace/").status_code == 302, "every other session has ended"


def test_who_is_signed_in_proves_who_they_are_before_closing(cast: Cast) -> None:
    answer = entered(cast.member).post("/compte/fermer/")
    assert answer.status_code == 302 and answer["Location"].startswith("/compte/confirmer/")
    assert is_open(cast.member)


def test_the_last_coordinator_is_told_whom_they_leave(cast: Cast) -> None:
    page = confirmed(cast.coordinator).get("/compte/fermer/").content.decode()
    assert "Santé" in page and "animation" in page


# -- Silence ------------------------------------------------------------------------------


def silent(person: User, days: int) -> User:
    User.objects.filter(pk=person.pk).update(last_login=timezone.now() - timedelta(days=days))
    return person


def only_silent(cast: Cast, days: int) -> User:
    User.objects.update(last_login=timezone.now())
    return silent(cast.account, days)


def is_open(person: User) -> bool:
    return User.objects.get(pk=person.pk).closed_at is None


def test_a_silent_account_is_warned_once_then_closed(cast: Cast) -> None:
    person, now = only_silent(cast, 705), timezone.now()
    assert [close_inactive(now), close_inactive(now)] == [1, 0]
    letter = Letter.objects.get(kind="people.inactivity")
    assert letter.address == person.email and "va être fermé" in letter.subject
    assert close_inactive(now + timedelta(days=31)) == 0 and is_open(person), "it never left"
    Letter.objects.filter(pk=letter.pk).update(state="sent", sent_at=now)
    assert close_inactive(now + timedelta(days=29)) == 0 and is_open(person)
    assert close_inactive(now + timedelta(days=31)) == 1 and not is_open(person)


def test_who_comes_back_keeps_their_account(cast: Cast) -> None:
    person, now = only_silent(cast, 705), timezone.now()
    close_inactive(now)
    User.objects.filter(pk=person.pk).update(last_login=now)
    assert close_inactive(now + timedelta(days=31)) == 0 and is_open(person)


def test_who_was_never_warned_is_not_closed(cast: Cast) -> None:
    person = only_silent(cast, 2000)
    close_inactive(timezone.now())
    assert is_open(person)


def test_superusers_and_the_demonstration_are_left_alone(cast: Cast) -> None:
    User.objects.update(last_login=timezone.now())
    silent(cast.superuser, 800)
    User.objects.filter(pk=silent(cast.account, 800).pk).update(is_demonstration=True)
    assert close_inactive(timezone.now()) == 0


def test_the_command_purges_and_can_be_run_again(cast: Cast) -> None:
    only_silent(cast, 705)
    call_command("purge_personal_data", verbosity=0)
    call_command("purge_personal_data", verbosity=0)
    assert Letter.objects.filter(kind="people.inactivity").count() == 1
