"""What a transmission opens to its addressee, what it does not, and until when."""

from __future__ import annotations

import pytest
from django.urls import reverse
from django.utils import timezone

from contributions import rules
from contributions.actions.open_edition import open_edition
from contributions.actions.withdraw import withdraw
from contributions.actions.write import write
from contributions.audience import audience_of_version
from contributions.enums import Verb
from contributions.models import ContributionPage
from contributions.querysets import addressed_to
from kit.access import Answer
from people.actions.mandates import end_mandate, entrust
from people.enums import MandateKind
from people.models import Mandate, User
from proposals.actions.end_transmission import end_transmission
from proposals.rules import verdict_on_transmitting
from tests.cast import STATES, Cast, fresh, person, text_in
from tests.proposals.handing import (
    AGENCY,
    by_link,
    link_url,
    to_partner,
    version_of,
)
from tests.work.helpers import EVERYONE, Browser, answers, text

pytestmark = pytest.mark.django_db


def private_pages(page: ContributionPage) -> list[str]:
    number = page.record.pk
    names = ("contributions:draft", "contributions:work", "contributions:readers",
             "contributions:sharing", "discussion:threads", "proposals:transmissions",
             "proposals:replies", "cowriting:parts")  # fmt: skip
    return [reverse(name, args=[number]) for name in names]


@pytest.mark.parametrize("state", ["validated", "scheduled", "new_edition"])
def test_a_partner_reads_the_version_and_nothing_else(
    cast: Cast, client_of: Browser, state: str
) -> None:
    page = text_in(cast, state, mark="premier")
    browser = client_of(cast.partner)
    version = version_of(page)
    hidden = state != "new_edition"
    url = reverse("contributions:version", args=[page.record.pk, version.number])
    assert browser.get(url).status_code == (404 if hidden else 200)
    sent = to_partner(cast, page)
    read = browser.get(sent.get_absolute_url())
    assert read.status_code == 200 and "premier" in text(read)
    assert "no-store" in read["Cache-Control"]
    assert browser.get(url).status_code == 200
    for address in private_pages(page):
        assert browser.get(address).status_code == 404, address
    partner = User.objects.get(pk=cast.partner.pk)
    for verb in (Verb.READ_DRAFT, Verb.REMARK, Verb.SEE_PROGRESS, Verb.EDIT, Verb.GRANT_READING):
        assert not rules.can(verb, partner, fresh(page)), verb
    assert "Member" not in text(read) and "Centre Nord" not in text(read)


def test_a_later_word_is_not_read(cast: Cast, client_of: Browser) -> None:
    page = text_in(cast, "published", mark="premier")
    sent = to_partner(cast, page)
    open_edition(page, by=cast.coordinator)
    write(fresh(page), by=cast.member, summary="Un canari dans le brouillon.")
    read = text(client_of(cast.partner).get(sent.get_absolute_url()))
    assert "premier" in read and "canari" not in read


#: Who has the page of one transmission: its addressee alone.
RECEIVES = {who: "missing" if who else "sign in" for who in EVERYONE} | {"partner": "ok"}


def test_the_addressee_alone_has_the_page_of_what_they_received(
    cast: Cast, client_of: Browser
) -> None:
    sent = to_partner(cast, text_in(cast, "validated"))
    assert answers(client_of, cast, sent.get_absolute_url()) == RECEIVES
    assert answers(client_of, cast, reverse("proposals:received")) == RECEIVES
    missing = reverse("proposals:received_one", args=[10**18])
    assert answers(client_of, cast, missing) == RECEIVES | {"partner": "missing"}


@pytest.mark.parametrize("how", ["ended", "mandate", "trashed", "closed"])
def test_what_is_over_opens_nothing(cast: Cast, client_of: Browser, how: str) -> None:
    page = text_in(cast, "validated")
    sent = to_partner(cast, page)
    version = sent.version
    if how == "ended":
        end_transmission(sent, by=cast.moderator)
    elif how == "mandate":
        end_mandate(Mandate.objects.get(person=cast.partner), by=cast.superuser)
    elif how == "closed":
        User.objects.filter(pk=cast.partner.pk).update(is_active=False)
    else:
        page.record.trashed_at = timezone.now()
        page.record.save(update_fields=["trashed_at"])
    partner = User.objects.get(pk=cast.partner.pk)
    assert not rules.can_read_version(partner, version, fresh(page))
    assert not {key for find in addressed_to for key in find(partner)}
    if how != "closed":
        assert client_of(partner).get(sent.get_absolute_url()).status_code == 404


def test_rule_and_list_say_the_same_of_what_is_transmitted(cast: Cast) -> None:
    partner = User.objects.get(pk=cast.partner.pk)
    for state in STATES:
        page = text_in(cast, state, f"Texte {state}")
        if verdict_on_transmitting(cast.coordinator, page):
            to_partner(cast, page)
    listed = set(
        ContributionPage.objects.frozen_visible_to(partner).values_list("title", flat=True)
    )
    allowed = {
        page.title
        for page in ContributionPage.objects.all()
        if rules.can_read_frozen(partner, page)
    }
    assert listed == allowed == {"Texte validated", "Texte scheduled"}


def test_a_withdrawn_text_is_still_read_by_whom_it_was_transmitted_to(
    cast: Cast, client_of: Browser
) -> None:
    page = text_in(cast, "published", mark="premier")
    sent, (_link, token) = to_partner(cast, page), by_link(cast, page)
    withdraw(page, by=cast.coordinator, note="Une personne était reconnaissable.")
    withdraw(page, by=cast.moderator)
    for browser, url in (
        (client_of(cast.partner), sent.get_absolute_url()),
        (client_of(None), link_url(token)),
    ):
        read = text(browser.get(url))
        assert "premier" in read and "Une personne était reconnaissable." in read
    permanent = reverse("contributions:permanent", args=[page.record.pk])
    assert client_of(cast.partner).get(permanent, follow=True).status_code == 410


def test_the_embargo_and_the_dates_are_shown(cast: Cast, client_of: Browser) -> None:
    sent = to_partner(cast, text_in(cast, "scheduled"), message="Pour votre comité.")
    read = text(client_of(cast.partner).get(sent.get_absolute_url()))
    assert "Sous embargo" in read and "Figée le" in read and "Pour votre comité." in read


def test_what_is_read_says_to_whom_it_was_transmitted(cast: Cast) -> None:
    page = text_in(cast, "validated")
    sent = to_partner(cast, page)
    assert audience_of_version(fresh(page), sent.version).addressees == [AGENCY]
    end_transmission(sent, by=cast.coordinator)
    assert audience_of_version(fresh(page), sent.version).addressees == []


#: What an addressee is answered otherwise than another partner, in each state of the text:
#: who reads a version is told that it is not published, and not replaced.
_HIDDEN = {
    Verb.READ_FROZEN: Answer.ALLOWED,
    Verb.READ_PUBLISHED: Answer.FORBIDDEN,
    Verb.REPLACE: Answer.FORBIDDEN,
}
OTHERWISE: dict[str, dict[Verb, Answer]] = {
    "validated": _HIDDEN,
    "scheduled": _HIDDEN,
    "withdrawn": {Verb.READ_WITHDRAWN: Answer.ALLOWED},
}


@pytest.mark.parametrize(
    "state", ["validated", "scheduled", "published", "new_edition", "withdrawn"]
)
def test_an_addressee_is_answered_as_any_partner_but_for_reading(cast: Cast, state: str) -> None:
    page = text_in(cast, "published" if state == "withdrawn" else state)
    to_partner(cast, page)
    other = person("other_partner")
    entrust(other, MandateKind.PARTNER, by=cast.superuser)
    if state == "withdrawn":
        withdraw(page, by=cast.coordinator, note="Un motif.")
        withdraw(page, by=cast.moderator)
    text_now = fresh(page)
    addressee = User.objects.get(pk=cast.partner.pk)
    for verb in Verb:
        as_any = rules.verdict(verb, other, text_now).answer
        expected = OTHERWISE.get(state, {}).get(verb, as_any)
        assert rules.verdict(verb, addressee, text_now).answer is expected, verb
