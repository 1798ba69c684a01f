"""Opening a text to named readers until a date."""

from __future__ import annotations

from datetime import timedelta

from django.utils import timezone

from contributions.actions.grant_reading import grant_reading
from contributions.models import ReadingGrant
from tests.cast import Cast, draft

from .helpers import Browser, answers, only, text, url_of


def a_form(**words: object) -> dict[str, object]:
    until = (timezone.now() + timedelta(days=10)).date().isoformat()
    return {"reader": "person", "email": "partner@example.org", "until": until} | words


def test_coordination_opens_readings_and_members_are_told_why_not(
    cast: Cast, client_of: Browser
) -> None:
    url = url_of(draft(cast), "readers")
    assert answers(client_of, cast, url) == only("coordinator", "superuser") | {"member": "refused"}


def test_a_person_is_let_in_by_address_and_out_again(cast: Cast, client_of: Browser) -> None:
    page = draft(cast)
    browser, url = client_of(cast.coordinator), url_of(page, "readers")
    assert browser.post(url, a_form(email="PARTNER@example.org")).status_code == 302
    assert client_of(cast.partner).get(url_of(page, "draft")).status_code == 200
    shown = browser.get(url)
    assert shown["Cache-Control"] == "private, no-store"
    assert "Partner" in text(shown)
    grant = ReadingGrant.objects.get()
    assert browser.post(url, {"revoke": grant.pk}).status_code == 302
    assert client_of(cast.partner).get(url_of(page, "draft")).status_code == 404


def test_a_reading_lasts_until_its_day_ends_in_the_west(cast: Cast, client_of: Browser) -> None:
    cast.member.time_zone = "America/Martinique"
    cast.member.save()
    page = draft(cast)
    client_of(cast.coordinator).post(url_of(page, "readers"), a_form(until="2090-05-01"))
    assert ReadingGrant.objects.get().until.isoformat() == "2090-05-02T03:59:00+00:00"


def test_the_same_reading_sent_twice_is_opened_once(cast: Cast, client_of: Browser) -> None:
    page = draft(cast)
    for _ in range(2):
        client_of(cast.coordinator).post(url_of(page, "readers"), a_form())
    assert ReadingGrant.objects.count() == 1


def test_a_group_and_every_centre_may_be_let_in(cast: Cast, client_of: Browser) -> None:
    page = draft(cast)
    browser, url = client_of(cast.coordinator), url_of(page, "readers")
    browser.post(url, a_form(reader="group", group=cast.mobility.pk))
    assert client_of(cast.other_member).get(url_of(page, "draft")).status_code == 200
    browser.post(url, a_form(reader="centres"))
    assert client_of(cast.director).get(url_of(page, "draft")).status_code == 200


def test_what_is_wrong_is_named_and_what_was_typed_is_kept(cast: Cast, client_of: Browser) -> None:
    page = draft(cast)
    browser, url = client_of(cast.coordinator), url_of(page, "readers")
    for words in (
        {"email": "nobody@example.org"}, {"until": "2020-01-01"}, {"until": "9999-12-31"},
        {"reader": "group"}, {"reader": "group", "group": 10**30}, {"version": 10**30},
        {"email": "a\x00b@example.org"},
    ):  # fmt: skip
        sent = browser.post(url, a_form(**words))
        assert (sent.status_code, ReadingGrant.objects.count()) == (422, 0), words
        assert sent.context["form"].errors, words


def test_another_text_s_reading_is_missing_here(cast: Cast, client_of: Browser) -> None:
    page, other = draft(cast), draft(cast, "Un autre")
    until = timezone.now() + timedelta(days=2)
    grant = grant_reading(other, by=cast.coordinator, person=cast.partner, until=until)
    for key in (grant.pk, 10**30, "x"):
        sent = client_of(cast.coordinator).post(url_of(page, "readers"), {"revoke": key})
        assert sent.status_code == 404
    grant.refresh_from_db()
    assert grant.revoked_at is None
