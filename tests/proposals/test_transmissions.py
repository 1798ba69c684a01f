"""Handing a version on: who does it, to whom, by which form, and how it ends."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.http import Http404
from django.urls import reverse
from django.utils import timezone

from contributions.actions.open_edition import open_edition
from contributions.actions.write import write
from contributions.enums import EventKind
from contributions.life import details_of
from contributions.told_of_blocks import told_of
from kit.access import Refused
from notifications.models import Letter
from people.models import User
from proposals.actions.acknowledge import acknowledge
from proposals.actions.end_transmission import end_transmission
from proposals.actions.transmit import Addressee, transmit
from proposals.models import Transmission
from tests.cast import STATES, Cast, fresh, text_in
from tests.proposals.handing import (
    AGENCY,
    blocks_of,
    by_link,
    events,
    link_url,
    page_url,
    to_partner,
    version_of,
)
from tests.work.helpers import EVERYONE, Browser, answers, text

pytestmark = pytest.mark.django_db

SAID = {"ok": "✓", "sign in": "L", "missing": "4", "refused": "3"}


#: The row of the matrix, in the order of `EVERYONE`; an associated group's coordinator too.
TRANSMITS = dict(zip(EVERYONE, "L43✓✓✓344444✓", strict=True)) | {"associated_member": "✓"}
#: Before anything was validated: the same people are told why not.
TOO_SOON = {who: "3" if mark == "✓" else mark for who, mark in TRANSMITS.items()}


@pytest.mark.parametrize("state", STATES)
def test_who_may_transmit_in_each_state(cast: Cast, client_of: Browser, state: str) -> None:
    page = text_in(cast, state)
    page.record.associated_groups.add(cast.housing)
    handed = state in ("validated", "scheduled", "published", "new_edition", "replaced")
    expected = dict(TRANSMITS if handed else TOO_SOON)
    if state in ("drafting", "trashed"):
        # The director's centre was never asked.
        expected["director"] = "4"
    found = answers(client_of, cast, page_url(page))
    assert {who: SAID[said] for who, said in found.items()} == expected


def test_a_text_that_does_not_exist_answers_as_a_hidden_one(cast: Cast, client_of: Browser) -> None:
    url = reverse("proposals:transmissions", args=[999_999])
    found = answers(client_of, cast, url)
    assert set(found.values()) == {"missing", "sign in"} and found[None] == "sign in"


@pytest.mark.parametrize("role", ["account", "member", "director", "partner", "other_coordinator"])
def test_nobody_else_transmits_nor_ends(cast: Cast, role: str) -> None:
    sent = to_partner(cast, text_in(cast, "validated"))
    by: User = getattr(cast, role)
    to = Addressee("Autre", name="Bo", email="bo@ailleurs.org")
    soon = timezone.now() + timedelta(days=3)
    for act in (
        lambda: transmit(version_of(sent.version.record.page), to=to, by=by, until=soon),
        lambda: end_transmission(sent, by=by),
    ):
        with pytest.raises((Refused, Http404)):
            act()
    assert Transmission.objects.get().ended_at is None


@pytest.mark.parametrize("role", ["coordinator", "moderator", "network", "superuser"])
def test_the_coordination_the_moderation_and_the_network_transmit(cast: Cast, role: str) -> None:
    page = text_in(cast, "validated")
    to = Addressee(AGENCY, account=cast.partner)
    sent, token = transmit(version_of(page), to=to, by=getattr(cast, role))
    assert token == "" and sent.sent_by == getattr(cast, role)
    assert events(page, EventKind.TRANSMITTED) == 1


def test_what_a_superuser_opens_is_logged(cast: Cast, client_of: Browser) -> None:
    page = text_in(cast, "validated")
    client_of(cast.superuser).get(page_url(page))
    assert page.record.events.filter(kind="admin_access", actor=cast.superuser).exists()


def test_a_version_that_is_neither_validated_nor_public_is_not_handed_on(cast: Cast) -> None:
    page = text_in(cast, "published")
    old = version_of(page)
    open_edition(page, by=cast.coordinator)
    write(fresh(page), by=cast.member, title="Une autre version")
    named = fresh(page).record.versions.create(
        number=99, kind="named", revision=fresh(page).latest_revision, title="X", content_hash="x"
    )
    named.record = page.record
    with pytest.raises(Refused):
        transmit(named, to=Addressee(AGENCY, account=cast.partner), by=cast.coordinator)
    assert transmit(old, to=Addressee(AGENCY, account=cast.partner), by=cast.coordinator)


@pytest.mark.parametrize(
    "to",
    [
        Addressee("", name="Ana", email="a@b.org"),
        Addressee("Ville", name="", email="a@b.org"),
        Addressee("Ville", name="Ana", email=""),
    ],
)
def test_an_addressee_without_a_name_or_an_address_is_refused(cast: Cast, to: Addressee) -> None:
    until = timezone.now() + timedelta(days=3)
    with pytest.raises(Refused):
        transmit(version_of(text_in(cast, "published")), to=to, by=cast.coordinator, until=until)
    assert not Transmission.objects.exists() and not Letter.objects.exists()


def test_an_account_that_is_no_partner_receives_nothing(cast: Cast) -> None:
    to = Addressee(AGENCY, account=cast.account)
    with pytest.raises(Refused):
        transmit(version_of(text_in(cast, "published")), to=to, by=cast.coordinator)


@pytest.mark.parametrize("days", [-1, 0, 400])
def test_a_link_ends_within_the_year(cast: Cast, days: int) -> None:
    with pytest.raises(Refused):
        by_link(cast, until=timezone.now() + timedelta(days=days))


def test_the_same_form_twice_transmits_once(cast: Cast) -> None:
    page = text_in(cast, "published")
    to_partner(cast, page)
    by_link(cast, page)
    for again in (lambda: to_partner(cast, page), lambda: by_link(cast, page)):
        with pytest.raises(Refused):
            again()
    assert Transmission.objects.count() == events(page, EventKind.TRANSMITTED) == 2


def test_the_form_transmits_ends_and_keeps_what_was_typed(cast: Cast, client_of: Browser) -> None:
    page = text_in(cast, "validated")
    browser, url = client_of(cast.coordinator), page_url(page)
    day = (timezone.now() + timedelta(days=30)).date().isoformat()
    form = {
        "version": version_of(page).pk, "organisation": "Ville du Nord", "account": "",
        "name": "Ana Lopes", "email": "pas une adresse", "until": day, "language": "fr",
        "message": "Merci de répondre.",
    }  # fmt: skip
    wrong = browser.post(url, form)
    assert wrong.status_code == 422 and "Merci de répondre." in text(wrong)
    made = browser.post(url, {**form, "email": "ana@ailleurs.org"})
    token = made.context["address"].rstrip("/").rpartition("/")[2]
    assert made.status_code == 200 and client_of(None).get(link_url(token)).status_code == 200
    assert token not in text(browser.get(url))
    assert token not in str(Transmission.objects.values().get())
    assert browser.post(url, {"end": "x"}).status_code == 404
    key = Transmission.objects.get().pk
    assert browser.post(url, {"end": key}).status_code == 302
    assert client_of(None).get(link_url(token)).status_code == 404
    assert events(page, EventKind.TRANSMISSION_ENDED) == 1
    browser.post(url, {"end": key})
    assert events(page, EventKind.TRANSMISSION_ENDED) == 1
    account = {**form, "account": cast.partner.pk, "name": "", "email": "", "until": ""}
    assert browser.post(url, account).status_code == 302


def test_an_account_and_an_address_are_one_too_many(cast: Cast, client_of: Browser) -> None:
    """No letter would leave for the address: nobody is left to believe that one did."""
    page = text_in(cast, "published")
    day = (timezone.now() + timedelta(days=30)).date().isoformat()
    form = {
        "version": version_of(page).pk, "organisation": "Ville du Nord",
        "account": cast.partner.pk, "name": "Ana Lopes", "email": "ana@ailleurs.org",
        "until": day, "language": "fr", "message": "Merci de répondre.",
    }  # fmt: skip
    wrong = client_of(cast.coordinator).post(page_url(page), form)
    assert wrong.status_code == 422
    for words in (
        "le compte du partenaire, ou une adresse",
        "Merci de répondre.",
        "ana@ailleurs.org",
    ):
        assert words in text(wrong)
    to = Addressee("Ville", account=cast.partner, email="ana@ailleurs.org")
    with pytest.raises(Refused):
        transmit(version_of(page), to=to, by=cast.coordinator)
    assert not Transmission.objects.exists() and not Letter.objects.exists()


def test_what_was_sent_by_mistake_is_told_no_more_and_logged(
    cast: Cast, client_of: Browser
) -> None:
    page = text_in(cast, "published")
    keys = blocks_of(version_of(page))
    wrong = to_partner(cast, page, is_public=True)
    acknowledge(wrong, by=cast.partner)
    right, _token = by_link(cast, page, is_public=True)
    browser, url = client_of(cast.coordinator), page_url(page)

    def told() -> str:
        return str(told_of(fresh(page).record, keys))

    assert f"Transmise à {AGENCY}" in told() and f"Reçue par {AGENCY}" in told()
    assert browser.post(url, {"end": wrong.pk}).status_code == 302
    assert f"Transmise à {AGENCY}" in told(), "what was rightly sent stays told once it ends"
    # That it was a mistake may be seen later.
    assert "Envoyée par erreur" in text(browser.get(url))
    assert browser.post(url, {"end": wrong.pk, "mistaken": "on"}).status_code == 302
    assert AGENCY not in told() and right.organisation in told()
    last = page.record.events.filter(kind=EventKind.TRANSMISSION_ENDED).latest("pk")
    assert last.data["mistaken"] and "Envoyée par erreur" in details_of(last)
    browser.post(url, {"end": wrong.pk, "mistaken": "on"})
    assert events(page, EventKind.TRANSMISSION_ENDED) == 2
