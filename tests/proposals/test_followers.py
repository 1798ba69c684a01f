"""Follow a proposal: by an account, by an address twice confirmed, and stop."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

import pytest
from django.core import signing
from django.db import IntegrityError, transaction
from django.http import Http404
from django.test import Client
from django.utils import timezone

from contributions.actions.mask import mask
from kit.personal_data import holdings
from notifications.delivery import deliver_due, message
from notifications.telling import words_of
from people.actions.close_account import close_account
from proposals.followers.actions.confirm import confirm
from proposals.followers.actions.follow import follow
from proposals.followers.letters import ASKED_A_DAY
from proposals.followers.links import TO_CONFIRM, stop_token_of, token_of
from proposals.models import Follower
from tests.cast import STATES, Cast, text_in
from tests.pages.conftest import Seen

from .following import (
    ANA,
    ClientOf,
    first,
    followed_by_ana,
    letters,
    path_in,
    send,
    unhurried,
)
from .test_projection import republish

__all__ = ["unhurried"]
pytestmark = pytest.mark.django_db


# -- By an account -----------------------------------------------------------------------


def test_a_button_follows_and_stops(cast: Cast, client_of: ClientOf) -> None:
    row, client = first(cast), client_of(cast.account)
    path = f"/propositions/{row.pk}/suivre/"
    assert "Suivre cette proposition" in Seen(client.get(f"/propositions/{row.pk}/")).words
    for _twice in range(2):
        client.post(path, {"set": "follow"})
    assert Follower.objects.get().person == cast.account
    assert "Ne plus suivre" in Seen(client.get(f"/propositions/{row.pk}/")).words
    for _twice in range(2):
        client.post(path, {"set": "stop"})
    assert not Follower.objects.exists()
    assert client.post(path, {}).status_code == 422


def test_followers_are_nobody_s_to_see(cast: Cast, client_of: ClientOf) -> None:
    row = first(cast)
    followed_by_ana(row), follow(row, by=cast.account)
    for person in (None, cast.member, cast.coordinator, cast.superuser):
        html = client_of(person).get(f"/propositions/{row.pk}/").content.decode()
        assert ANA not in html and cast.account.email not in html


# -- By an address -----------------------------------------------------------------------


def test_an_address_is_confirmed_by_a_button_and_not_by_reading(cast: Cast, client: Client) -> None:
    row = first(cast)
    assert send(client, row).status_code == 302
    [letter] = letters("proposals.follow_confirm")
    assert letter.address == ANA and row.title.strip() not in letter.text
    path = path_in(letter)
    client.get(path), client.head(path)
    assert Follower.objects.get().confirmed_at is None, "machines follow links"
    assert "Vous suivez cette proposition" in Seen(client.post(path)).words
    once = Follower.objects.get().confirmed_at
    assert once is not None
    client.post(path)
    assert Follower.objects.get().confirmed_at == once


def test_every_address_gets_the_same_answer(cast: Cast, client: Client) -> None:
    """Whether it follows already, waits, or has an account here is its reader's business."""
    row = first(cast)
    followed_by_ana(row)
    follow(row, email="attend@ailleurs.org")

    def answer(email: str) -> str:
        send(client, row, email=email)
        words = Seen(client.get(f"/propositions/{row.pk}/")).words
        return re.sub(r"Si \S+ ne", "Si … ne", re.search(r"Si \S+ ne suit[^.]*\.", words)[0])  # type: ignore[index]

    known = ("attend@ailleurs.org", "neuve@ailleurs.org", cast.account.email)
    assert {answer(email) for email in (ANA, *known)} == {answer(ANA)}


def test_asking_again_writes_once_a_day_and_never_to_who_follows(cast: Cast) -> None:
    row, now = first(cast), timezone.now()
    for hours in (0, 0, 1):
        follow(row, email="ANA@ailleurs.org ", at=now.replace(hour=8) + timedelta(hours=hours))
    assert len(letters("proposals.follow_confirm")) == 1
    follow(row, email=ANA, at=now + timedelta(days=5))
    assert len(letters("proposals.follow_confirm")) == 2
    confirm(Follower.objects.get())
    follow(row, email=ANA, at=now + timedelta(days=9))
    assert len(letters("proposals.follow_confirm")) == 2


def test_nobody_is_written_to_over_and_over_by_whoever_types_their_address(
    cast: Cast, client: Client
) -> None:
    rows = [row for title in ("Un", "Deux", "Trois") for row in text_in(cast, "published", title).proposals.all()]  # fmt: skip
    for row in rows:
        assert send(client, row).status_code == 302, "the same answer, whatever leaves"
    assert len(letters("proposals.follow_confirm")) == ASKED_A_DAY < len(rows)
    follow(rows[0], email="leo@ailleurs.org")
    assert len(letters("proposals.follow_confirm")) == ASKED_A_DAY + 1
    follow(rows[-1], email=ANA, at=timezone.now() + timedelta(days=2))
    assert len(letters("proposals.follow_confirm")) == ASKED_A_DAY + 2


def test_a_mask_hides_the_title_that_a_letter_to_confirm_quotes(cast: Cast) -> None:
    text = text_in(cast, "published", "Le cas de Madame Zyzomys")
    follow(text.proposals.all()[0], email=ANA)
    mask(text, by=cast.moderator, words="Madame Zyzomys", reason="Un nom.")
    [letter] = letters("proposals.follow_confirm")
    assert "Zyzomys" not in letter.text + letter.html + letter.subject


@pytest.mark.parametrize("words", [{"email": ""}, {"email": "rien"}, {"website": "http://x"}])
def test_what_is_wrong_is_said_and_kept(cast: Cast, client: Client, words: dict[str, str]) -> None:
    answer = send(client, first(cast), **words)
    assert answer.status_code == 422
    assert not Follower.objects.exists() and not letters("proposals.follow_confirm")


def test_a_link_that_is_over_altered_or_forgotten_is_missing(cast: Cast, client: Client, monkeypatch: pytest.MonkeyPatch) -> None:  # fmt: skip
    row = first(cast)
    follow(row, email=ANA)
    made = Follower.objects.get()
    good = token_of(made)
    assert client.get(f"/propositions/suivi/{good}/").status_code == 200
    for bad in (f"{good}x", good[1:], "n-importe-quoi", stop_token_of([made])):
        assert client.get(f"/propositions/suivi/{bad}/").status_code == 404
        assert client.post(f"/propositions/suivi/{bad}/").status_code == 404
    soon = signing.time.time() + TO_CONFIRM.total_seconds() + 60
    monkeypatch.setattr(signing.time, "time", lambda: soon)
    assert client.post(f"/propositions/suivi/{good}/").status_code == 404
    monkeypatch.undo()
    made.delete()
    assert client.post(f"/propositions/suivi/{good}/").status_code == 404


@pytest.mark.parametrize("state", STATES)
def test_only_what_the_public_reads_is_followed(cast: Cast, client: Client, state: str) -> None:
    rows = list(text_in(cast, state).proposals.all())
    public = state in ("published", "new_edition", "replaced")
    assert bool(rows) is (public or state == "withdrawn")
    for row in rows[:1]:
        status = client.get(f"/propositions/{row.pk}/suivre/").status_code
        assert status == (200 if public else 302), "a withdrawn one leads to its reason"
        if not public:
            with pytest.raises(Http404):
                follow(row, by=cast.account)


def test_the_database_keeps_one_row_a_follower(cast: Cast) -> None:
    row = first(cast)
    followed_by_ana(row)
    with pytest.raises(IntegrityError), transaction.atomic():
        Follower.objects.create(proposal=row, email=ANA)
    with pytest.raises(IntegrityError), transaction.atomic():
        Follower.objects.create(proposal=row)


# -- Stop --------------------------------------------------------------------------------


def test_each_letter_stops_in_one_click(cast: Cast) -> None:
    text = text_in(cast, "published")
    for row in text.proposals.all():
        followed_by_ana(row)
    republish(cast, text, lambda raw: raw)
    [letter] = letters()
    words = words_of(letter)
    assert words is not None
    sent = message(letter, words)
    stop = path_in(letter, "fin/")
    assert sent.extra_headers["List-Unsubscribe"].endswith(f"{stop}>")
    assert sent.extra_headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    machine = Client(enforce_csrf_checks=True)
    assert machine.get(stop).status_code == 200
    assert Follower.objects.count() == 2, "reading stops nothing"
    for _twice in range(2):
        answer = machine.post(stop, {"List-Unsubscribe": "One-Click"})
        assert answer.status_code == 200 and "C'est fait" in Seen(answer).words
    assert not Follower.objects.exists()
    assert machine.post(f"{stop[:-6]}x/fin/").status_code == 404


def test_letters_leave(cast: Cast, mailoutbox: list[Any]) -> None:
    row = first(cast)
    follow(row, email=ANA)
    deliver_due(1)
    assert [mail.to for mail in mailoutbox] == [[ANA]]


# -- What is held ------------------------------------------------------------------------


def test_what_nobody_confirms_is_forgotten_after_seven_days(cast: Cast) -> None:
    row, now = first(cast), timezone.now()
    holding = next(one for one in holdings if one.name == "proposals.followers")
    follow(row, email=ANA, at=now - timedelta(days=8))
    follow(row, email="leo@ailleurs.org", at=now - timedelta(days=6))
    old = followed_by_ana(row, "eva@ailleurs.org")
    Follower.objects.filter(pk=old.pk).update(asked_at=now - timedelta(days=400))
    assert (holding.purge(now), holding.purge(now)) == (1, 0)
    kept = set(Follower.objects.values_list("email", flat=True))
    assert kept == {"leo@ailleurs.org", "eva@ailleurs.org"}


def test_a_closed_account_follows_nothing_by_itself_or_its_address(cast: Cast) -> None:
    row = first(cast)
    follow(row, by=cast.account)
    followed_by_ana(row, cast.account.email)
    holding = next(one for one in holdings if one.name == "proposals.followers")
    assert len(list(holding.collect(cast.account))) == 2
    close_account(cast.account, by=cast.account)
    assert not Follower.objects.exists()
