"""A plain form that is sent twice, too late, or by somebody else."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.http import HttpResponse
from django.test import Client

from contributions.actions.open_review import open_review
from contributions.models import ContributionPage
from cowriting.models import ClientId, Room, SentPart, Update
from cowriting.plain.parts import present_words
from cowriting.record import kept
from cowriting.record.opening import open_room
from groups.actions.memberships import end_membership
from groups.models import Membership
from people.models import User
from tests.cast import Cast, draft, fresh
from tests.pages.conftest import Seen

from .plainly import address, block_of, filled, value_now
from .typing import in_slot, write_in_room

SignIn = Callable[[User | None], Client]


class Tab:
    """The form of one block, open in a member's browser."""

    def __init__(self, page: ContributionPage, client: Client) -> None:
        self.key = block_of(page, "finding")["id"]
        self.address, self.client = address(page, self.key), client
        self.fields = filled(client, self.address)

    def send(self, territory: str, by: Client | None = None) -> HttpResponse:
        sent = self.fields | {"territory": territory}
        return (by or self.client).post(self.address, sent)  # type: ignore[return-value]


@pytest.fixture
def page(cast: Cast) -> ContributionPage:
    return draft(cast)


@pytest.fixture
def tab(page: ContributionPage, cast: Cast, client_of: SignIn) -> Tab:
    return Tab(page, client_of(cast.member))


def remove(cast: Cast) -> None:
    end_membership(Membership.objects.get(person=cast.member, group=cast.health), by=cast.network)


# -- Sent again --------------------------------------------------------------------------


def test_a_form_sent_twice_is_written_once(
    page: ContributionPage, cast: Cast, client_of: SignIn
) -> None:
    client = client_of(cast.member)
    form = filled(client, address(page, "nouveau") + "?type=text&apres=texte")
    sent = form | {"text": "Une phrase."}
    first = client.post(address(page, "nouveau"), sent)
    again = client.post(address(page, "nouveau"), sent)
    assert first["Location"] == again["Location"]
    bodies = present_words(fresh(page))["body"]
    assert [b["value"] for b in bodies if b["type"] == "text"] == [{"text": "<p>Une phrase.</p>"}]
    assert SentPart.objects.count() == 1


def test_a_form_sent_again_with_more_words_writes_them(
    page: ContributionPage, cast: Cast, tab: Tab
) -> None:
    """One goes a step back in the browser, and finds one's form as it was sent."""
    tab.send("Nord")
    write_in_room(page, cast.coordinator, in_slot(tab.key, "source", "Insee"))
    assert tab.send("Nord et Sud").status_code == 302
    said = value_now(page, tab.key)
    assert (said["territory"], said["source"]) == ("Nord et Sud", "Insee")
    tab.send("Nord")
    assert value_now(page, tab.key)["territory"] == "Nord"
    assert SentPart.objects.count() == 1


def test_a_new_block_sent_again_with_more_words_is_one_block(
    page: ContributionPage, cast: Cast, client_of: SignIn
) -> None:
    client = client_of(cast.member)
    form = filled(client, address(page, "nouveau") + "?type=text&apres=texte")
    for words in ("Une phrase.", "Une phrase. Une autre."):
        client.post(address(page, "nouveau"), form | {"text": words})
    texts = [b["value"]["text"] for b in present_words(fresh(page))["body"] if b["type"] == "text"]
    assert texts == ["<p>Une phrase. Une autre.</p>"]


# -- Too late ----------------------------------------------------------------------------


def test_what_comes_after_the_writing_ended_is_given_back_and_kept(
    page: ContributionPage, cast: Cast, tab: Tab
) -> None:
    open_room(page, by=cast.member)
    open_review(page, by=cast.coordinator)
    seen = Seen(tab.send("Un territoire précieux"))
    assert seen.status == 409
    assert "Un territoire précieux" in seen.words
    assert f"/contributions/{page.record.pk}/mots-refuses/" in seen.links
    row = Update.objects.get(refused=True)
    assert row.person == cast.member and row.octets
    assert "précieux" not in str(present_words(fresh(page)))
    assert tab.send("Un territoire précieux").status_code == 409
    assert Update.objects.filter(refused=True).count() == 1


def test_without_a_room_a_late_form_is_given_back_in_the_page(
    page: ContributionPage, cast: Cast, tab: Tab
) -> None:
    open_review(page, by=cast.coordinator)
    seen = Seen(tab.send("Ouest"))
    assert seen.status == 409 and "Ouest" in seen.words
    assert not Room.objects.exists()


def test_beyond_what_is_kept_the_words_are_in_the_page_alone(
    page: ContributionPage, cast: Cast, tab: Tab, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(kept, "MOST_UPDATES", 0)
    open_room(page, by=cast.member)
    open_review(page, by=cast.coordinator)
    seen = Seen(tab.send("Trop de mots"))
    assert seen.status == 409 and "Trop de mots" in seen.words
    assert "Copiez ce que vous voulez garder" in seen.words
    assert not Update.objects.filter(refused=True).exists()
    assert not ClientId.objects.exists() and not SentPart.objects.exists()


# -- By somebody who may not -------------------------------------------------------------


def test_who_was_removed_while_typing_gets_the_words_back(
    page: ContributionPage, cast: Cast, tab: Tab
) -> None:
    open_room(page, by=cast.member)
    remove(cast)
    seen = Seen(tab.send("Des mots à moi"))
    assert seen.status == 409 and "Des mots à moi" in seen.words
    assert "Des mots" not in str(present_words(fresh(page)))
    assert tab.client.get(tab.address).status_code == 404


def test_who_was_removed_gets_words_back_that_no_form_would_take(
    page: ContributionPage, cast: Cast, client_of: SignIn
) -> None:
    where = address(page, block_of(page, "proposal")["id"])
    client = client_of(cast.member)
    sent = filled(client, where) | {"audiences": "Tous les habitants " * 12}
    remove(cast)
    seen = Seen(client.post(where, sent))
    assert seen.status == 409 and "Tous les habitants Tous" in seen.words
    assert page.title not in seen.words


def test_who_was_removed_reads_nothing_by_sending_a_form_again(
    page: ContributionPage, cast: Cast, tab: Tab
) -> None:
    """One that two people had written at once: what stands now was shown beside it."""
    write_in_room(page, cast.coordinator, in_slot(tab.key, "territory", "Lille"))
    assert "Lille" in Seen(tab.send("Roubaix")).words
    remove(cast)
    write_in_room(page, cast.coordinator, in_slot(tab.key, "territory", " Canari"))
    answer = tab.send("Roubaix")
    assert "Canari" not in answer.content.decode()
    assert tab.client.get(answer["Location"]).status_code == 404


def test_a_session_that_ended_keeps_the_words(page: ContributionPage, cast: Cast, tab: Tab) -> None:
    tab.client.logout()
    answer = tab.send("Gardé")
    assert answer.status_code == 401 and "Gardé" in answer.content.decode()
    tab.client.force_login(cast.member, backend="people.backends.DoorBackend")
    assert tab.send("Gardé").status_code == 302
    assert value_now(page, tab.key)["territory"] == "Gardé"


def test_another_account_does_not_send_a_form_that_is_not_its_own(
    page: ContributionPage, cast: Cast, tab: Tab, client_of: SignIn
) -> None:
    seen = Seen(tab.send("Sud", by=client_of(cast.coordinator)))
    assert seen.status == 409 and "Sud" in seen.words
    assert tab.send("Sud", by=client_of(cast.other_member)).status_code == 404
    tab.fields["seen"] = tab.fields["seen"][:-3] + "abc"
    assert tab.send("Sud").status_code == 409
    assert "Sud" not in str(present_words(fresh(page)))
