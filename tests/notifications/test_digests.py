"""One letter a day, at seven in the morning of whoever reads it, and never an empty one."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.core import mail
from django.core.mail import EmailMultiAlternatives
from django.db import connection
from django.test.utils import CaptureQueriesContext
from freezegun import freeze_time

from notifications.actions.prefer import prefer
from notifications.delivery import deliver_due
from notifications.digests import gather_digests
from notifications.enums import Cadence, LetterState
from notifications.kinds import Kind, Line, kinds
from notifications.models import Letter, Notice
from notifications.outbox import announce
from people.models import User
from tests.cast import Cast, draft

UTC = ZoneInfo("UTC")
#: A Thursday.
EVENING = datetime(2026, 11, 19, 20, 0, tzinfo=ZoneInfo("Europe/Paris"))


def gather(moment: datetime) -> int:
    with freeze_time(moment.astimezone(UTC)):
        return gather_digests(moment)


def tell(people: list[User], moment: datetime = EVENING, kind: str = "test.daily", **data: object) -> None:  # fmt: skip
    scope = data.pop("scope", None)
    with freeze_time(moment.astimezone(UTC)):
        announce(kind, people, scope=scope, data=data, at=moment)  # type: ignore[arg-type]


def send(moment: datetime) -> list[EmailMultiAlternatives]:
    with freeze_time(moment.astimezone(UTC)):
        deliver_due()
    return mail.outbox  # type: ignore[return-value]


def next_day(hour: int, minute: int = 0, zone: str = "Europe/Paris", days: int = 1) -> datetime:
    day = EVENING + timedelta(days=days)
    return datetime(day.year, day.month, day.day, hour, minute, tzinfo=ZoneInfo(zone))


@pytest.mark.parametrize(
    "zone", ["Europe/Paris", "Indian/Reunion", "America/Martinique", "Pacific/Noumea"]
)
def test_it_leaves_at_seven_where_its_reader_lives(cast: Cast, zone: str) -> None:
    User.objects.filter(pk=cast.member.pk).update(time_zone=zone)
    local = EVENING.astimezone(ZoneInfo(zone))
    seven = local.replace(hour=7, minute=0) + timedelta(days=local.hour >= 7)
    tell([cast.member])
    assert gather(seven - timedelta(minutes=1)) == 0
    assert gather(seven) == 1


def test_it_leaves_late_rather_than_not(cast: Cast) -> None:
    tell([cast.member])
    assert gather(next_day(23)) == 1


def test_there_is_one_a_day(cast: Cast) -> None:
    tell([cast.member])
    assert [gather(next_day(7)), gather(next_day(7))] == [1, 0]
    tell([cast.member], next_day(8))
    assert [gather(next_day(9)), gather(next_day(7, days=2))] == [0, 1]


def test_a_weekly_one_waits_for_monday(cast: Cast) -> None:
    tell([cast.member], kind="test.weekly")
    assert [gather(next_day(12, days=days)) for days in (1, 2, 3)] == [0, 0, 0]
    assert gather(next_day(7, days=4)) == 1


def test_both_rhythms_are_one_letter_on_monday(cast: Cast) -> None:
    tell([cast.member], kind="test.weekly")
    tell([cast.member], EVENING + timedelta(days=3))
    assert gather(next_day(7, days=4)) == 1
    assert Letter.objects.get().notices.count() == 2


def test_nobody_who_chose_none_or_has_read_everything_gets_one(cast: Cast) -> None:
    prefer(cast.member, Cadence.NONE)
    tell([cast.member, cast.coordinator])
    Notice.objects.filter(person=cast.coordinator).update(read_at=EVENING)
    assert gather(next_day(7)) == 0


def test_it_is_never_empty(cast: Cast) -> None:
    """What its reader may no longer know when it leaves is left out; all of it here."""
    tell([cast.member], hidden_from=[cast.member.pk])
    gather(next_day(7))
    assert send(next_day(7)) == []
    assert Letter.objects.get().state == LetterState.DROPPED


def test_it_holds_the_words_and_a_link_newest_first_by_page(cast: Cast) -> None:
    text = draft(cast)
    for number, scope in enumerate([cast.health, cast.mobility, cast.health]):
        tell([cast.member], EVENING + timedelta(minutes=number), scope=scope, about=text.title,
             title=f"Titre {number}", words=f"Les mots {number} ; tels quels.")  # fmt: skip
    gather(next_day(7))
    [letter] = send(next_day(7))
    assert letter.subject == "De concert\u202f: 3 nouvelles"
    places = [
        letter.body.index(words)
        for words in ("Santé", text.title, "Titre 2", "Les mots 2", "Titre 0", "Mobilités")
    ]
    assert places == sorted(places)
    assert "http://localhost:8000/espace/" in letter.body
    assert "tels quels" in str(letter.alternatives[0][0])
    assert "19 novembre 2026 à 20" in letter.body


def test_it_speaks_its_reader_s_language_and_hour(cast: Cast) -> None:
    User.objects.filter(pk=cast.member.pk).update(language="en", time_zone="Indian/Reunion")
    tell([cast.member])
    gather(next_day(7))
    [letter] = send(next_day(7))
    assert "http://localhost:8000/en/espace/" in letter.body
    assert "23:00" in letter.body


def test_a_line_that_breaks_does_not_silence_the_others(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(data: dict[str, Any], person: User) -> Line:
        raise KeyError("who")

    monkeypatch.setitem(kinds._kinds, "test.broken", Kind("test.broken", "Cassée", broken))
    tell([cast.member], kind="test.broken")
    tell([cast.member], title="Entier")
    gather(next_day(7))
    [letter] = send(next_day(7))
    assert letter.subject == "De concert\u202f: 1 nouvelle"
    assert "Entier" in letter.body


@pytest.mark.parametrize("zone", ["Europe/Atlantide", "../etc", "Europe"])
def test_a_zone_that_this_machine_does_not_know_keeps_nobody_else_s(
    cast: Cast, caplog: pytest.LogCaptureFixture, zone: str
) -> None:
    User.objects.filter(pk=cast.member.pk).update(time_zone=zone)
    tell([cast.member, cast.coordinator])
    assert gather(next_day(7)) == 1
    assert Letter.objects.get().person == cast.coordinator
    assert f"person {cast.member.pk}" in caplog.text


def test_lines_about_the_page_itself_come_first_under_its_title_once(cast: Cast) -> None:
    text, title = draft(cast), cast.health.title
    for minutes, about in enumerate([title, text.title]):
        tell([cast.member], EVENING + timedelta(minutes=minutes), scope=cast.health, about=about,
             title=f"Titre {minutes}")  # fmt: skip
    gather(next_day(7))
    [letter] = send(next_day(7))
    assert letter.body.count(title) == 1
    places = [letter.body.index(words) for words in (title, "Titre 0", text.title, "Titre 1")]
    assert places == sorted(places)


def test_two_machines_gather_once(cast: Cast) -> None:
    """The second finds the day's letter of the first, whatever it read before."""
    tell([cast.member])
    gather(next_day(7))
    Notice.objects.update(letter=None)
    assert gather(next_day(7)) == 0


def test_finding_who_is_due_is_one_query(cast: Cast) -> None:
    tell(list(cast.people().values()))
    with CaptureQueriesContext(connection) as queries:
        gather_digests(EVENING)
    assert len(queries) == 1
