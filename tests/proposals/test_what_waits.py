"""What waits for an answer for sixty days: of published texts, and of those only sent."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from contributions.actions.mask import mask
from contributions.actions.publish import publish
from contributions.actions.recall import recall_validated
from contributions.actions.withdraw import withdraw
from contributions.models import ContributionPage
from errata.actions.approve import approve_correction
from proposals.actions.end_transmission import end_transmission
from proposals.models import Proposal, Transmission
from proposals.waiting import Waiting, unanswered, unanswered_by_group
from tests.cast import Cast, fresh, text_in
from tests.errata.words import again, proposed
from tests.work.helpers import EVERYONE, Browser, answers, text

from .handing import AGENCY, answered, by_link, to_partner

pytestmark = pytest.mark.django_db


def sixty_days_later() -> None:
    Transmission.objects.update(sent_at=timezone.now() - timedelta(days=60))


def waiting(cast: Cast) -> dict[str, list[str]]:
    """The titles that wait, by organisation, for the network."""
    return {
        line.transmission.organisation: [each.title.strip() for each in line.proposals]
        for line in unanswered(cast.network)
    }


def rows_of(line: Waiting) -> list[Proposal | None]:
    return [each.proposal for each in line.proposals]


WAITS = {who: "missing" if who else "sign in" for who in EVERYONE} | dict.fromkeys(
    ("coordinator", "other_coordinator", "associated_member", "network", "superuser"), "ok"
)


def test_who_has_the_list_of_what_waits(cast: Cast, client_of: Browser) -> None:
    assert answers(client_of, cast, reverse("proposals:unanswered")) == WAITS


def test_a_proposal_waits_after_sixty_days_without_an_answer_of_that_addressee(
    cast: Cast, client_of: Browser
) -> None:
    page = text_in(cast, "published")
    sent, (_link, _token) = to_partner(cast, page), by_link(cast, page)
    assert unanswered(cast.network) == []
    Transmission.objects.update(sent_at=timezone.now() - timedelta(days=60))
    first, second = page.proposals.order_by("position")
    assert [rows_of(line) for line in unanswered(cast.coordinator)] == [[first, second]] * 2
    assert unanswered(cast.other_coordinator) == []
    answered(cast, sent)
    left = {line.transmission.organisation: rows_of(line) for line in unanswered(cast.network)}
    assert left == {AGENCY: [second], "Ville du Nord": [first, second]}
    seen = text(client_of(cast.coordinator).get(reverse("proposals:unanswered")))
    assert AGENCY in seen and first.title.strip() in seen
    end_transmission(sent, by=cast.coordinator)
    assert len(unanswered(cast.network)) == 1


def test_an_addressee_of_several_texts_is_one_to_ask_again(cast: Cast, client_of: Browser) -> None:
    to_partner(cast), to_partner(cast)
    by_link(cast, organisation=f" {AGENCY.upper()} ")
    sixty_days_later()
    assert len(unanswered(cast.coordinator)) == 3
    assert [count for _group, count in unanswered_by_group(again(cast.coordinator))] == [1]
    assert "Relancer un destinataire" in text(client_of(cast.coordinator).get("/espace/"))


TWO = ["Aller vers", "Stabiliser"]


def test_a_text_that_was_only_sent_waits_too(cast: Cast, client_of: Browser) -> None:
    page = text_in(cast, "validated")
    sent = to_partner(cast, page)
    sixty_days_later()
    assert waiting(cast) == {AGENCY: TWO}
    assert [line.page.pk for line in unanswered(cast.coordinator)] == [page.pk]
    assert unanswered(cast.other_coordinator) == []
    seen = text(client_of(cast.coordinator).get(reverse("proposals:unanswered")))
    assert "Stabiliser" in seen
    answered(cast, sent)
    assert waiting(cast) == {AGENCY: TWO[1:]}
    mask(fresh(page), by=cast.coordinator, words="Stabiliser", reason="Un nom.")
    assert "Stabiliser" not in str(waiting(cast)), "a mask hides what waits"
    recall_validated(fresh(page), by=cast.coordinator, note="À revoir.")
    assert waiting(cast) == {}, "nobody answers what its group writes again"


def test_what_was_sent_before_it_came_out_waits_after(cast: Cast) -> None:
    page = text_in(cast, "validated")
    to_partner(cast, page)
    publish(page, by=cast.moderator)
    sixty_days_later()
    assert waiting(cast) == {AGENCY: TWO}
    withdraw(fresh(page), by=cast.coordinator, note="Un motif.")
    withdraw(fresh(page), by=cast.moderator)
    assert waiting(cast) == {}


def test_a_correction_of_form_leaves_what_waits(cast: Cast) -> None:
    page = text_in(cast, "validated")
    to_partner(cast, page)
    approve_correction(proposed(page, cast.member), by=again(cast.coordinator))
    sixty_days_later()
    assert waiting(cast) == {AGENCY: TWO}


def test_an_addressee_is_one_however_it_is_spelled(cast: Cast) -> None:
    page = text_in(cast, "published")
    sent = to_partner(cast, page)
    other, _token = by_link(cast, page, organisation=" agence  DU sud ")
    sixty_days_later()
    answered(cast, sent)
    assert waiting(cast) == {AGENCY: TWO[1:], other.organisation: TWO[1:]}


def test_what_waits_costs_the_same_for_two_texts_and_for_six(cast: Cast) -> None:
    def cost(texts: list[ContributionPage]) -> int:
        for page in texts:
            to_partner(cast, page)
        sixty_days_later()
        with CaptureQueriesContext(connection) as queries:
            assert unanswered(cast.network)
        return len(queries)

    states = ("published", "validated")
    cost([text_in(cast, state) for state in states])
    few = cost([text_in(cast, state, f"Texte {state}") for state in states])
    assert (
        cost([text_in(cast, state, f"Autre {state} {n}") for state in states for n in "ab"]) == few
    )
