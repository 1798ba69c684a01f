"""Answering for a centre: who may, what is asked, what is kept when it is refused."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from assent.actions.extend import extend
from assent.actions.second_round import open_second_round
from assent.models import Answer, AnswerKind, Disagreement, Round
from contributions.actions.close_review import close_review
from contributions.actions.open_review import open_review
from contributions.actions.recall import recall
from contributions.actions.write import write
from contributions.models import ContributionPage
from people.models import Centre
from tests.cast import Cast, fresh, text_in
from tests.work.helpers import EVERYONE, Browser, text

from .rounds import again, block_of, round_of, say, speaker

pytestmark = pytest.mark.django_db

#: The row of the matrix: answer the round for a centre (here the director's).
ROW = dict.fromkeys(EVERYONE, 404) | {
    None: 302, "member": 403, "coordinator": 403, "director": 200, "superuser": 403,
}  # fmt: skip


def url(page: ContributionPage, centre: str = "nord") -> str:
    return f"/contributions/{page.record.pk}/avis/{centre}/"


def sent(
    browser: Client, page: ContributionPage, centre: str = "nord", **said: Any
) -> HttpResponse:
    """The form as a browser sends it, with what the page showed."""
    shown = browser.get(url(page, centre)).context["form"]
    tokens = {name: str(shown[name].value() or "") for name in ("round", "seen")}
    return browser.post(url(page, centre), {"act": "answer", **tokens, **said})


def the_answers(page: ContributionPage) -> list[tuple[str, bool]]:
    rows = Answer.objects.filter(round__record=page.record).order_by("pk")
    return list(rows.values_list("kind", "is_current"))


@pytest.mark.parametrize("role", EVERYONE)
def test_who_answers_the_round_for_a_centre(cast: Cast, client_of: Browser, role: str) -> None:
    page = text_in(cast, "review")
    browser = client_of(getattr(cast, role) if role else None)
    assert browser.get(url(page)).status_code == ROW[role]
    answered = browser.post(url(page), {"act": "answer", "kind": "consent"}).status_code
    # A visitor's words are kept at the door.
    assert answered == (302 if role == "director" else 401 if role is None else ROW[role])
    assert bool(the_answers(page)) is (role == "director")


@pytest.mark.parametrize("role", EVERYONE)
def test_what_is_missing_is_answered_as_what_is_hidden(
    cast: Cast, client_of: Browser, role: str
) -> None:
    page, without = text_in(cast, "review"), text_in(cast, "drafting", "Sans tour")
    Centre.objects.create(name="Centre Est", slug="est", is_published=True)
    browser = client_of(getattr(cast, role) if role else None)
    for address in (
        "/contributions/987654/avis/nord/", f"/contributions/{10**30}/avis/nord/",
        url(page, "nulle-part"), url(page, "est"), url(without),
    ):  # fmt: skip
        assert browser.get(address).status_code == (404 if role else 302), address
        assert browser.post(address).status_code == (404 if role else 401), address


def test_the_director_of_another_centre_asked_is_told_that_it_is_not_theirs(
    cast: Cast, client_of: Browser
) -> None:
    page = text_in(cast, "review")
    south = client_of(speaker(cast, "sud", cast.south))
    assert south.get(url(page)).status_code == 403
    assert south.post(url(page), {"act": "answer", "kind": "consent"}).status_code == 403
    assert south.get(url(page, "sud")).status_code == 200
    assert not the_answers(page)


def test_a_director_whose_mandate_ended_finds_nothing(cast: Cast, client_of: Browser) -> None:
    page = text_in(cast, "review")
    cast.director.mandates.update(ends_at=timezone.now())
    browser = client_of(again(cast.director))
    assert browser.get(url(page)).status_code == 404
    assert browser.post(url(page), {"act": "answer", "kind": "consent"}).status_code == 404
    assert not the_answers(page)


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ({}, "Choisissez l'une des quatre réponses."),
        ({"kind": "reserve", "words": " "}, "Dites quelle est la réserve de votre centre."),
        ({"kind": "objection", "words": "Non."}, "Une objection porte sur un passage"),
        ({"kind": "objection", "block_id": "x", "words": "Non."}, "Passage en cause"),
        ({"kind": "consent", "words": "Mots gardés. " * 400}, "Au plus 4000 signes"),
    ],
)
def test_what_lacks_is_named_and_what_was_typed_is_kept(
    cast: Cast, client_of: Browser, said: dict[str, str], told: str
) -> None:
    page = text_in(cast, "review")
    answered = sent(client_of(cast.director), page, **said)
    assert answered.status_code == 422
    assert told.replace("4000", "4 000") in text(answered) or told in text(answered)
    assert said.get("words", "").strip() in text(answered)
    assert not the_answers(page)


def test_an_objection_names_a_passage_and_a_reserve_is_public_or_not(
    cast: Cast, client_of: Browser
) -> None:
    page, browser = text_in(cast, "review"), client_of(cast.director)
    block = block_of(page)
    answered = sent(browser, page, kind="objection", words="Trop tôt.", block_id=str(block))
    assert answered.status_code == 302 and answered["Location"] == "/espace/avis/"
    assert Answer.objects.get(is_current=True).block_id == block
    sent(browser, page, kind="reserve", words="Il manque la durée.", is_public="on")
    reserve = Answer.objects.get(is_current=True)
    assert (reserve.kind, reserve.is_public, reserve.block_id) == ("reserve", True, None)
    assert the_answers(page) == [("objection", False), ("reserve", True)]
    seen = text(browser.get(url(page)))
    assert "Trop tôt." in seen and "Changée depuis" in seen and "Réserve publique" in seen


def test_an_answer_given_meanwhile_is_a_conflict_that_keeps_the_words(
    cast: Cast, client_of: Browser
) -> None:
    page, browser = text_in(cast, "review"), client_of(cast.director)
    delegate = speaker(cast, "delegue", cast.north, delegate=True)
    shown = browser.get(url(page)).context["form"]
    tokens = {name: str(shown[name].value() or "") for name in ("round", "seen")}
    say(page, delegate, cast.north, AnswerKind.ABSTENTION)
    words = {"act": "answer", "kind": "reserve", "words": "Nos mots."}
    answered = browser.post(url(page), {**tokens, **words})
    assert answered.status_code == 409 and "Nos mots." in text(answered)
    assert the_answers(page) == [("abstention", True)]
    tokens = {name: str(answered.context["form"][name].value()) for name in tokens}
    assert browser.post(url(page), {**tokens, **words}).status_code == 302
    assert the_answers(page) == [("abstention", False), ("reserve", True)]


def test_a_delegate_is_told_that_the_director_has_answered(cast: Cast, client_of: Browser) -> None:
    page = text_in(cast, "review")
    delegate = client_of(speaker(cast, "delegue", cast.north, delegate=True))
    say(page, cast.director, cast.north, AnswerKind.CONSENT)
    seen = delegate.get(url(page))
    assert seen.status_code == 200 and seen.context["form"] is None
    assert "sa réponse l'emporte" in text(seen)
    late = delegate.post(url(page), {"act": "answer", "kind": "reserve", "words": "Gardés."})
    assert late.status_code == 409 and "Gardés." in text(late)


def test_a_delegate_confirms_what_the_director_said_before_and_is_offered_nothing_else(
    cast: Cast, client_of: Browser
) -> None:
    page = text_in(cast, "review")
    delegate = client_of(speaker(cast, "delegue", cast.north, delegate=True))
    say(page, cast.director, cast.north, AnswerKind.OBJECTION)
    open_second_round(fresh(page), by=cast.coordinator)
    seen = text(delegate.get(url(page)))
    assert "elle seule peut la changer" in seen and 'value="answer"' not in seen
    assert "Changer les mots" not in seen
    refused = delegate.post(url(page), {"act": "answer", "kind": "reserve", "words": "Gardés."})
    assert refused.status_code == 422 and "Gardés." in text(refused)
    assert delegate.post(url(page), {"act": "confirm", "seen": ""}).status_code == 302
    assert Answer.objects.get(is_current=True, round=round_of(page)).confirms is not None
    # What they confirmed is the director's still.
    assert 'value="answer"' not in text(delegate.get(url(page)))
    turned = delegate.post(url(page), {"act": "answer", "kind": "consent", "seen": ""})
    assert turned.status_code in (409, 422)
    kept = Answer.objects.get(is_current=True, round=round_of(page))
    assert kept.kind == AnswerKind.OBJECTION


def test_after_the_date_or_the_end_of_the_round_the_words_come_back(
    cast: Cast, client_of: Browser
) -> None:
    page, browser = text_in(cast, "review"), client_of(cast.director)
    words = {"act": "answer", "kind": "reserve", "words": "Arrivés trop tard."}
    Round.objects.update(due=timezone.now() - timedelta(minutes=1))
    assert browser.get(url(page)).status_code == 200
    late = browser.post(url(page), words)
    assert late.status_code == 409 and "Arrivés trop tard." in text(late)
    extend(page, by=cast.coordinator, due=timezone.now() + timedelta(days=2))
    assert browser.get(url(page)).context["form"] is not None
    recall(fresh(page), by=cast.coordinator)
    over = browser.get(url(page))
    assert over.status_code == 403 and "Ce tour est clos" in text(over)
    late = browser.post(url(page), words)
    assert late.status_code == 409 and "Arrivés trop tard." in text(late)
    assert not the_answers(page)


def test_silence_is_nowhere_an_answer(cast: Cast, client_of: Browser) -> None:
    page = text_in(cast, "review")
    assert "Le silence ne vaut pas accord." in text(client_of(cast.director).get(url(page)))


def test_a_change_after_answers_is_shown_word_by_word_and_confirmed_by_one_click(
    cast: Cast, client_of: Browser
) -> None:
    page, browser = text_in(cast, "review"), client_of(cast.director)
    say(page, cast.director, cast.north, AnswerKind.RESERVE, words="Sous réserve de moyens.")
    recall(fresh(page), by=cast.coordinator)
    write(fresh(page), by=cast.member, summary="La crise a rendu criantes des inégalités.")
    open_review(fresh(page), by=cast.coordinator)
    seen = text(browser.get(url(page)))
    assert "Sans confirmation, cette réponse ne compte pas." in seen
    assert "<ins>" in seen and "criantes" in seen and "Sous réserve de moyens." in seen
    answered = browser.post(url(page), {"act": "confirm", "seen": ""})
    assert answered.status_code == 302
    given = Answer.objects.get(round=round_of(page), is_current=True)
    assert (given.kind, given.words) == ("reserve", "Sous réserve de moyens.")
    assert given.confirms is not None
    assert "Confirmée" in text(browser.get(url(page)))


def test_a_second_round_carries_what_was_said_on_the_same_words(
    cast: Cast, client_of: Browser
) -> None:
    page, browser = text_in(cast, "review"), client_of(cast.director)
    say(page, cast.director, cast.north, AnswerKind.OBJECTION)
    stale = browser.get(url(page)).context["form"]["round"].value()
    open_second_round(fresh(page), by=cast.coordinator)
    seen = browser.get(url(page))
    assert "Le texte n'a pas changé depuis." in text(seen) and "tour 2" in text(seen)
    moved = browser.post(
        url(page), {"act": "answer", "round": stale, "seen": "", "kind": "consent", "words": "Ici."}
    )
    assert moved.status_code == 409 and "Ici." in text(moved)


def test_an_objection_kept_at_a_second_round_is_said_to_be_published_and_may_be_reworded(
    cast: Cast, client_of: Browser
) -> None:
    page, browser = text_in(cast, "review"), client_of(cast.director)
    say(page, cast.director, cast.north, AnswerKind.OBJECTION, words="Dit entre nous.")
    assert "sera publiée" not in text(browser.get(url(page)))
    open_second_round(fresh(page), by=cast.coordinator)
    seen = browser.get(url(page))
    for told in ("Une objection maintenue à ce tour sera publiée.", "avec le nom du centre",
                 "Maintenir l'objection, qui sera publiée"):  # fmt: skip
        assert told in text(seen), told
    form = seen.context["form"]
    assert (form["kind"].value(), form["words"].value()) == ("objection", "Dit entre nous.")
    block = form["block_id"].value()
    sent(browser, page, kind="objection", words="Le coût n'est pas dit.", block_id=block)
    south = speaker(cast, "sud", cast.south)
    # Who had not objected is told what a first objection does instead.
    first = text(client_of(south).get(url(page, "sud")))
    assert "elle n'est pas publiée" in first and "sera publiée." not in first
    say(page, south, cast.south, AnswerKind.CONSENT)
    close_review(fresh(page), by=cast.coordinator)
    assert Disagreement.objects.get().words == "Le coût n'est pas dit."


def test_a_page_of_answering_costs_the_same_with_twenty_centres(
    cast: Cast, client_of: Browser
) -> None:
    page, browser = text_in(cast, "review"), client_of(cast.director)

    def cost() -> int:
        browser.get(url(page))
        with CaptureQueriesContext(connection) as queries:
            assert browser.get(url(page)).status_code == 200
        return len(queries)

    few = cost()
    asked = round_of(page)
    for number in range(20):
        centre = Centre.objects.create(name=f"Centre {number}", slug=f"c{number}")
        asked.owing.create(centre=centre, centre_name=centre.name)
        say(page, speaker(cast, f"d{number}", centre), centre, AnswerKind.CONSENT)
    assert cost() == few


def test_once_submitted_the_answer_is_read_and_not_changed(cast: Cast, client_of: Browser) -> None:
    page = text_in(cast, "review")
    say(page, cast.director, cast.north, AnswerKind.CONSENT)
    close_review(fresh(page), by=cast.coordinator)
    seen = client_of(cast.director).get(url(page))
    assert seen.status_code == 403 and seen.context["form"] is None
    assert "Accord" in text(seen)
