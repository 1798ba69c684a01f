"""The links that letters carry: they lead one person, show nothing, and sign nothing."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.core import signing
from django.http import HttpResponse
from django.utils import timezone

from assent.links import link_for
from assent.models import Answer, AnswerKind
from contributions.actions.open_review import open_review
from contributions.models import ContributionPage
from notifications.kinds import kinds
from notifications.models import Notice
from tests.cast import Cast, draft, text_in
from tests.work.helpers import EVERYONE, Browser, text

from .rounds import again, round_of, say, speaker

pytestmark = pytest.mark.django_db


def link_to(page: ContributionPage, cast: Cast, **more: Any) -> str:
    """The link of the director to their answer on a text in review."""
    asked = round_of(page)
    said = {"round_id": asked.pk, "centre_id": cast.north.pk, "due": asked.due} | more
    return link_for(cast.director, **said)


def link_of(cast: Cast, **more: Any) -> str:
    return link_to(text_in(cast, "review"), cast, **more)


def says_nothing(answer: HttpResponse) -> bool:
    """Nothing of the text, of the centre or of who was written to."""
    seen = text(answer)
    return not any(word in seen for word in ("Rapprocher", "Centre Nord", "Director"))


def test_it_leads_the_person_to_whom_it_was_sent_and_no_answer_is_given(
    cast: Cast, client_of: Browser
) -> None:
    page = text_in(cast, "review")
    link = link_to(page, cast)
    led = client_of(cast.director).get(link)
    assert led.status_code == 302
    assert led["Location"] == f"/contributions/{page.record.pk}/avis/nord/"
    assert client_of(cast.director).post(link).status_code == 405
    assert not Answer.objects.exists()


def test_a_mail_scanner_changes_nothing_and_learns_nothing(cast: Cast, client_of: Browser) -> None:
    link = link_of(cast)
    for method in ("get", "head"):
        seen = getattr(client_of(None), method)(link)
        assert seen.status_code == 302 and seen["Location"].startswith("/connexion/?next=/avis/")
    assert not Answer.objects.exists()


def test_it_asks_who_is_not_signed_in_to_sign_in_whatever_it_holds(
    cast: Cast, client_of: Browser
) -> None:
    for link in (link_of(cast), link_of(cast)[:-3] + "x/", "/avis/lien/inconnu/"):
        assert client_of(None).get(link)["Location"].startswith("/connexion/")


@pytest.mark.parametrize("role", [name for name in EVERYONE if name not in (None, "director")])
def test_forwarded_it_leads_nobody_else_anywhere(cast: Cast, client_of: Browser, role: str) -> None:
    seen = client_of(getattr(cast, role)).get(link_of(cast))
    assert seen.status_code == 403 and says_nothing(seen)
    assert "Ce lien a été envoyé à une autre personne" in text(seen)


def test_forwarded_to_the_director_of_another_centre_it_signs_nothing(
    cast: Cast, client_of: Browser
) -> None:
    other = client_of(speaker(cast, "sud", cast.south))
    seen = other.get(link_of(cast))
    assert seen.status_code == 403 and says_nothing(seen)
    page = text_in(cast, "review")
    said = {"act": "answer", "kind": "consent"}
    assert other.post(f"/contributions/{page.record.pk}/avis/nord/", said).status_code == 403
    assert not Answer.objects.exists()


@pytest.mark.parametrize("change", ["cut", "longer", "letter", "other_salt", "other_shape"])
def test_altered_it_leads_nowhere(cast: Cast, client_of: Browser, change: str) -> None:
    link = link_of(cast)
    token = link.removeprefix("/avis/lien/").strip("/")
    said = signing.loads(token, salt="assent.answer")
    altered = {
        "cut": token[:-2],
        "longer": token + "aa",
        "letter": ("A" if token[3] != "A" else "B").join([token[:3], token[4:]]),
        "other_salt": signing.dumps(said, salt="notifications.unsubscribe"),
        "other_shape": signing.dumps({"person": said[0]}, salt="assent.answer"),
    }[change]
    assert client_of(cast.director).get(f"/avis/lien/{altered}/").status_code == 404


def test_once_over_it_leads_to_what_one_owes_and_no_further(cast: Cast, client_of: Browser) -> None:
    old = timezone.now() - timedelta(days=3)
    led = client_of(cast.director).get(link_of(cast, due=old), follow=True)
    assert led.redirect_chain == [("/espace/avis/", 302)]
    assert "Ce lien n'est plus valable" in text(led)
    fresh_link = link_of(cast, due=timezone.now() - timedelta(days=1))
    assert "/contributions/" in client_of(cast.director).get(fresh_link)["Location"]
    undated = link_of(cast, due=None, at=timezone.now() - timedelta(days=31))
    assert client_of(cast.director).get(undated)["Location"] == "/espace/avis/"


def test_after_the_mandate_ended_it_leads_nowhere(cast: Cast, client_of: Browser) -> None:
    link = link_of(cast)
    cast.director.mandates.update(ends_at=timezone.now())
    assert client_of(again(cast.director)).get(link).status_code == 404


def test_a_link_to_a_round_that_is_gone_leads_to_what_one_owes(
    cast: Cast, client_of: Browser
) -> None:
    led = client_of(cast.director).get(link_for(cast.director, round_id=987654, centre_id=1))
    assert led["Location"] == "/espace/avis/"


def test_the_news_of_a_review_carries_a_link_to_who_answers_alone(
    cast: Cast, client_of: Browser
) -> None:
    page = draft(cast)
    open_review(page, by=cast.coordinator)
    kind = kinds["contributions.review_opened"]
    told = {
        name: kind.line(Notice.objects.get(kind=kind.name, person=person).data, again(person)).url
        for name, person in (("director", cast.director), ("member", cast.member))
    }
    assert told["member"] == f"/contributions/{page.record.pk}/versions/1/"
    assert told["director"].startswith("/avis/lien/")
    led = client_of(cast.director).get(told["director"])
    assert led["Location"] == f"/contributions/{page.record.pk}/avis/nord/"
    say(page, cast.director, cast.north, AnswerKind.CONSENT)
    notice = Notice.objects.get(kind=kind.name, person=cast.director)
    assert kind.line(notice.data, again(cast.director)).url.startswith("/avis/lien/")
