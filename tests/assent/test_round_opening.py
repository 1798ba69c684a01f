"""The form that opens a round: by when, and which centres besides those of the members."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from assent.models import Round
from contributions.actions.set_dates import set_dates
from contributions.models import ContributionPage
from groups.deadlines import end_of_day, westernmost_zone
from groups.enums import Step
from people.models import Centre
from tests.cast import Cast, draft, fresh
from tests.work.helpers import Browser, act_url, text, tokens_of

from .rounds import round_of

pytestmark = pytest.mark.django_db

SLUG = "ouvrir-relecture"


def centre(name: str, *, is_published: bool = True) -> Centre:
    return Centre.objects.create(name=name, slug=name.lower(), is_published=is_published)


def opened(browser: Any, page: ContributionPage, **sent: Any) -> Any:
    tokens = tokens_of(browser.get(act_url(page, SLUG)))
    return browser.post(act_url(page, SLUG), tokens | sent)


def test_centres_are_added_and_the_day_ends_with_the_westernmost_member(
    cast: Cast, client_of: Browser
) -> None:
    cast.member.time_zone = "America/Martinique"
    cast.member.save()
    east, hidden, page = centre("Est"), centre("Inconnu", is_published=False), draft(cast)
    browser = client_of(cast.coordinator)
    shown = text(browser.get(act_url(page, SLUG)))
    assert "Est" in shown
    assert hidden.name not in shown
    assert "Centre Nord" not in shown
    day = (timezone.now() + timedelta(days=9)).date()
    assert opened(browser, page, due=str(day), centres=[east.pk]).status_code == 302
    round_ = round_of(page)
    assert round_.due == end_of_day(day, westernmost_zone())
    assert str(westernmost_zone()) == "America/Martinique"
    assert list(round_.owing.filter(by_hand=True).values_list("centre", flat=True)) == [east.pk]


def test_a_day_that_nobody_touched_keeps_the_date_of_the_review(
    cast: Cast, client_of: Browser
) -> None:
    page, noon = draft(cast), timezone.now() + timedelta(days=9)
    set_dates(page, by=cast.coordinator, dates={Step.REVIEW: noon})
    browser = client_of(cast.coordinator)
    shown = browser.get(act_url(page, SLUG)).context["form"]["due"].value()
    assert opened(browser, page, due=str(shown)).status_code == 302
    assert round_of(page).due == noon


def test_without_a_date_the_round_has_none(cast: Cast, client_of: Browser) -> None:
    page = draft(cast)
    assert opened(client_of(cast.coordinator), page).status_code == 302
    assert round_of(page).due is None


def test_what_is_wrong_opens_nothing_and_is_kept(cast: Cast, client_of: Browser) -> None:
    page, browser = draft(cast), client_of(cast.coordinator)
    asked = Centre.objects.get(pk=cast.north.pk)
    for sent in (
        {"due": "hier"},
        {"centres": ["x"]},
        {"centres": [10**30]},
        {"centres": [asked.pk]},
    ):
        answer = opened(browser, page, note="Un mot gardé.", **sent)
        assert answer.status_code == 422, sent
        assert "Un mot gardé." in text(answer)
    past = opened(browser, page, note="Un mot gardé.", due="2020-05-25")
    assert past.status_code == 403
    assert "Un mot gardé." in text(past)
    assert not Round.objects.exists()
    assert fresh(page).record.reviewed_version is None


def test_a_form_that_comes_late_keeps_the_centres_that_were_ticked(
    cast: Cast, client_of: Browser
) -> None:
    page, east, west = draft(cast), centre("Est"), centre("Ouest")
    browser = client_of(cast.coordinator)
    tokens = tokens_of(browser.get(act_url(page, SLUG)))
    later = timezone.now() + timedelta(days=9)
    set_dates(page, by=cast.coordinator, dates={Step.WRITING: later})
    late = browser.post(act_url(page, SLUG), tokens | {"centres": [east.pk, west.pk]})
    assert late.status_code == 409
    assert text(late).count("checked") == 2
