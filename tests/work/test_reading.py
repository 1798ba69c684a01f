"""Reading what is not public: drafts and frozen versions."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from contributions.actions.grant_reading import grant_reading, revoke_reading
from contributions.actions.versions import name_version
from contributions.actions.write import write
from tests.cast import Cast, draft, text_in

from .helpers import EVERYONE, Browser, answers, only, text, url_of

GROUP = ("member", "coordinator", "superuser")


def test_a_draft_is_read_by_its_group_alone(cast: Cast, client_of: Browser) -> None:
    page = draft(cast)
    assert answers(client_of, cast, url_of(page, "draft")) == only(*GROUP)


def test_the_draft_shows_the_words_that_were_saved_last(cast: Cast, client_of: Browser) -> None:
    page = text_in(cast, "new_edition")
    write(page, by=cast.member, summary="Un chapô récrit hier soir.")
    response = client_of(cast.member).get(url_of(page, "draft"))
    assert "Un chapô récrit hier soir." in text(response)
    assert "ce n'est pas ce qui est publié" in text(response)
    assert response["Cache-Control"] == "private, no-store"
    assert "récrit" not in text(client_of(None).get(page.url))


def test_a_draft_that_is_what_the_public_reads_says_so(cast: Cast, client_of: Browser) -> None:
    page = text_in(cast, "published")
    assert client_of(cast.member).get(url_of(page, "draft")).context["is_what_is_published"]


def test_a_named_reader_reads_until_the_reading_is_closed(cast: Cast, client_of: Browser) -> None:
    page = draft(cast)
    until = timezone.now() + timedelta(days=2)
    grant = grant_reading(page, by=cast.coordinator, person=cast.partner, until=until)
    browser, url = client_of(cast.partner), url_of(page, "draft")
    response = browser.get(url)
    assert response.status_code == 200
    assert url_of(page, "work") not in text(response)
    assert browser.get(url_of(page, "work")).status_code == 404
    revoke_reading(page, by=cast.coordinator, grant=grant)
    assert browser.get(url).status_code == 404


def test_a_reader_of_one_version_reads_no_other(cast: Cast, client_of: Browser) -> None:
    page = draft(cast)
    first = name_version(page, by=cast.member, label="un")
    name_version(page, by=cast.member, label="deux")
    until = timezone.now() + timedelta(days=2)
    grant_reading(page, by=cast.coordinator, person=cast.account, until=until, version=first)
    browser = client_of(cast.account)
    got = [
        browser.get(url).status_code
        for url in (url_of(page, "version", 1), url_of(page, "version", 2), url_of(page, "draft"))
    ]
    assert got == [200, 404, 404]


@pytest.mark.parametrize(
    ("state", "readers"),
    [
        ("review", (*GROUP, "director")),
        ("validation", (*GROUP, "director", "moderator")),
        ("validated", (*GROUP, "director", "moderator")),
        ("withdrawn", (*GROUP, "director", "moderator", "network")),
        ("published", EVERYONE),
    ],
)
def test_a_frozen_version_is_read_by_those_it_concerns(
    cast: Cast, client_of: Browser, state: str, readers: tuple[str | None, ...]
) -> None:
    page = text_in(cast, state)
    assert answers(client_of, cast, url_of(page, "version", 1)) == only(*readers)


def test_a_named_version_stays_in_its_group_after_publication(
    cast: Cast, client_of: Browser
) -> None:
    page = text_in(cast, "new_edition")
    name_version(page, by=cast.member, label="intime")
    assert answers(client_of, cast, url_of(page, "version", 2)) == only(*GROUP)


def test_a_version_of_another_text_is_missing(cast: Cast, client_of: Browser) -> None:
    page, other = draft(cast), draft(cast, "Un autre")
    name_version(page, by=cast.member, label="une")
    url = reverse("contributions:version", args=[other.record.pk, 1])
    assert answers(client_of, cast, url) == only()
    assert client_of(None).get(url_of(page, "version", 10**30)).status_code == 302


def test_a_private_version_is_kept_out_of_caches_and_a_public_one_is_not(
    cast: Cast, client_of: Browser
) -> None:
    private, public = text_in(cast, "review"), text_in(cast, "published", "Un autre")
    kept = client_of(cast.member).get(url_of(private, "version", 1))
    assert kept["Cache-Control"] == "private, no-store"
    assert "Cache-Control" not in client_of(None).get(url_of(public, "version", 1))


def test_a_version_keeps_its_words_when_the_draft_goes_on(cast: Cast, client_of: Browser) -> None:
    page = draft(cast)
    name_version(page, by=cast.member, label="une")
    write(page, by=cast.member, summary="La suite du chapô.")
    browser = client_of(cast.member)
    assert "La suite du chapô." not in text(browser.get(url_of(page, "version", 1)))
    assert "La suite du chapô." in text(browser.get(url_of(page, "draft")))
