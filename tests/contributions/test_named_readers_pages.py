"""Readings that are open: extended, closed, over, and said to all whom they concern."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone
from freezegun import freeze_time

from contributions.actions.base import NotNow
from contributions.actions.grant_reading import extend_reading, grant_reading, revoke_reading
from contributions.actions.versions import name_version
from contributions.assigning import tell_of_readings
from contributions.enums import EventKind
from contributions.models import ContributionPage, ReadingGrant
from contributions.selectors import open_grants, past_grants
from kit.access import Refused
from notifications.models import Notice
from tests.cast import Cast, draft
from tests.work.helpers import Browser, queries_of, text, url_of

from .life import kinds

pytestmark = pytest.mark.django_db


def soon(days: float = 7) -> Any:
    return timezone.now() + timedelta(days=days)


def opened(cast: Cast, page: ContributionPage, **more: Any) -> ReadingGrant:
    whom = more or {"person": cast.partner}
    return grant_reading(page, by=cast.coordinator, until=soon(), **whom)


def test_an_open_reading_is_extended_and_a_closed_one_is_not(cast: Cast) -> None:
    page = draft(cast)
    grant = opened(cast, page)
    until = soon(20)
    for _ in range(2):
        extend_reading(page, by=cast.coordinator, grant=grant, until=until)
    assert ReadingGrant.objects.get().until == until
    assert kinds(page).count(EventKind.READING_EXTENDED) == 1
    with pytest.raises(Refused):
        extend_reading(page, by=cast.coordinator, grant=grant, until=timezone.now())
    with pytest.raises(Refused):
        extend_reading(page, by=cast.member, grant=grant, until=soon(30))
    revoke_reading(page, by=cast.coordinator, grant=grant)
    with pytest.raises(NotNow):
        extend_reading(page, by=cast.coordinator, grant=grant, until=soon(30))


def test_readings_that_are_over_are_listed_apart(cast: Cast, client_of: Browser) -> None:
    page = draft(cast)
    lapsed, closed = opened(cast, page, person=cast.account), opened(cast, page)
    ReadingGrant.objects.filter(pk=lapsed.pk).update(until=timezone.now() - timedelta(days=1))
    revoke_reading(page, by=cast.coordinator, grant=closed)
    current = opened(cast, page, all_centres=True)
    assert [grant.pk for grant in open_grants(page.record)] == [current.pk]
    assert [grant.pk for grant in past_grants(page.record)] == [closed.pk, lapsed.pk]
    seen = text(client_of(cast.coordinator).get(url_of(page, "readers")))
    assert "Terminées" in seen and "refermée le" in seen


def test_a_date_is_changed_on_the_page_and_a_wrong_one_is_named(
    cast: Cast, client_of: Browser
) -> None:
    page = draft(cast)
    grant = opened(cast, page)
    browser, url = client_of(cast.coordinator), url_of(page, "readers")
    for wrong in ("", "hier", "2020-01-01"):
        sent = browser.post(url, {"extend": grant.pk, "until": wrong})
        assert (sent.status_code, bool(sent.context["extending"].errors)) == (422, True)
    assert browser.post(url, {"extend": grant.pk, "until": "2090-01-02"}).status_code == 302
    grant.refresh_from_db()
    assert grant.until.year == 2090
    assert browser.post(url, {"extend": "x", "until": "2090-01-02"}).status_code == 404
    other = opened(cast, draft(cast, "Un autre"))
    assert browser.post(url, {"extend": other.pk, "until": "2090-01-02"}).status_code == 404


def test_a_moderator_is_chosen_by_name_and_nobody_else_is_listed(
    cast: Cast, client_of: Browser
) -> None:
    page = draft(cast)
    browser, url = client_of(cast.coordinator), url_of(page, "readers")
    form = browser.get(url).context["form"]
    assert set(form.fields["moderator"].queryset) == {cast.moderator, cast.moderator_two}
    assert form["until"].value() >= soon(13).date()
    day = soon().date().isoformat()
    sent = {"reader": "moderator", "moderator": cast.moderator.pk, "until": day}
    assert browser.post(url, {**sent, "moderator": cast.account.pk}).status_code == 422
    assert browser.post(url, {**sent, "moderator": ""}).status_code == 422
    assert browser.post(url, sent).status_code == 302
    assert client_of(cast.moderator).get(url_of(page, "draft")).status_code == 200


def test_all_who_read_or_write_are_told_who_else_reads(cast: Cast, client_of: Browser) -> None:
    page = draft(cast)
    version = name_version(page, by=cast.coordinator, label="une")
    addresses = [
        url_of(page, "draft"), url_of(page, "work"), url_of(page, "version", version.number),
        reverse("wagtailadmin_pages:edit", args=[page.pk]),
    ]  # fmt: skip
    said = "Ce texte est ouvert à la lecture hors de ses groupes"
    browser = client_of(cast.member)
    for url in addresses:
        assert said not in text(browser.get(url)), url
    opened(cast, page)
    for url in addresses:
        seen = text(browser.get(url))
        assert said in seen and "Partner" in seen, url


def test_a_named_reader_is_told_why_and_until_when(cast: Cast, client_of: Browser) -> None:
    page = draft(cast)
    opened(cast, page)
    opened(cast, page, group=cast.mobility)
    seen = text(client_of(cast.partner).get(url_of(page, "draft")))
    assert "L'animation du groupe «\u202fSanté\u202f» vous a ouvert cette lecture" in seen
    assert "Coordinator" not in seen
    theirs = text(client_of(cast.other_member).get(url_of(page, "draft")))
    assert "au groupe «\u202fMobilités\u202f», le vôtre" in theirs
    ours = text(client_of(cast.member).get(url_of(page, "draft")))
    assert "Vous lisez sans écrire." not in ours


def test_a_reading_that_ends_is_told_once_to_each(cast: Cast) -> None:
    page = draft(cast)
    grant = opened(cast, page)
    for moment in (grant.until - timedelta(days=1), grant.until + timedelta(hours=1)):
        with freeze_time(moment):
            for _ in range(2):
                tell_of_readings(timezone.now())
    told = Notice.objects.filter(kind__startswith="contributions.reading_end")
    assert {(notice.kind, notice.person) for notice in told} == {
        ("contributions.reading_ending", cast.partner),
        ("contributions.reading_ended", cast.coordinator),
    }
    assert told.count() == 2


def test_the_page_costs_the_same_for_two_and_for_twenty(cast: Cast, client_of: Browser) -> None:
    page = draft(cast)
    browser, url = client_of(cast.coordinator), url_of(page, "readers")
    for _ in range(2):
        revoke_reading(page, by=cast.coordinator, grant=opened(cast, page))
        opened(cast, page)
    two = queries_of(browser, url)
    for _ in range(9):
        revoke_reading(page, by=cast.coordinator, grant=opened(cast, page))
        opened(cast, page, group=cast.mobility)
    assert queries_of(browser, url) == two
