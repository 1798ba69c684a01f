"""The link of a transmission: what it opens, and what receiving by it leaves."""

from __future__ import annotations

import pytest
from django.http import Http404
from django.utils import timezone

from contributions.enums import EventKind
from notifications.models import Letter, Notice
from proposals.actions.acknowledge import acknowledge
from proposals.actions.base import Over
from proposals.actions.end_transmission import end_transmission
from proposals.models import Transmission
from tests.cast import Cast, text_in
from tests.proposals.handing import (
    by_link,
    events,
    link_url,
    to_partner,
)
from tests.work.helpers import Browser, text

pytestmark = pytest.mark.django_db


def test_opening_a_link_changes_nothing(cast: Cast, client_of: Browser) -> None:
    page = text_in(cast, "validated", mark="premier")
    sent, token = by_link(cast, page)
    before = Transmission.objects.values().get(pk=sent.pk)
    for method in ("get", "head"):
        read = getattr(client_of(None), method)(link_url(token))
        assert read.status_code == 200
    assert Transmission.objects.values().get(pk=sent.pk) == before
    assert "premier" in text(client_of(None).get(link_url(token)))
    assert "no-store" in read["Cache-Control"] and "noindex" in read["X-Robots-Tag"]
    assert read["Referrer-Policy"] == "same-origin"
    assert client_of(None).get(f"/en{link_url(token)}").status_code == 200


@pytest.mark.parametrize("how", ["altered", "expired", "ended", "trashed"])
def test_a_link_that_is_over_says_so_and_nothing_of_the_text(
    cast: Cast, client_of: Browser, how: str
) -> None:
    page = text_in(cast, "validated", mark="canari")
    sent, token = by_link(cast, page)
    if how == "altered":
        token = token[:-1] + ("A" if token[-1] != "A" else "B")
    elif how == "expired":
        Transmission.objects.update(until=timezone.now())
    elif how == "ended":
        end_transmission(sent, by=cast.coordinator)
    else:
        page.record.trashed_at = timezone.now()
        page.record.save(update_fields=["trashed_at"])
    typed = {"words": "Des mots à garder.", "state": "exists"}
    for method, data in (("get", {}), ("post", typed)):
        over = getattr(client_of(None), method)(link_url(token), data)
        assert over.status_code == 404 and "canari" not in text(over)
    assert "Des mots à garder." in text(over)
    for name, *args in (("link_file", "x"), ("link_document", 1, "x.pdf")):
        assert client_of(None).get(link_url(token, name, *args)).status_code == 404


def test_the_letter_of_a_link_says_nothing_of_the_text(cast: Cast) -> None:
    page = text_in(cast, "validated", "Titre très secret", mark="canari")
    _sent, token = by_link(cast, page, language="en")
    letter = Letter.objects.get(address="ana@ailleurs.org")
    assert link_url(token).replace("/transmis/", "/en/transmis/") in letter.text
    for words in (letter.subject, letter.text, letter.html):
        assert "secret" not in words.lower() and "canari" not in words


def test_one_text_s_link_opens_no_other_text_s_files(cast: Cast, client_of: Browser) -> None:
    _sent, token = by_link(cast, text_in(cast, "validated"))
    url = link_url(token, "link_document", 1, "secret.pdf")
    assert client_of(None).get(url).status_code == 404


def test_receipt_is_acknowledged_once_by_the_account_or_the_link(
    cast: Cast, client_of: Browser
) -> None:
    page = text_in(cast, "validated")
    sent, (link, token) = to_partner(cast, page), by_link(cast, page)
    for browser, url, one in (
        (client_of(cast.partner), sent.get_absolute_url(), sent),
        (client_of(None), link_url(token), link),
    ):
        assert browser.post(url, {"received": "1"}).status_code == 302
        one.refresh_from_db()
        first = one.acknowledged_at
        assert browser.post(url, {"received": "1"}).status_code == 302
        one.refresh_from_db()
        assert first is not None and one.acknowledged_at == first
    assert events(page, EventKind.ACKNOWLEDGED) == 2
    told = Notice.objects.filter(kind="proposals.acknowledged")
    assert {notice.person_id for notice in told} == {cast.coordinator.pk, cast.network.pk}
    assert told.count() == 4


@pytest.mark.parametrize("role", ["coordinator", "network", "superuser", "account", "member"])
def test_nobody_acknowledges_in_the_name_of_another(cast: Cast, role: str) -> None:
    sent = to_partner(cast)
    with pytest.raises(Http404):
        acknowledge(sent, by=getattr(cast, role))
    with pytest.raises(Http404):
        acknowledge(sent)
    assert Transmission.objects.get().acknowledged_at is None


def test_nothing_is_acknowledged_after_the_end(cast: Cast) -> None:
    sent, _token = by_link(cast)
    end_transmission(sent, by=cast.coordinator)
    with pytest.raises(Over):
        acknowledge(sent)
    assert Transmission.objects.get().acknowledged_at is None
