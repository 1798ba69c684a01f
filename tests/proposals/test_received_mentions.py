"""What an addressee is told of the version that they hold, as its text moves on."""

from __future__ import annotations

import pytest
from django.urls import reverse

from contributions.actions.base import NotNow
from contributions.actions.publish import publish
from contributions.actions.recall import recall_validated
from contributions.actions.withdraw import withdraw
from contributions.models import ContributionPage
from errata.actions.approve import approve_correction
from proposals.models import Reply, Transmission
from proposals.selectors_of_transmissions import still_to_answer
from tests.cast import Cast, fresh, text_in
from tests.errata.words import again, proposed
from tests.work.helpers import Browser, text

from .handing import a_day, answered, blocks_of, by_link, link_url, to_partner
from .test_projection import republish, reworded

pytestmark = pytest.mark.django_db
REPLACED, SET_BACK = "une autre a pris sa place", "repris ce texte"


def corrected(cast: Cast, page: ContributionPage) -> None:
    approve_correction(proposed(page, cast.member), by=again(cast.coordinator))


def read(cast: Cast, client_of: Browser, sent: Transmission) -> str:
    return text(client_of(cast.partner).get(sent.get_absolute_url()))


def test_a_corrected_version_is_the_same_text_before_and_after_it_came_out(
    cast: Cast, client_of: Browser
) -> None:
    page = text_in(cast, "validated")
    sent = to_partner(cast, page)
    corrected(cast, page)
    seen = read(cast, client_of, sent)
    assert "(forme)" in seen and "validé par le réseau" in seen and "Enregistrer ma réponse" in seen
    public = reverse("contributions:permanent", args=[page.record.pk])
    assert f'href="{public}"' not in seen, "the way to what they may not read"
    publish(fresh(page), by=cast.moderator)
    seen = read(cast, client_of, sent)
    assert "(forme)" in seen and REPLACED not in seen and SET_BACK not in seen
    assert f'href="{public}"' in seen


def test_the_strip_of_a_version_says_what_its_banner_says(cast: Cast, client_of: Browser) -> None:
    page = text_in(cast, "validated")
    sent, (_link, token) = to_partner(cast, page), by_link(cast, page)

    def strips() -> list[str]:
        pages = (read(cast, client_of, sent), text(client_of(None).get(link_url(token))))
        return [page.partition('class="strip"')[2].partition("</dl>")[0] for page in pages]

    for strip in strips():
        assert "Version figée, non publiée" in strip and "réseau" not in strip
    publish(fresh(page), by=cast.moderator)
    for strip in strips():
        assert "Publié le" in strip and "En vigueur" in strip and "non publiée" not in strip
    withdraw(fresh(page), by=cast.coordinator, note="Un motif.")
    withdraw(fresh(page), by=cast.moderator)
    for strip in strips():
        assert "Retirée" in strip and "non publiée" not in strip


@pytest.mark.parametrize("when", ["before", "after"])
def test_the_strip_of_a_version_corrected_in_its_form_is_that_of_the_text(
    cast: Cast, client_of: Browser, when: str
) -> None:
    page = text_in(cast, "validated")
    sent = to_partner(cast, page)
    for step in ("before", "after"):
        if step == when:
            corrected(cast, page)
        if step == "before":
            publish(fresh(page), by=cast.moderator)
    strip = read(cast, client_of, sent).partition('class="strip"')[2].partition("</dl>")[0]
    assert "Publié le" in strip and "En vigueur" in strip and "None" not in strip


def test_an_embargo_is_told_of_a_corrected_version_too(cast: Cast, client_of: Browser) -> None:
    page = text_in(cast, "scheduled")
    sent = to_partner(cast, page)
    corrected(cast, page)
    seen = read(cast, client_of, sent)
    assert "Sous embargo" in seen and "(forme)" in seen


def test_another_edition_and_a_recall_are_told_as_such(cast: Cast, client_of: Browser) -> None:
    page = text_in(cast, "published")
    sent = to_partner(cast, page)
    corrected(cast, page)
    assert REPLACED not in read(cast, client_of, sent)
    republish(cast, fresh(page), reworded("Stabiliser", "Garantir"))
    seen = read(cast, client_of, sent)
    assert REPLACED in seen and "(forme)" not in seen
    other = text_in(cast, "validated", "Un autre")
    taken_back = to_partner(cast, other)
    recall_validated(other, by=cast.coordinator, note="À revoir.")
    assert SET_BACK in read(cast, client_of, taken_back)


def test_a_withdrawn_text_waits_for_no_answer_and_gives_the_words_back(
    cast: Cast, client_of: Browser
) -> None:
    page = text_in(cast, "published")
    sent, (link, token) = to_partner(cast, page), by_link(cast, page)
    withdraw(page, by=cast.coordinator, note="Un motif public.")
    withdraw(page, by=cast.moderator)
    form = {
        "blocks": blocks_of(sent.version)[:1], "state": "exists", "words": "Des mots à garder.",
        "dated": a_day().isoformat(),
    }  # fmt: skip
    listed = text(client_of(cast.partner).get(reverse("proposals:received")))
    assert "Texte retiré" in listed and "À recevoir" not in listed
    assert still_to_answer(cast.partner) == []
    for browser, url in (
        (client_of(cast.partner), sent.get_absolute_url()),
        (client_of(None), link_url(token)),
    ):
        seen = text(browser.get(url))
        assert "Un motif public." in seen and "plus de réponse" in seen
        assert "Enregistrer ma réponse" not in seen
        late = browser.post(url, form)
        assert late.status_code == 409 and "Des mots à garder." in text(late)
    with pytest.raises(NotNow):
        answered(cast, sent)
    assert not Reply.objects.exists()
    assert link.pk and not Transmission.objects.filter(acknowledged_at__isnull=False).exists()
