"""What addressees answer: who records it, with which proof, who reads it, and what waits."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.http import Http404
from django.urls import reverse
from django.utils import timezone

from contributions.actions.mask import mask
from contributions.actions.withdraw import withdraw
from contributions.enums import EventKind
from kit.access import Refused
from kit.personal_data import holdings
from notifications.models import Notice
from proposals.actions.base import Over
from proposals.actions.end_transmission import end_transmission
from proposals.actions.open_reply import open_reply
from proposals.actions.record_reply import answer_transmission
from proposals.answers import answered as answered_now
from proposals.filters import has_answer
from proposals.models import Proposal, Reply, ReplyState, Transmission
from proposals.selectors_of_replies import public_replies, state_now
from tests.cast import Cast, text_in
from tests.proposals.handing import (
    AGENCY,
    a_day,
    answered,
    blocks_of,
    by_link,
    said,
    to_partner,
)
from tests.work.helpers import Browser, answers, queries_of, text

from .answering import READS, RECORDS, recorded, replies_url, sent_form

pytestmark = pytest.mark.django_db

SAID = {"ok": "✓", "sign in": "L", "missing": "4", "refused": "3"}
# -- Who records -------------------------------------------------------------------------


@pytest.mark.parametrize("state", ["validated", "published", "withdrawn"])
def test_who_reads_and_records_answers(cast: Cast, client_of: Browser, state: str) -> None:
    page = text_in(cast, "validated" if state == "validated" else "published")
    page.record.associated_groups.add(cast.housing)
    to_partner(cast, page)
    form = sent_form(page)
    if state == "withdrawn":
        withdraw(page, by=cast.coordinator, note="Un motif.")
        withdraw(page, by=cast.moderator)
    found = answers(client_of, cast, replies_url(page))
    assert {who: SAID[got] for who, got in found.items()} == READS
    for who, mark in RECORDS.items():
        got = client_of(getattr(cast, who) if who else None).post(replies_url(page), form)
        # A form sent while signed out is kept for who comes back.
        status = {"L": 401, "4": 404, "3": 403, "✓": 302}[mark]
        assert got.status_code == status, who


def test_nothing_is_recorded_of_a_draft(cast: Cast, client_of: Browser) -> None:
    found = answers(client_of, cast, replies_url(text_in(cast, "drafting")))
    assert found["coordinator"] == found["network"] == "refused" and found["account"] == "missing"


@pytest.mark.parametrize("role", ["member", "moderator", "director", "partner", "other_member"])
def test_nobody_else_records(cast: Cast, role: str) -> None:
    page = text_in(cast, "published")
    with pytest.raises((Refused, Http404)):
        recorded(cast, page, by=getattr(cast, role))
    assert not Reply.objects.exists()


def test_an_answer_got_elsewhere_needs_its_proof(cast: Cast, client_of: Browser) -> None:
    page = text_in(cast, "published")
    with pytest.raises(Refused):
        recorded(cast, page, source="")
    got = client_of(cast.coordinator).post(replies_url(page), sent_form(page, source=""))
    assert got.status_code == 422 and "Nous l'étudions." in text(got)
    assert not Reply.objects.exists()


@pytest.mark.parametrize(
    "wrong",
    [
        {"state": "not_retained", "words": " "},
        {"state": "unknown"},
        {"dated": a_day(3)},
        {"blocks": []},
        {"blocks": ["00000000-0000-4000-8000-000000000000"]},
        {"words": "x" * 10_001},
    ],
)
def test_an_answer_that_lacks_something_is_refused(cast: Cast, wrong: dict[str, Any]) -> None:
    sent = to_partner(cast)
    for act in (
        lambda: answered(cast, sent, **wrong),
        lambda: recorded(cast, sent.version.record.page, **wrong),
    ):
        with pytest.raises(Refused):
            act()
    assert not Reply.objects.exists() and Transmission.objects.get().acknowledged_at is None


# -- Answering ---------------------------------------------------------------------------


def test_one_answer_covers_several_proposals_and_a_new_one_follows(cast: Cast) -> None:
    page = text_in(cast, "published")
    sent = to_partner(cast, page)
    keys = blocks_of(sent.version)
    first = answered(cast, sent, blocks=keys, agreed=True, dated=a_day(-9))
    second = answered(
        cast, sent, state="not_retained", words="Pas de crédits.", agreed=True, blocks=keys[:1]
    )
    rows = list(page.proposals.order_by("position"))
    found = public_replies(rows)
    assert found[rows[0].pk] == [first, second] and found[rows[1].pk] == [first]
    assert list(state_now(found[rows[0].pk]).values()) == [second]
    first.refresh_from_db()
    assert first.state == ReplyState.UNDER_STUDY, "never edited in place"
    # The same addressee, typed by somebody else: page and list compare alike.
    third = recorded(cast, page, addressee="agence  DU Sud", state="exists")
    open_reply(third, by=cast.network)
    assert [each.pk for each in answered_now(rows[:1])[0].answers] == [third.pk]
    assert Proposal.objects.filter(has_answer("exists")).get() == rows[0]
    assert not Proposal.objects.filter(has_answer("not_retained")).exists()


def test_answering_is_receiving_and_the_same_form_twice_is_one_answer(cast: Cast) -> None:
    sent = to_partner(cast)
    assert answered(cast, sent) == answered(cast, sent)
    record = sent.version.record
    for kind in (EventKind.ACKNOWLEDGED, EventKind.REPLY_RECORDED):
        assert record.events.filter(kind=kind).count() == 1
    told = Notice.objects.filter(kind="proposals.reply")
    assert {each.person_id for each in told} == {cast.coordinator.pk, cast.network.pk}


def test_the_addressee_answers_by_their_pages(cast: Cast, client_of: Browser) -> None:
    page = text_in(cast, "published")
    sent, (_link, token) = to_partner(cast, page), by_link(cast, page)
    form = {
        "blocks": blocks_of(sent.version), "state": "not_retained", "words": "",
        "dated": a_day().isoformat(), "agreed": "on",
    }  # fmt: skip
    for browser, url, who in (
        (client_of(cast.partner), sent.get_absolute_url(), AGENCY),
        (client_of(None), reverse("proposals:by_link", args=[token]), "Ville du Nord"),
    ):
        wrong = browser.post(url, {**form, "source": "javascript:alert(1)"})
        assert wrong.status_code == 422 and "checked" in text(wrong)
        assert browser.post(url, {**form, "words": "Pas de crédits."}).status_code == 302
        reply = Reply.objects.get(addressee=who)
        assert reply.agreed and reply.blocks.count() == 2
        # A link may have been handed on: the network makes what came by it public.
        assert reply.is_public == (who == AGENCY)
        assert "Pas de crédits." in text(browser.get(url))
    # What one addressee said is not on another's page.
    assert text(browser.get(url)).count("Pas de crédits.") == 1


def test_nobody_answers_in_the_name_of_another(cast: Cast) -> None:
    sent = to_partner(cast)
    link, _token = by_link(cast, sent.version.record.page)
    for one, by in ((sent, None), (sent, cast.account), (sent, cast.network), (link, cast.partner)):
        with pytest.raises(Http404):
            answer_transmission(one, said(one.version), by=by)


def test_an_answer_after_the_end_gives_the_words_back(cast: Cast, client_of: Browser) -> None:
    sent = to_partner(cast)
    end_transmission(sent, by=cast.coordinator)
    with pytest.raises(Over):
        answered(cast, sent)
    form = {"words": "Des mots à garder.", "state": "exists"}
    late = client_of(cast.partner).post(sent.get_absolute_url(), form)
    assert late.status_code == 409 and "Des mots à garder." in text(late)
    assert client_of(cast.account).post(sent.get_absolute_url(), form).status_code == 404
    assert not Reply.objects.exists()


# -- Costs ------------------------------------------------------------------------------


def test_lists_of_answers_cost_the_same_for_two_and_for_twenty(
    cast: Cast, client_of: Browser
) -> None:
    page = text_in(cast, "published")
    sent = to_partner(cast, page)
    for number in range(2):
        answered(cast, sent, words=f"Réponse {number}")
        by_link(cast, page, email=f"a{number}@ailleurs.org", organisation=f"Ville {number}")
    Transmission.objects.update(sent_at=timezone.now() - timedelta(days=70))
    urls = [
        (cast.network, replies_url(page)),
        (cast.partner, sent.get_absolute_url()),
        (cast.network, reverse("proposals:unanswered")),
    ]
    few = [queries_of(client_of(who), url) for who, url in urls]
    for number in range(2, 20):
        answered(cast, sent, words=f"Réponse {number}")
        by_link(cast, page, email=f"a{number}@ailleurs.org", organisation=f"Ville {number}")
    Transmission.objects.update(sent_at=timezone.now() - timedelta(days=70))
    assert [queries_of(client_of(who), url) for who, url in urls] == few


# -- Masks, persons ----------------------------------------------------------------------


def test_a_mask_hides_what_answers_quote_before_and_after(cast: Cast) -> None:
    page = text_in(cast, "published")
    sent = to_partner(cast, page)
    before = answered(cast, sent, words="Vos « Des permanences mobiles » existent.")
    mask(page, by=cast.coordinator, words="Des permanences mobiles", reason="Un nom.")
    after = answered(cast, sent, words="Des permanences mobiles, encore.", state="exists")
    before.refresh_from_db()
    assert "permanences" not in before.words and "permanences" not in after.words


def test_what_is_held_about_addressees(cast: Cast) -> None:
    sent, _token = by_link(cast, email=cast.account.email)
    mine = to_partner(cast)
    answered(cast, mine)
    by_name = {holding.name: holding for holding in holdings}
    kept, replies = by_name["proposals.transmissions"], by_name["proposals.replies"]
    for person in (cast.account, cast.partner):
        assert len(list(kept.collect(person))) == 1
    assert len(list(kept.collect(cast.coordinator))) == 2 and list(replies.collect(cast.partner))
    assert kept.scrub is not None and kept.purge is not None
    kept.scrub(cast.account)
    sent.refresh_from_db()
    assert (sent.name, sent.email) == ("", "") and sent.organisation == "Ville du Nord"
    link, _other = by_link(cast, text_in(cast, "validated"))
    assert kept.purge(timezone.now() + timedelta(days=300)) == 0
    assert kept.purge(timezone.now() + timedelta(days=500)) == 1
    link.refresh_from_db()
    assert link.email == "" and not Transmission.objects.filter(name="Ana Lopes").exists()
