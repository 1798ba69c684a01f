"""Words that came too late: their author and the coordination find them again."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client

from contributions.actions.open_review import open_review
from contributions.actions.recall import recall
from contributions.models import ContributionPage
from cowriting.models import Room, Update
from cowriting.plain.parts import present_words
from cowriting.record.opening import open_room
from people.models import User
from tests.cast import Cast, draft, fresh
from tests.pages.conftest import Seen

from .typing import in_page, late

SignIn = Callable[[User | None], Client]


@pytest.fixture
def page(cast: Cast) -> ContributionPage:
    """A text that left drafting while its member typed."""
    page = draft(cast)
    room = open_room(page, by=cast.member)
    open_review(page, by=cast.coordinator)
    late(Room.objects.get(pk=room.pk), cast.member, in_page("summary", " Des mots tardifs."))
    return fresh(page)


def address(page: ContributionPage) -> str:
    return f"/contributions/{page.record.pk}/mots-refuses/"


def key_of(page: ContributionPage) -> int:
    return Update.objects.filter(room__page=page, refused=True).earliest("pk").pk


@pytest.mark.parametrize("role", ["member", "coordinator"])
def test_their_author_and_the_coordination_read_them(
    role: str, page: ContributionPage, cast: Cast, client_of: SignIn
) -> None:
    seen = Seen(client_of(cast.people()[role]).get(address(page)))
    assert seen.status == 200
    assert "Des mots tardifs." in seen.words and "Member, " in seen.words
    assert "n'était plus en cours d'écriture" in seen.words
    assert "Remettre dans le texte" not in seen.words


def test_the_draft_leads_to_them(page: ContributionPage, cast: Cast, client_of: SignIn) -> None:
    seen = Seen(client_of(cast.member).get(f"/contributions/{page.record.pk}/texte/"))
    assert "1 écrit arrivé trop tard attend" in seen.words and address(page) in seen.links


def test_another_member_sees_that_nothing_waits_for_them(
    page: ContributionPage, cast: Cast, client_of: SignIn
) -> None:
    page.record.associated_groups.add(cast.mobility)
    seen = Seen(client_of(cast.other_member).get(address(page)))
    assert seen.status == 200 and "tardifs" not in seen.words
    posted = client_of(cast.other_member).post(address(page), {"aside": key_of(page)})
    assert posted.status_code == 404


def test_they_are_put_back_once_the_text_is_written_again(
    page: ContributionPage, cast: Cast, client_of: SignIn
) -> None:
    client = client_of(cast.coordinator)
    early = client.post(address(page), {"back": key_of(page)})
    assert early.status_code == 409 and "Des mots tardifs" in early.content.decode()
    recall(page, by=cast.coordinator)
    assert "Remettre dans le texte" in Seen(client.get(address(page))).words
    assert client.post(address(page), {"back": key_of(page)}).status_code == 302
    assert present_words(fresh(page))["summary"].endswith("Des mots tardifs.")
    assert fresh(page).get_latest_revision_as_object().summary.endswith("Des mots tardifs.")
    client.post(address(page), {"back": key_of(page)})
    assert present_words(fresh(page))["summary"].count("tardifs") == 1
    assert "Remis dans le texte" in Seen(client.get(address(page))).words


def test_they_are_set_aside_and_stay_readable(
    page: ContributionPage, cast: Cast, client_of: SignIn
) -> None:
    client = client_of(cast.member)
    assert client.post(address(page), {"aside": key_of(page)}).status_code == 302
    seen = Seen(client.get(address(page)))
    assert "Lu et laissé de côté" in seen.words and "Des mots tardifs" in seen.words
    assert "trop tard" not in Seen(client.get(f"/contributions/{page.record.pk}/texte/")).words


@pytest.mark.parametrize("sent", [{}, {"back": "x"}, {"aside": "9" * 30}, {"back": "999999"}])
def test_a_form_about_nothing_is_missing(
    sent: dict[str, str], page: ContributionPage, cast: Cast, client_of: SignIn
) -> None:
    assert client_of(cast.coordinator).post(address(page), sent).status_code == 404


@pytest.mark.parametrize(
    ("role", "status"),
    [("superuser", 404), ("moderator", 404), ("network", 404), ("director", 404),
     ("partner", 404), ("other_member", 404), ("account", 404), ("gone", 404), (None, 302)],
)  # fmt: skip
def test_all_others_find_nothing(
    role: str | None, status: int, page: ContributionPage, cast: Cast, client_of: SignIn
) -> None:
    client = client_of(cast.people()[role] if role else None)
    assert client.get(address(page)).status_code == status
