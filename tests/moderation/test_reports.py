"""Anyone reports, gets a number, a decision with its reasons, and may contest it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.core.cache import caches
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from contributions.actions.base import NotNow
from discussion.actions.react import react
from discussion.enums import ReactionState
from kit.access import Refused
from moderation.actions.contest import contest
from moderation.actions.decide_report import decide_report
from moderation.models import Report
from moderation.models.reports import Outcome, Side
from moderation.reports import personal_data
from moderation.reports.rules import (
    reports_for,
    verdict_on_handling,
)
from moderation.reports.selectors import waiting_challenges, waiting_reactions, waiting_reports
from notifications.models import Notice
from people.actions.close_account import close_account
from people.models import User
from tests.cast import Cast, text_in
from tests.contributions.test_rules import MARKS
from tests.discussion.reacting import (
    LONG,
    ROLES,
    held,
    letters_to,
    of,
    opened,
    path_in,
    send,
    unhurried,
)

from .reporting import HANDLES, TYPED, WHO, reported, reported_reaction

__all__ = ["unhurried"]
pytestmark = pytest.mark.django_db
ClientOf = Callable[[User | None], Client]


# -- Who ---------------------------------------------------------------------------------


def test_who_handles_a_report_is_the_matrix(cast: Cast) -> None:
    made = reported(text_in(cast, "published").url)
    answers = {role: MARKS[verdict_on_handling(of(cast, role), made).answer] for role in ROLES}
    assert answers == HANDLES
    twins = {role: reports_for(of(cast, role)).exists() for role in ROLES}
    assert twins == {role: mark == "✓" for role, mark in HANDLES.items()}


def test_a_report_that_does_not_exist_is_refused_like_one_that_does(
    cast: Cast, client_of: ClientOf
) -> None:
    made = reported(text_in(cast, "published").url)
    for role in ROLES:
        client = client_of(None if role == "anonymous" else of(cast, role))
        one = client.get(f"/moderation/signalements/{made.pk}/").status_code
        none = client.get("/moderation/signalements/999999/").status_code
        if HANDLES[role] == "✓":
            assert (one, none) == (200, 403 if role == "coordinator" else 404), role
        else:
            assert one == none == (302 if role == "anonymous" else 403), role


def test_a_group_s_page_is_its_coordinators_and_the_home_page_the_moderation_s(cast: Cast) -> None:
    of_group, of_home = reported(cast.mobility.url), reported("/")
    for role, group, home in (
        ("other_coordinator", True, False), ("coordinator", False, False), ("moderator", True, True)
    ):  # fmt: skip
        user = of(cast, role)
        assert bool(verdict_on_handling(user, of_group)) is group, role
        assert bool(verdict_on_handling(user, of_home)) is home, role
        assert set(reports_for(user)) == {
            one for one, may in ((of_group, group), (of_home, home)) if may
        }  # fmt: skip


def test_nobody_decides_of_what_concerns_them(cast: Cast) -> None:
    page = opened(cast)
    own = reported(page.url, by=cast.moderator)
    written = react(page, words="Mon avis.", by=cast.coordinator)
    of_own_words = reported(f"{page.url}#{written.anchor}")
    assert not verdict_on_handling(of(cast, "moderator"), own)
    assert not verdict_on_handling(of(cast, "coordinator"), of_own_words)
    assert own not in reports_for(of(cast, "moderator"))
    assert of_own_words not in reports_for(of(cast, "coordinator"))


def test_a_report_tells_a_plain_account_nothing_of_its_own_words(cast: Cast) -> None:
    page = opened(cast)
    written = react(page, words="Mon avis.", by=cast.account)
    made = reported(f"{page.url}#{written.anchor}")
    own, none = (verdict_on_handling(of(cast, "account"), one) for one in (made, None))
    assert own == none


# -- The form ----------------------------------------------------------------------------


def test_every_public_page_leads_to_the_form_and_names_itself(
    cast: Cast, client_of: ClientOf
) -> None:
    page = text_in(cast, "published")
    for path in ("/", page.url, "/propositions/", "/centres/nord/", cast.health.url):
        assert f'href="/signaler/?adresse={path}"' in client_of(None).get(path).content.decode()
    private = client_of(cast.member).get(f"/contributions/{page.record.pk}/suivi/")
    assert 'href="/signaler/"' in private.content.decode(), "a private address goes nowhere"
    missing = client_of(None).get(f"{cast.health.url}rien/")
    assert 'href="/signaler/"' in missing.content.decode(), "an error repeats no address"


def test_a_visitor_reports_and_follows(cast: Cast, client_of: ClientOf, unhurried: None) -> None:
    page = text_in(cast, "published")
    visitor = client_of(None)
    answer = send(visitor, "/signaler/?adresse=" + page.url, address=page.url, quote="une voisine", **TYPED)  # fmt: skip
    [made] = Report.objects.all()
    assert (made.record, made.title, made.quote) == (page.record, page.title, "une voisine")
    [letter] = letters_to(WHO["email"])
    assert f"n° {made.pk}" in letter.subject.replace("\xa0", " ")
    assert "voisine" not in letter.text and "Zyzomys" not in letter.html
    followed = visitor.get(answer["Location"])
    assert followed.status_code == 200 and "Ma voisine" in followed.content.decode()
    assert path_in(letter, "signaler/suivi/") == answer["Location"]
    assert followed["Cache-Control"] == "private, no-store"
    told = Notice.objects.filter(kind="moderation.report_received")
    assert {notice.person for notice in told} == {
        cast.coordinator, cast.moderator, cast.moderator_two,
    }  # fmt: skip


@pytest.mark.parametrize(
    "wrong",
    [
        {"address": "/admin/"}, {"address": "/contributions/12345/"}, {"reason": ""},
        {"words": ""}, {"name": ""}, {"email": ""}, {"email": LONG}, {"good_faith": ""}, {"website": "x"},
    ],
)  # fmt: skip
def test_a_wrong_form_keeps_its_words_and_writes_nothing(
    cast: Cast, client: Client, unhurried: None, wrong: dict[str, str]
) -> None:
    typed = {"address": "/", "quote": "Passage gardé", **TYPED, **wrong}
    answer = send(client, "/signaler/", **typed)
    assert answer.status_code == 422 and "Passage gardé" in answer.content.decode()
    assert not Report.objects.exists() and not letters_to(WHO["email"])


def test_what_is_private_gets_the_answer_of_what_does_not_exist(
    cast: Cast, client: Client, unhurried: None
) -> None:
    page = text_in(cast, "drafting")
    number, none = page.record.pk, page.record.pk + 1
    answers = [
        send(client, "/signaler/", **TYPED, address=address).content.decode()
        for address in (f"/contributions/{number}/", f"/contributions/{none}/")
    ]
    one, other = (words.partition('id="id_address_error"')[2][:300] for words in answers)
    assert one and one.partition("</ul>")[0] == other.partition("</ul>")[0]
    assert page.title not in answers[0]


def test_the_same_report_sent_twice_is_one(cast: Cast) -> None:
    page = text_in(cast, "published")
    assert reported(page.url) == reported(page.url)
    assert len(letters_to(WHO["email"])) == 1


def test_an_address_sends_so_many_an_hour_and_the_next_keeps_its_words(
    cast: Cast, client: Client, unhurried: None, settings: Any
) -> None:
    caches["door"].clear()
    settings.STRANGERS_LIMITS = {"key": 2, "ip": 3}
    for number in range(2):
        assert send(client, "/signaler/", **TYPED | {"words": f"n° {number}"}, address="/").status_code == 302  # fmt: skip
    third = send(client, "/signaler/", **TYPED | {"words": "La troisième"}, address="/")
    assert third.status_code == 422 and "La troisième" in third.content.decode()
    other = TYPED | {"email": "autre@example.net"}
    assert send(client, "/signaler/", **other, address="/").status_code == 302
    other = TYPED | {"email": "encore@example.net"}
    assert send(client, "/signaler/", **other, address="/").status_code == 422, "by network too"
    caches["door"].clear()


# -- Decisions ---------------------------------------------------------------------------


def test_a_decision_is_motivated_once_and_told_to_both(cast: Cast, client_of: ClientOf) -> None:
    page = text_in(cast, "published")
    made = reported(page.url)
    client, path = client_of(cast.moderator), f"/moderation/signalements/{made.pk}/"
    assert WHO["email"] in client.get(path).content.decode()
    assert client.post(path, {"outcome": "corrected", "decision": " "}).status_code == 422
    client.post(path, {"outcome": "corrected", "decision": "Le nom est ôté du texte."})
    made.refresh_from_db()
    assert (made.outcome, made.decided_by) == (Outcome.CORRECTED, cast.moderator)
    letter = letters_to(WHO["email"])[-1]
    assert "Le nom est ôté du texte." in letter.text
    news = client_of(cast.coordinator).get("/espace/nouvelles/").content.decode()
    assert "Le nom est ôté du texte." in news and WHO["email"] not in news
    with pytest.raises(NotNow):
        decide_report(made, by=cast.moderator_two, outcome=Outcome.KEPT, decision="Non.")
    late = client_of(cast.moderator_two).post(
        path, {"outcome": "kept", "decision": "Mots tardifs."}
    )
    assert late.status_code == 409 and len(letters_to(WHO["email"])) == 2


def test_a_text_is_not_hidden_by_a_report_nor_a_reaction_corrected(cast: Cast) -> None:
    page = opened(cast)
    of_text, of_words = reported(page.url), reported_reaction(cast, page)
    for made, outcome in ((of_text, Outcome.HIDDEN), (of_words, Outcome.CORRECTED)):
        with pytest.raises(Refused):
            decide_report(made, by=cast.moderator, outcome=outcome, decision="Oui.")


def test_a_reported_reaction_is_hidden_and_its_author_knows_why(cast: Cast, client: Client) -> None:
    page = opened(cast)
    made = reported_reaction(cast, page)
    decide_report(made, by=cast.moderator, outcome=Outcome.HIDDEN, decision="Un nom y figure.")
    row = made.reaction
    assert row is not None
    row.refresh_from_db()
    assert (row.state, row.reason) == (ReactionState.HIDDEN, "Un nom y figure.")
    assert row.comment not in client.get(page.url).content.decode()
    author = letters_to("passant@example.net")[-1]
    assert "Un nom y figure." in author.text
    assert "contester" not in letters_to(WHO["email"])[-1].text, "who asked for it got it"


# -- What is found of it -----------------------------------------------------------------


def test_words_and_names_of_a_report_are_found_by_no_outsider(
    cast: Cast, client_of: ClientOf
) -> None:
    page = text_in(cast, "published")
    made = reported(page.url, "Mots zyzomys.", quote="passage zyzomys")
    decide_report(made, by=cast.moderator, outcome=Outcome.KEPT, decision="Raison zyzomys.")
    places = (
        "/", page.url, f"/contributions/{page.record.pk}/suivi/", "/recherche/?q=voisine",
        "/espace/", "/espace/nouvelles/", f"/moderation/signalements/{made.pk}/", "/signaler/",
    )  # fmt: skip
    for role in ("anonymous", "account", "member", "director", "partner", "other_coordinator", "gone"):  # fmt: skip
        client = client_of(None if role == "anonymous" else of(cast, role))
        for path in places:
            said = client.get(path, follow=True).content.decode().lower()
            assert "zyzomys" not in said and WHO["email"] not in said, (role, path)


def test_what_waits_is_listed_once_at_a_constant_cost(cast: Cast) -> None:
    page = opened(cast)

    def fill(start: int, many: int) -> None:
        for number in range(start, start + many):
            made = reported(page.url, f"Contenu {number}")
            decide_report(made, by=cast.coordinator, outcome=Outcome.KEPT, decision="Non.")
            contest(report=Report.objects.get(pk=made.pk), side=Side.REPORTER, words="Si.")
            reported(page.url, f"Autre {number}")
            held(page, f"Réaction {number}")

    def cost() -> tuple[int, int]:
        moderator = of(cast, "moderator")
        with CaptureQueriesContext(connection) as queries:
            rows = [*waiting_reports(moderator), *waiting_challenges(moderator), *waiting_reactions(moderator)]  # fmt: skip
        assert all(row.place == page.title and row.due > row.since for row in rows)
        return len(queries), len(rows)

    fill(0, 1)
    few, rows = cost()
    assert rows == 3
    fill(1, 4)
    assert cost() == (few, 15)


def test_names_are_forgotten_a_year_after_the_decision_and_with_the_account(cast: Cast) -> None:
    page = text_in(cast, "published")
    old = reported(page.url, "Ancien")
    then = timezone.now() - timedelta(days=366)
    decide_report(old, by=cast.moderator, outcome=Outcome.KEPT, decision="Non.", at=then)
    waiting = reported(page.url, "Récent")
    own = reported(page.url, "Du compte", by=cast.member, email=cast.member.email, name="Member")
    assert personal_data._purge(timezone.now()) == 1
    close_account(cast.member, by=cast.member)
    for row, email in ((old, ""), (waiting, WHO["email"]), (own, "")):
        row.refresh_from_db()
        assert row.email == email
    assert own.words == "Du compte" and "Member" not in own.name.replace("membre", "")


def test_names_of_a_report_that_nobody_decided_are_forgotten_after_a_year(cast: Cast) -> None:
    page, now = text_in(cast, "published"), timezone.now()
    for days in (366, 364):
        row = reported(page.url, f"Il y a {days} jours")
        Report.objects.filter(pk=row.pk).update(at=now - timedelta(days=days))
    assert personal_data._purge(now) == 1
    assert dict(Report.objects.values_list("words", "email")) == {
        "Il y a 366 jours": "", "Il y a 364 jours": WHO["email"],
    }  # fmt: skip
    assert not Report.objects.filter(email="").exclude(name="").exists()
