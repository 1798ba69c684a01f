"""What the public says of a text: closed by default, confirmed, read first, hidden with a
reason."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.core import signing
from django.db import connection
from django.http import Http404
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from contributions.actions.base import NotNow
from discussion.actions.confirm_reaction import confirm_reaction
from discussion.actions.decide_reaction import hide_reaction, publish_reaction
from discussion.actions.react import react
from discussion.actions.set_reactions import set_reactions
from discussion.enums import ReactionState
from discussion.models import Reaction
from discussion.reactions import personal_data, rules
from discussion.reactions.links import token_of
from kit.access import Answer, Refused
from kit.personal_data import FORMER
from notifications.models import Notice
from people.actions.close_account import close_account
from people.models import User
from tests.cast import STATES, Cast, fresh, text_in
from tests.contributions.test_rules import MARKS
from tests.pages.conftest import Seen

from .reacting import (
    LONG,
    ROLES,
    VISITOR,
    held,
    letters_to,
    of,
    opened,
    path_in,
    said,
    send,
    unhurried,
)

__all__ = ["unhurried"]
pytestmark = pytest.mark.django_db
ClientOf = Callable[[User | None], Client]
#: Hide a public reaction: permissions.md.
DECIDES = dict(zip(ROLES, "L33✓3✓333333✓", strict=True))


def address(page: object, more: str = "") -> str:
    return f"/contributions/{page.record.pk}/reactions/{more}"  # type: ignore[attr-defined]


# -- Who ---------------------------------------------------------------------------------


def test_who_publishes_and_hides_is_the_matrix(cast: Cast) -> None:
    waiting = held(opened(cast))
    answers = {role: MARKS[rules.verdict_on_deciding(of(cast, role), waiting).answer] for role in ROLES}  # fmt: skip
    assert answers == DECIDES
    twins = {role: bool(rules.waiting_for(of(cast, role)).count()) for role in ROLES}
    assert twins == {role: mark == "✓" for role, mark in DECIDES.items()}


def test_a_reaction_that_does_not_exist_is_refused_like_one_that_does(cast: Cast) -> None:
    for role in ROLES:
        missing = MARKS[rules.verdict_on_deciding(of(cast, role), None).answer]
        assert missing == {"✓": "4" if role != "coordinator" else "3"}.get(
            DECIDES[role], DECIDES[role]
        ), role


@pytest.mark.parametrize("state", STATES)
def test_only_a_published_text_is_opened_to_reactions(cast: Cast, state: str) -> None:
    page = text_in(cast, state)
    public = state in ("published", "new_edition", "replaced")
    for role in ("coordinator", "moderator"):
        assert bool(rules.verdict_on_setting(of(cast, role), page)) is public, role
    for role in ("member", "network", "director", "other_coordinator", "account", "anonymous"):
        assert not rules.verdict_on_setting(of(cast, role), page), role
    hidden = rules.verdict_on_setting(of(cast, "other_member"), page).answer
    assert hidden is (Answer.FORBIDDEN if public or state == "withdrawn" else Answer.MISSING)


def test_everyone_reacts_where_it_is_open_and_nobody_elsewhere(
    cast: Cast, client_of: ClientOf
) -> None:
    page = text_in(cast, "published")
    for role in ROLES:
        user = of(cast, role)
        assert client_of(user if user.is_authenticated else None).get(address(page)).status_code == 404  # type: ignore[arg-type]  # fmt: skip
    set_reactions(page, by=cast.moderator, is_open=True)
    for role in ROLES:
        assert rules.verdict_on_reacting(of(cast, role), fresh(page)), role


def test_nobody_decides_of_their_own_reaction(cast: Cast) -> None:
    mine = react(opened(cast), words="Bien vu.", by=cast.coordinator)
    with pytest.raises(Refused):
        hide_reaction(mine, by=cast.coordinator, reason="Retirée.")
    hide_reaction(mine, by=cast.moderator, reason="Hors sujet.")


def test_who_decides_finds_the_way_under_each_reaction(cast: Cast, client_of: ClientOf) -> None:
    page = opened(cast)
    row = react(page, words="Bien vu.", by=cast.coordinator)
    link = f'href="/moderation/reactions/{row.pk}/"'
    shown = {
        name: link in client_of(getattr(cast, name, None)).get(page.url).content.decode()
        for name in ("", "member", "coordinator", "moderator", "network", "other_coordinator")
    }
    assert [name for name, found in shown.items() if found] == ["moderator"], "and never the author"


# -- What is shown -----------------------------------------------------------------------


def test_a_closed_text_shows_not_one_byte(cast: Cast, client: Client) -> None:
    page = opened(cast)
    react(page, words="Mots de zyzomys.", by=cast.member)
    set_reactions(page, by=cast.coordinator, is_open=False)
    seen = client.get(page.url).content.decode()
    assert "zyzomys" not in seen and "reactions" not in seen and "réaction" not in seen


def test_an_account_s_reaction_appears_at_once_with_name_and_centre(
    cast: Cast, client_of: ClientOf, unhurried: None
) -> None:
    page = opened(cast)
    answer = send(client_of(cast.member), address(page), words="Nous le voyons à Lille.")
    [row] = Reaction.objects.all()
    assert answer.status_code == 302 and answer["Location"].endswith(f"#reaction-{row.pk}")
    assert (row.user_name, row.user_email, row.ip_address) == ("", "", None)
    words = Seen(client_of(None).get(page.url)).words
    assert "Nous le voyons à Lille." in words
    assert cast.member.display_name in words and "Centre Nord" in words


@pytest.mark.parametrize("state", ["unconfirmed", "held", "hidden"])
def test_what_is_not_public_is_found_nowhere(cast: Cast, client_of: ClientOf, state: str) -> None:
    page = opened(cast)
    row = said(page, "Mots de zyzomys", name="Zyzomys Passant", email="zyzomys@example.net")
    if state != "unconfirmed":
        confirm_reaction(row)
    if state == "hidden":
        hide_reaction(row, by=cast.moderator, reason="Le motif zyzomys.")
    places = [
        page.url, address(page), "/", "/contributions/", "/recherche/?q=permanences", "/sitemap.xml",
        f"/contributions/{page.record.pk}/versions/1/", f"/en{page.url}",
        "/signaler/", f"/api/v2/pages/{page.pk}/", cast.health.url,
    ]  # fmt: skip
    for who in (None, cast.account, cast.member, cast.other_coordinator):
        for place in places:
            response = client_of(who).get(place, follow=True)
            assert "zyzomys" not in response.content.decode().lower(), (who, place)
    for who in (cast.member, cast.other_coordinator, cast.account):
        client = client_of(who)
        assert client.get(f"/moderation/reactions/{row.pk}/").status_code == 403
        assert "zyzomys" not in client.get("/espace/nouvelles/").content.decode().lower()


def test_an_address_is_never_shown(cast: Cast, client_of: ClientOf) -> None:
    page = opened(cast)
    publish_reaction(held(page), by=cast.moderator)
    assert "Passant" in client_of(None).get(page.url).content.decode()
    for who, place in ((None, page.url), (cast.moderator, f"/moderation/reactions/{Reaction.objects.get().pk}/")):  # fmt: skip
        assert VISITOR["email"] not in client_of(who).get(place).content.decode()


def test_twenty_reactions_cost_what_two_do_and_a_closed_text_no_query(
    cast: Cast, client: Client
) -> None:
    page = text_in(cast, "published")

    def cost() -> int:
        client.get(page.url)
        with CaptureQueriesContext(connection) as queries:
            assert client.get(page.url).status_code == 200
        return sum('FROM "discussion_' in query["sql"] for query in queries)

    assert cost() == 0
    set_reactions(page, by=cast.coordinator, is_open=True)
    for number in range(2):
        react(page, words=f"Mot {number}", by=cast.member)
    few = cost()
    for number in range(20):
        react(page, words=f"Autre mot {number}", by=cast.other_member)
    assert cost() == few == 2
    words = Seen(client.get(page.url)).words
    assert "Autre mot 19" in words and "Mot 0" not in words
    assert "Mot 0" in Seen(client.get(f"{page.url}?page=2")).words


# -- A visitor ---------------------------------------------------------------------------


def test_a_visitor_writes_confirms_and_is_published(
    cast: Cast, client_of: ClientOf, unhurried: None
) -> None:
    page = opened(cast)
    visitor = client_of(None)
    answer = send(visitor, address(page), words="Chez nous aussi zyzomys.", **VISITOR)
    assert answer.status_code == 302 and answer["Location"] == page.url
    assert VISITOR["email"] in visitor.get(page.url).content.decode(), "said once, to its author"
    assert VISITOR["email"] not in visitor.get(page.url).content.decode()
    [row] = Reaction.objects.all()
    assert row.state == ReactionState.UNCONFIRMED and not row.is_public

    [letter] = letters_to(VISITOR["email"])
    assert "zyzomys" not in letter.text and "Passant" not in letter.html
    link = path_in(letter, "reactions/")
    assert "zyzomys" in visitor.get(link).content.decode()
    row.refresh_from_db()
    assert row.state == ReactionState.UNCONFIRMED, "machines follow links"
    visitor.post(link), visitor.post(link)
    row.refresh_from_db()
    assert row.state == ReactionState.HELD
    told = Notice.objects.filter(kind="discussion.reaction_held")
    assert {notice.person for notice in told} == {
        cast.coordinator, cast.moderator, cast.moderator_two,
    }  # fmt: skip

    client = client_of(cast.coordinator)
    assert "zyzomys" in client.get(f"/moderation/reactions/{row.pk}/").content.decode()
    client.post(f"/moderation/reactions/{row.pk}/", {"publish": "1"})
    assert "zyzomys" in visitor.get(page.url).content.decode()
    _ask, published = letters_to(VISITOR["email"])
    assert "zyzomys" in published.text and f"#reaction-{row.pk}" in published.text


def test_a_link_is_over_after_three_days_and_cannot_be_made_up(
    cast: Cast, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    row = said(opened(cast))
    token = token_of(row)
    assert client.get(f"/reactions/{token}x/").status_code == 404
    assert client.get(f"/reactions/{signing.dumps(row.pk)}/").status_code == 404, "another salt"
    real = signing.time.time  # type: ignore[attr-defined]
    monkeypatch.setattr(signing.time, "time", lambda: real() + 3 * 86_400 + 60)  # type: ignore[attr-defined]
    assert client.get(f"/reactions/{token}/").status_code == 404


def test_a_text_that_was_closed_confirms_nothing(cast: Cast, client: Client) -> None:
    page = opened(cast)
    row = said(page)
    set_reactions(page, by=cast.coordinator, is_open=False)
    assert client.get(f"/reactions/{token_of(row)}/").status_code == 200
    assert client.post(f"/reactions/{token_of(row)}/").status_code == 404
    row.refresh_from_db()
    assert row.state == ReactionState.UNCONFIRMED


def test_the_same_words_sent_twice_are_one_reaction_and_one_letter(cast: Cast) -> None:
    page = opened(cast)
    assert said(page) == said(page)
    assert len(letters_to(VISITOR["email"])) == 1
    assert said(page, "Autre chose.") != said(page)


@pytest.mark.parametrize(
    ("wrong", "status"),
    [
        ({"words": ""}, 422), ({"email": "rien"}, 422), ({"email": LONG}, 422), ({"name": ""}, 422),
        ({"words": "a" * 2_001}, 422), ({"website": "http://spam"}, 422), ({"shown": "x"}, 422),
    ],
)  # fmt: skip
def test_a_wrong_form_keeps_its_words_and_writes_nothing(
    cast: Cast, client: Client, unhurried: None, wrong: dict[str, str], status: int
) -> None:
    page = opened(cast)
    typed = {"words": "Des mots gardés.", **VISITOR, **wrong}
    answer = send(client, address(page), **typed)
    assert answer.status_code == status
    assert typed["words"] in answer.content.decode()
    assert not Reaction.objects.exists() and not letters_to(VISITOR["email"])


def test_a_form_sent_at_once_is_asked_again(cast: Cast, client: Client) -> None:
    page = opened(cast)
    answer = send(client, address(page), words="Trop vite.", **VISITOR)
    assert answer.status_code == 422 and "Trop vite." in answer.content.decode()


# -- Decisions ---------------------------------------------------------------------------


def test_hiding_needs_a_reason_that_the_author_receives(cast: Cast, client: Client) -> None:
    page = opened(cast)
    row = held(page)
    with pytest.raises(Refused):
        hide_reaction(row, by=cast.moderator, reason="  ")
    hide_reaction(row, by=cast.moderator, reason="Une personne y est nommée.")
    letter = letters_to(VISITOR["email"])[-1]
    assert "Une personne y est nommée." in letter.text and "Chez nous aussi." in letter.text
    assert client.get(path_in(letter, "signaler/contester/")).status_code == 200
    with pytest.raises(NotNow):
        hide_reaction(row, by=cast.moderator_two, reason="Encore.")
    assert Reaction.objects.filter(pk=row.pk).exists(), "hidden, never deleted"


def test_a_form_without_its_button_publishes_nothing_and_keeps_its_reason(
    cast: Cast, client_of: ClientOf
) -> None:
    row = held(opened(cast))
    for typed in ({}, {"reason": "Mots gardés."}):
        sent = client_of(cast.moderator).post(f"/moderation/reactions/{row.pk}/", typed)
        assert sent.status_code == 422
        assert typed.get("reason", "") in sent.content.decode()
    row.refresh_from_db()
    assert row.state == ReactionState.HELD


def test_an_account_reads_why_in_its_news(cast: Cast, client_of: ClientOf) -> None:
    row = react(opened(cast), words="Mes mots.", by=cast.other_member)
    hide_reaction(row, by=cast.coordinator, reason="Le nom d'une habitante.")
    news = client_of(cast.other_member).get("/espace/nouvelles/").content.decode()
    assert "Le nom d&#x27;une habitante." in news and "Mes mots." in news


def test_every_decision_stays(cast: Cast) -> None:
    row = held(opened(cast))
    publish_reaction(row, by=cast.coordinator)
    hide_reaction(row, by=cast.moderator, reason="Finalement non.")
    publish_reaction(row, by=cast.moderator_two, reason="Si.")
    told = [(one.state, one.by, one.reason) for one in row.decisions.all()]
    assert told == [
        ("public", cast.coordinator, ""), ("hidden", cast.moderator, "Finalement non."),
        ("public", cast.moderator_two, "Si."),
    ]  # fmt: skip


def test_what_nobody_confirmed_is_decided_by_nobody(cast: Cast) -> None:
    row = said(opened(cast))
    with pytest.raises(Http404):
        publish_reaction(row, by=cast.moderator)


# -- Persons -----------------------------------------------------------------------------


def test_what_lasted_its_time_is_purged(cast: Cast) -> None:
    page, now = opened(cast), timezone.now()
    forgotten = said(page, "Jamais confirmée", at=now - timedelta(days=8))
    recent = said(page, "D'hier", at=now - timedelta(days=1))
    old = publish_reaction(held(page, "Ancienne"), by=cast.moderator, at=now - timedelta(days=366))
    personal_data._purge(now)
    assert set(Reaction.objects.all()) == {recent, old}
    assert not Reaction.objects.filter(pk=forgotten.pk).exists()
    kept = Reaction.objects.get(pk=old.pk)
    assert (kept.user_email, kept.user_name) == ("", "Passant")
    assert Reaction.objects.get(pk=recent.pk).user_email


def test_a_visitor_whom_nobody_answered_is_forgotten_after_a_year(cast: Cast) -> None:
    page, now = opened(cast), timezone.now()
    rows = {
        days: held(page, f"Il y a {days} jours", at=now - timedelta(days=days))
        for days in (366, 364)
    }
    Reaction.objects.filter(pk=rows[366].pk).update(confirmed_at=now - timedelta(days=366))
    assert personal_data._purge(now) == 1
    assert personal_data._purge(now) == 0
    known = {"Il y a 366 jours": "", "Il y a 364 jours": "passant@example.net"}
    assert dict(Reaction.objects.values_list("comment", "user_email")) == known
    assert not Reaction.objects.filter(user_email="", user_name="Passant").exists()


def test_a_closed_account_leaves_its_words_without_its_name(cast: Cast, client: Client) -> None:
    page = opened(cast)
    react(page, words="Sous mon compte.", by=cast.member)
    publish_reaction(
        held(page, name="Un nom de passage", email=cast.member.email), by=cast.moderator
    )
    close_account(cast.member, by=cast.member)
    words = Seen(client.get(page.url)).words
    assert "Sous mon compte." in words and FORMER in words and "Un nom de passage" not in words
