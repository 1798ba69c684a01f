"""A draft, replayed moment by moment."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from pycrdt import Doc

from contributions.actions.versions import name_version, restore
from contributions.actions.write import write
from contributions.models import ContributionPage
from cowriting.document.reading import root
from cowriting.history.timeline import last_before, moment_of, moments_of, words_at
from cowriting.models import Period, Update
from cowriting.record.compacting import compact
from cowriting.record.opening import open_room
from cowriting.record.saving import save_now
from people.models import User
from tests.cast import Cast, draft, fresh
from tests.pages.conftest import Seen

from .typing import begun, in_page, room_of, write_in_room

SignIn = Callable[[User | None], Client]

#: Yesterday, so that no hour of the test's own is cut in two.
_TEN = timezone.now().replace(hour=10, minute=5) - timedelta(days=1)


@pytest.fixture
def page(cast: Cast) -> ContributionPage:
    page = begun(cast)
    open_room(page, by=cast.member)
    Update.objects.update(at=_TEN - timedelta(hours=1))
    return fresh(page)


def type_at(page: ContributionPage, by: User, words: str, at: datetime) -> None:
    write_in_room(page, by, in_page("summary", words), at=at)


def three_hours(page: ContributionPage, cast: Cast) -> None:
    """Two people in the first hour, one in the next, one in another."""
    type_at(page, cast.member, " Un.", _TEN)
    type_at(page, cast.coordinator, " Deux.", _TEN + timedelta(minutes=20))
    type_at(page, cast.member, " Trois.", _TEN + timedelta(minutes=70))
    type_at(page, cast.coordinator, " Quatre.", _TEN + timedelta(hours=3))


def summaries(page: ContributionPage) -> list[str]:
    room = room_of(page)
    return [words_at(room, moment)["summary"] for moment in moments_of(room)]


def empty_summary(doc: Doc[Any]) -> None:
    root(doc, "page")["summary"].clear()


WRITTEN = [
    "Début.",
    "Début. Un. Deux.",
    "Début. Un. Deux. Trois.",
    "Début. Un. Deux. Trois. Quatre.",
]


def test_each_hour_of_writing_is_a_moment(page: ContributionPage, cast: Cast) -> None:
    three_hours(page, cast)
    assert summaries(page) == WRITTEN
    begun, first, second, third = moments_of(room_of(page))
    assert begun.begins and begun.people == []
    assert first.people == [cast.coordinator.pk, cast.member.pk]
    assert second.people == [cast.member.pk] and third.people == [cast.coordinator.pk]


def test_compaction_leaves_every_moment_at_its_address(page: ContributionPage, cast: Cast) -> None:
    three_hours(page, cast)
    before = moments_of(room_of(page))
    save_now(page.pk)
    assert compact(room_of(page).pk)
    cache.clear()
    after = moments_of(room_of(page))
    assert summaries(page) == WRITTEN
    assert [(m.last, m.people) for m in after] == [(m.last, m.people) for m in before]


def test_the_beginning_is_found_in_an_hour_that_was_merged_with_it(
    page: ContributionPage, cast: Cast
) -> None:
    Update.objects.update(at=_TEN)
    type_at(page, cast.member, " Un.", _TEN + timedelta(minutes=1))
    write_in_room(page, cast.coordinator, empty_summary, at=_TEN + timedelta(minutes=2))
    save_now(page.pk)
    compact(room_of(page).pk)
    assert Period.objects.count() == 1
    cache.clear()
    assert summaries(page) == ["Début.", ""]


def test_an_hour_that_became_part_of_a_day_is_found_in_it(
    page: ContributionPage, cast: Cast
) -> None:
    old = _TEN - timedelta(days=30)
    Update.objects.update(at=old)
    type_at(page, cast.member, " Un.", old + timedelta(hours=1))
    hour = moments_of(room_of(page))[-1].last
    type_at(page, cast.member, " Deux.", old + timedelta(hours=2))
    save_now(page.pk)
    compact(room_of(page).pk)
    cache.clear()
    moments = moments_of(room_of(page))
    found = moment_of(moments, hour)
    assert found is not None and words_at(room_of(page), found)["summary"] == "Début. Un. Deux."
    earlier = last_before(moments, hour)
    assert earlier is not None and words_at(room_of(page), earlier)["summary"] == "Début."


def test_what_was_saved_elsewhere_is_its_writer_s_moment(
    page: ContributionPage, cast: Cast
) -> None:
    write(page, by=cast.coordinator, summary="Début, et la suite.")
    open_room(page, by=cast.member)
    last = moments_of(room_of(page))[-1]
    assert last.people == [cast.coordinator.pk]
    assert words_at(room_of(page), last)["summary"] == "Début, et la suite."


def test_refused_words_are_in_no_moment(page: ContributionPage, cast: Cast) -> None:
    three_hours(page, cast)
    write_in_room(page, cast.other_member, in_page("summary", " Intrus."))
    assert summaries(page) == WRITTEN


def test_the_writing_before_an_older_version_was_taken_up_again_is_replayed_too(
    page: ContributionPage, cast: Cast
) -> None:
    version = name_version(page, by=cast.coordinator, label="avant")
    type_at(page, cast.member, " Un.", _TEN)
    save_now(page.pk)
    restore(fresh(page), by=cast.coordinator, version=version)
    write_in_room(page, cast.member, in_page("summary", " Autre."))
    cache.clear()
    said = summaries(page)
    assert said[0] == "Début." and "Début. Un." in said and said[-1] == "Début. Autre."


# -- Its pages ---------------------------------------------------------------------------


def address(page: ContributionPage, *rest: object) -> str:
    return "/".join([f"/contributions/{page.record.pk}/moments", *map(str, rest), ""])


def test_a_moment_shows_the_whole_text_and_what_had_just_changed(
    page: ContributionPage, cast: Cast, client_of: SignIn
) -> None:
    three_hours(page, cast)
    client = client_of(cast.member)
    moments = moments_of(room_of(page))
    seen = Seen(client.get(address(page, moments[1].last)))
    assert seen.status == 200
    assert "Début. ajouté : Un. Deux." in seen.words
    assert "Trois." not in seen.words and "Aller vers" in seen.words
    assert "Member" in seen.words and "Coordinator" in seen.words
    assert len(seen.all("ins")) == 1
    assert address(page, moments[0].last) in seen.links
    assert address(page, moments[2].last) in seen.links
    first = Seen(client.get(address(page, moments[0].last)))
    assert "Début." in first.words and not first.all("ins")


def test_the_range_leads_to_a_moment_without_a_script(
    page: ContributionPage, cast: Cast, client_of: SignIn
) -> None:
    three_hours(page, cast)
    client = client_of(cast.member)
    moments = moments_of(room_of(page))
    for place, found in (("1", 0), ("3", 2), ("0", 0), ("99", 3), ("9" * 40, 3)):
        answer = client.get(address(page), {"moment": place})
        assert answer["Location"] == address(page, moments[found].last)
    assert Seen(client.get(address(page), {"moment": "x"})).status == 200
    seen = Seen(client.get(address(page, moments[1].last)))
    assert [field.get("max") for field in seen.all("input") if field.get("type") == "range"] == [
        "4"
    ]


def test_a_moment_that_is_not_there_is_missing(
    page: ContributionPage, cast: Cast, client_of: SignIn
) -> None:
    client = client_of(cast.member)
    assert client.get(address(page, 999_999)).status_code == 404
    other = draft(cast, "Un autre texte")
    open_room(other, by=cast.member)
    assert client.get(address(page, moments_of(room_of(other))[0].last)).status_code == 404


def test_a_text_that_nobody_wrote_together_has_no_moment_yet(cast: Cast, client_of: SignIn) -> None:
    seen = Seen(client_of(cast.member).get(address(draft(cast))))
    assert seen.status == 200 and "n'a pas encore été écrit à plusieurs" in seen.words


@pytest.mark.parametrize(
    ("role", "status"),
    [("member", 200), ("coordinator", 200), ("superuser", 200), ("moderator", 404),
     ("network", 404), ("director", 404), ("partner", 404), ("other_member", 404),
     ("account", 404), ("gone", 404), (None, 302)],
)  # fmt: skip
def test_who_reads_the_draft_reads_its_moments(
    role: str | None, status: int, page: ContributionPage, cast: Cast, client_of: SignIn
) -> None:
    client = client_of(cast.people()[role] if role else None)
    last = moments_of(room_of(page))[0].last
    assert client.get(address(page)).status_code == status
    assert client.get(address(page, last)).status_code == status


def test_twenty_moments_cost_no_more_queries_than_two(cast: Cast, client_of: SignIn) -> None:
    def cost(hours: int, path: str) -> int:
        cache.clear()
        text = draft(cast, f"Un texte de {hours} heures")
        for hour in range(hours):
            by = cast.coordinator if hour % 2 else cast.member
            type_at(text, by, " Mot.", _TEN + timedelta(hours=hour))
        client = client_of(cast.member)
        where = address(text, moments_of(room_of(text))[1].last) if path else address(text)
        client.get(where)
        cache.clear()
        with CaptureQueriesContext(connection) as queries:
            assert client.get(where).status_code == 200
        return len(queries)

    assert cost(2, "") == cost(20, "")
    assert cost(2, "moment") == cost(20, "moment")
