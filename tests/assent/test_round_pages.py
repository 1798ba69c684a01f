"""The page of a text's rounds: who sees what of it, and what its coordination does there."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from assent.actions.second_round import open_second_round
from assent.models import AnswerKind, Outcome, Owing, Round
from assent.pictures import in_words, picture_of
from assent.selectors import tally
from contributions.actions.close_review import close_review
from contributions.actions.open_review import open_review
from contributions.actions.recall import recall
from contributions.models import ContributionPage
from groups.deadlines import end_of_day, westernmost_zone
from people.models import Centre
from tests.cast import Cast, draft, fresh, text_in
from tests.work.helpers import (
    EVERYONE,
    Browser,
    act_url,
    answers,
    only,
    queries_of,
    text,
    tokens_of,
)  # fmt: skip

from .rounds import block_of, round_of, say, speaker

pytestmark = pytest.mark.django_db

INSIDE = ("member", "coordinator", "superuser")
FOLLOW = (*INSIDE, "moderator", "network", "director")
LATER = timezone.now() + timedelta(days=9)

#: The row of the matrix: open the round, extend it, close it; with a form that may be sent.
ROW = dict.fromkeys(EVERYONE, 404) | {
    None: 401, "member": 403, "coordinator": 302, "director": 403, "superuser": 302,
}  # fmt: skip


def url(page: ContributionPage) -> str:
    return f"/contributions/{page.record.pk}/avis/"


def extending() -> dict[str, str]:
    return {"act": "extend", "extend-due": f"{LATER:%Y-%m-%d}"}


def the_round(page: ContributionPage) -> Round:
    return Round.objects.filter(record=page.record).latest("pk")


# -- Who


@pytest.mark.parametrize("state", ["drafting", "review", "validation"])
def test_who_sees_the_rounds_of_a_text(cast: Cast, client_of: Browser, state: str) -> None:
    # A director follows what their centre was asked on.
    seen = FOLLOW if state != "drafting" else FOLLOW[:-1]
    assert answers(client_of, cast, url(text_in(cast, state))) == only(*seen)


@pytest.mark.parametrize("role", EVERYONE)
def test_who_leads_the_round(cast: Cast, client_of: Browser, role: str) -> None:
    page = text_in(cast, "review")
    browser = client_of(getattr(cast, role) if role else None)
    assert browser.post(url(page), extending()).status_code == ROW[role]
    assert (the_round(page).due is not None) is (ROW[role] == 302)
    for act in ("second", "detach", "rien", ""):
        refused = browser.post(url(page), {"act": act}).status_code
        expected = {"second": 422, "detach": 422}.get(act, 404)
        assert refused == (expected if ROW[role] == 302 else ROW[role]), act


@pytest.mark.parametrize("role", EVERYONE)
def test_a_missing_text_is_answered_as_a_hidden_one(
    cast: Cast, client_of: Browser, role: str
) -> None:
    browser = client_of(getattr(cast, role) if role else None)
    for number in (987654, 10**30):
        address = f"/contributions/{number}/avis/"
        assert browser.get(address).status_code == (404 if role else 302)
        assert browser.post(address, extending()).status_code == (404 if role else 401)


# -- What is seen of it


def said_by_two(cast: Cast) -> ContributionPage:
    """A public reserve of the south, an objection of the north."""
    page = text_in(cast, "review")
    say(page, cast.director, cast.north, AnswerKind.OBJECTION, words="Mot interne du nord.")
    south = speaker(cast, "sud", cast.south)
    say(page, south, cast.south, AnswerKind.RESERVE, words="Mot public du sud.", is_public=True)
    return page


def test_members_read_all_directors_kinds_and_public_reserves_and_the_network_who_answered(
    cast: Cast, client_of: Browser
) -> None:
    page = said_by_two(cast)
    east = Centre.objects.create(name="Centre Est", slug="est")
    Owing.objects.create(round=round_of(page), centre=east, centre_name="Centre Est")
    page.record.reviewed_version.asked_centres.add(east)
    cases = {
        "member": (cast.member, True, True, True),
        "north": (cast.director, True, True, True),
        "east": (speaker(cast, "est", east), True, False, True),
        "network": (cast.network, False, False, False),
        "moderator": (cast.moderator, False, False, False),
    }
    for name, (user, kinds, inner, public) in cases.items():
        seen = text(client_of(user).get(url(page)))
        assert ("Objection" in seen) is kinds, name
        assert ("Mot interne du nord." in seen) is inner, name
        assert ("Mot public du sud." in seen) is public, name
        assert "Centre Nord" in seen and "Sans réponse" in seen, name


def test_the_moderation_reads_all_once_the_text_is_submitted(
    cast: Cast, client_of: Browser
) -> None:
    page = text_in(cast, "review")
    say(page, cast.director, cast.north, AnswerKind.RESERVE, words="Mot interne.")
    close_review(page, by=cast.coordinator)
    assert "Mot interne." in text(client_of(cast.moderator).get(url(page)))
    assert "Mot interne." not in text(client_of(cast.network).get(url(page)))


def test_no_member_s_name_is_told_to_a_director(cast: Cast, client_of: Browser) -> None:
    page = said_by_two(cast)
    assert "Director" in text(client_of(cast.member).get(url(page)))
    seen = text(client_of(speaker(cast, "sud2", cast.south)).get(url(page)))
    assert "Member" not in seen and "Coordinator" not in seen


def test_the_picture_says_it_without_colour_and_in_a_letter(cast: Cast) -> None:
    picture = picture_of(tally(round_of(said_by_two(cast))))
    assert [(row.label, row.signs) for row in picture.rows if row.count] == [
        ("Accord avec réserve", "≈"), ("Objection", "✕"),
    ]  # fmt: skip
    assert "Objection : 1 ✕" in in_words(picture.rows)
    assert "Sans réponse : 0" in in_words(picture.rows)


def test_a_text_carried_by_a_single_centre_says_so_on_its_round(
    cast: Cast, client_of: Browser
) -> None:
    page = text_in(cast, "review")
    assert "porté par un seul centre" not in text(client_of(cast.member).get(url(page)))
    round_of(page).owing.filter(centre=cast.south).delete()
    assert "porté par un seul centre" in text(client_of(cast.member).get(url(page)))


def test_the_work_and_the_version_lead_to_it(cast: Cast, client_of: Browser) -> None:
    page = text_in(cast, "review")
    work = f"/contributions/{page.record.pk}/suivi/"
    assert f'href="{url(page)}"' in text(client_of(cast.member).get(work))
    version = f"/contributions/{page.record.pk}/versions/1/"
    answering = f'href="{url(page)}nord/"'
    assert answering in text(client_of(cast.director).get(version))
    assert answering not in text(client_of(cast.member).get(version))
    assert url(page) not in text(client_of(cast.member).get(
        f"/contributions/{draft(cast, 'Sans tour').record.pk}/suivi/"
    ))  # fmt: skip


def test_a_page_of_rounds_costs_the_same_with_twenty_centres(
    cast: Cast, client_of: Browser
) -> None:
    page, browser = said_by_two(cast), client_of(cast.member)
    few = queries_of(browser, url(page))
    for number in range(20):
        centre = Centre.objects.create(name=f"Centre {number}", slug=f"c{number}")
        round_of(page).owing.create(centre=centre, centre_name=centre.name)
        say(page, speaker(cast, f"d{number}", centre), centre, AnswerKind.OBJECTION)
    assert queries_of(browser, url(page)) == few


# -- Leading it


def test_more_time_is_given_from_the_page(cast: Cast, client_of: Browser) -> None:
    page, browser = text_in(cast, "review"), client_of(cast.coordinator)
    past = {"act": "extend", "extend-due": "2020-01-01"}
    refused = browser.post(url(page), past)
    assert refused.status_code == 422 and "2020-01-01" in text(refused)
    assert browser.post(url(page), extending()).status_code == 302
    due = the_round(page).due
    assert due is not None and due.date() >= LATER.date()


def test_a_second_round_is_offered_after_an_objection_and_a_proposal_is_detached_after_it(
    cast: Cast, client_of: Browser
) -> None:
    page, browser = text_in(cast, "review"), client_of(cast.coordinator)
    assert "Ouvrir un nouveau tour" not in text(browser.get(url(page)))
    say(page, cast.director, cast.north, AnswerKind.OBJECTION)
    assert "Ouvrir un nouveau tour" in text(browser.get(url(page)))
    shown = browser.get(url(page)).context["holds"]["second"]["due"].value()
    assert shown is not None and f'value="{shown}"' in text(browser.get(url(page)))
    second = {"act": "second", "second-note": "Nous en avons parlé.", "second-due": ""}
    assert browser.post(url(page), second).status_code == 302
    seen = text(browser.get(url(page)))
    assert "Tours précédents" in seen and "Détacher une proposition" not in seen
    assert browser.post(url(page), second).status_code == 409
    say(page, cast.director, cast.north, AnswerKind.OBJECTION)
    assert "Détacher une proposition" in text(browser.get(url(page)))
    day = (timezone.now() + timedelta(days=20)).date()
    detach = {"act": "detach", "detach-block_id": str(block_of(fresh(page)))}
    assert browser.post(url(page), detach | {"detach-due": str(day)}).status_code == 302
    assert the_round(page).due == end_of_day(day, westernmost_zone())
    assert "Aller vers" not in str(
        fresh(page).record.reviewed_version.revision.as_object().body.get_prep_value()
    )


def test_a_round_that_moved_on_is_a_conflict_that_keeps_the_words(
    cast: Cast, client_of: Browser
) -> None:
    page, browser = text_in(cast, "review"), client_of(cast.coordinator)
    say(page, cast.director, cast.north, AnswerKind.OBJECTION)
    open_second_round(fresh(page), by=cast.coordinator)
    late = browser.post(url(page), {"act": "second", "second-note": "Gardés.", "second-due": ""})
    assert late.status_code == 409 and "Gardés." in text(late)
    assert "Le nouveau tour est déjà ouvert." in text(late)


def test_why_a_review_cannot_close_yet_is_said_beside_the_act(
    cast: Cast, client_of: Browser
) -> None:
    page = text_in(cast, "review")
    say(page, cast.director, cast.north, AnswerKind.OBJECTION)
    seen = client_of(cast.coordinator).get(url(page))
    assert seen.context["holds"]["shut"].partition(" :")[0] in text(seen)
    assert "Centre Nord" in seen.context["holds"]["shut"]
    assert f"/contributions/{page.record.pk}/clore-relecture/" in text(seen)
    assert not client_of(cast.member).get(url(page)).context["holds"]


def test_the_page_that_closes_a_review_says_what_holds_it_and_leads_there(
    cast: Cast, client_of: Browser
) -> None:
    page, browser = text_in(cast, "review"), client_of(cast.coordinator)
    closing = act_url(page, "clore-relecture")
    say(page, cast.director, cast.north, AnswerKind.OBJECTION)
    seen = browser.get(closing)
    assert seen.status_code == 200
    assert "fait objection pour la première fois (Centre Nord)" in text(seen)
    main = text(seen).partition("<main")[2]
    assert f'href="{url(page)}"' in main and "<form" not in main.partition("</main>")[0]
    sent = tokens_of(seen) | {"note": "Des mots gardés."}
    refused = browser.post(closing, sent)
    assert refused.status_code == 403 and "Des mots gardés." in text(refused)
    say(page, cast.director, cast.north, AnswerKind.CONSENT)
    assert "<form" in text(browser.get(closing)).partition("<main")[2].partition("</main>")[0]


def test_earlier_rounds_are_told_with_their_outcome(cast: Cast, client_of: Browser) -> None:
    page = text_in(cast, "review")
    say(page, cast.director, cast.north, AnswerKind.CONSENT)
    recall(fresh(page), by=cast.coordinator)
    seen = text(client_of(cast.member).get(url(page)))
    assert str(Outcome.RECALLED.label) in seen and "Aucun tour n'est ouvert" in seen
    open_review(fresh(page), by=cast.coordinator)
    seen = text(client_of(cast.member).get(url(page)))
    assert "À confirmer" in seen and "Tours précédents" in seen
