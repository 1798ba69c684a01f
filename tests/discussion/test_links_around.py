"""What links bring with them: files, news, letters, what others are told, what is forgotten."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.cache import cache
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from freezegun import freeze_time

from contributions.actions.mask import mask
from contributions.audience import audience_of_version
from contributions.models import ContributionPage, Version
from discussion.actions.answer import answer
from discussion.actions.declare import declare
from discussion.actions.make_link import make_link
from discussion.actions.review import give_opinion, remark_by_link
from discussion.actions.revoke_link import revoke_link
from discussion.actions.settle import settle
from discussion.models import Opinion, Remark, ReviewerLink
from notifications.models import Letter, Notice
from tests.cast import Cast, fresh, text_in
from tests.media.files import Files, files_of, text_using
from tests.work.helpers import Browser, text, url_of

pytestmark = pytest.mark.django_db


def soon(days: float = 7) -> Any:
    return timezone.now() + timedelta(days=days)


def opened(cast: Cast, page: ContributionPage, **more: Any) -> tuple[ReviewerLink, str]:
    """A link to the version in review, whose reader has said who they are."""
    version: Version = page.record.reviewed_version  # type: ignore[assignment]
    facts = {"invited": "Ana Lopes", "email": "", "until": soon()} | more
    link, token = make_link(version, by=cast.coordinator, **facts)
    return declare(link, name="Ana Canari", organisation="Université"), token


def address(token: str, name: str = "review", *args: Any) -> str:
    return reverse(f"discussion:{name}", args=[token, *args])


# -- Files -------------------------------------------------------------------------------


@pytest.fixture
def folder(settings: Any, tmp_path: Path) -> Iterator[None]:
    settings.MEDIA_ROOT = str(tmp_path)
    cache.clear()
    yield
    cache.clear()


def led_to(html: str, token: str) -> set[str]:
    """Every address of the link's files in a page."""
    return set(re.findall(rf"/avis/{token}/(?:fichiers|documents)/[^\s\",]+", html))


def test_the_files_of_the_version_load_by_the_link_and_by_no_other_address(
    cast: Cast, client_of: Browser, folder: None
) -> None:
    files = files_of(cast.health, by=cast.member, name="sante")
    other = files_of(cast.health, by=cast.member, name="ailleurs")
    page = text_using(cast, files, "review")
    _link, token = opened(cast, page)
    browser = client_of(None)
    seen = text(browser.get(address(token)))
    found = led_to(seen, token)
    assert any("/documents/" in url for url in found) and any("webp" in url for url in found)
    for url in found:
        got = browser.get(url)
        assert got.status_code == 200 and "no-store" in got["Cache-Control"], url
    assert '="/media/' not in seen and '="/documents/' not in seen
    for url in files.addresses().values():
        assert browser.get(url).status_code == 302, url
    for stolen in (
        address(token, "review_file", other.image.file.name),
        address(token, "review_document", other.document.pk, other.document.filename),
        address(token, "review_document", files.document.pk, "autre.pdf"),
        address(token, "review_file", "images/rien.png"),
    ):
        assert browser.get(stolen).status_code == 404, stolen


def test_a_masked_file_does_not_load_by_the_link(
    cast: Cast, client_of: Browser, folder: None
) -> None:
    files: Files = files_of(cast.health, by=cast.member, name="sante")
    page = text_using(cast, files, "review")
    _link, token = opened(cast, page)
    url = address(token, "review_document", files.document.pk, files.document.filename)
    assert client_of(None).get(url).status_code == 200
    mask(page, by=cast.coordinator, reason="Une personne.", document=files.document)
    assert client_of(None).get(url).status_code == 404


def test_masked_words_are_not_read_by_the_link(cast: Cast, client_of: Browser) -> None:
    page = text_in(cast, "review")
    _link, token = opened(cast, page)
    mask(page, by=cast.coordinator, reason="Une personne.", words="soins reportés")
    assert "soins reportés" not in text(client_of(None).get(address(token)))


# -- Whom it is told ---------------------------------------------------------------------


def test_the_coordination_is_told_of_an_opinion_once_a_day(cast: Cast, client_of: Browser) -> None:
    link, _token = opened(cast, text_in(cast, "review"))
    for words in ("Bien.", "Très bien."):
        give_opinion(link, stance="favourable", words=words)
    rows = Notice.objects.filter(kind="discussion.opined")
    assert [row.person for row in rows] == [cast.coordinator]
    seen = text(client_of(cast.coordinator).get("/espace/nouvelles/"))
    assert "Avis d'une personne invitée" in seen and "Très bien." in seen


def test_who_was_invited_is_written_to_once_a_day_without_a_word_of_the_text(
    cast: Cast,
) -> None:
    page = text_in(cast, "review", "Titre canari")
    link, token = opened(cast, page, email="ana@ailleurs.org")
    made = remark_by_link(link, words="Un canari.", block_id="page")
    answer(made, by=cast.member, words="Réponse canari.")
    settle(made, by=cast.member, outcome="refused", note="Motif canari.")
    letters = Letter.objects.filter(kind="discussion.link_answered")
    assert [letter.address for letter in letters] == ["ana@ailleurs.org"]
    said = letters[0].subject + letters[0].text + letters[0].html
    assert "canari" not in said.lower() and token not in said
    revoke_link(link, by=cast.coordinator)
    with freeze_time(soon(2)):
        answer(made, by=cast.member, words="Encore.")
    assert letters.count() == 1


def test_the_reader_by_link_reads_the_answer_and_the_outcome_with_its_reason(
    cast: Cast, client_of: Browser
) -> None:
    link, token = opened(cast, text_in(cast, "review"))
    made = remark_by_link(link, words="Une remarque.", block_id="page")
    settle(made, by=cast.member, outcome="refused", note="Hors du sujet.")
    seen = text(client_of(None).get(address(token, "review_thread", made.pk)))
    assert "Refusée" in seen and "Hors du sujet." in seen and "Member" not in seen


# -- What others see of it ---------------------------------------------------------------


def test_opinions_stand_on_the_version_for_who_reads_the_draft_alone(
    cast: Cast, client_of: Browser
) -> None:
    page = text_in(cast, "review")
    link, _token = opened(cast, page)
    give_opinion(link, stance="reserved", words="Une opinion de canari.")
    url = url_of(page, "version", page.record.reviewed_version.number)  # type: ignore[union-attr]
    for person in (cast.member, cast.coordinator):
        seen = text(client_of(person).get(url))
        assert "Une opinion de canari." in seen and "Ana Canari" in seen
    assert "canari" not in text(client_of(cast.director).get(url)).lower()


def test_all_who_read_the_version_are_told_that_links_open_it(
    cast: Cast, client_of: Browser
) -> None:
    page = text_in(cast, "review")
    version: Version = page.record.reviewed_version  # type: ignore[assignment]
    link, _token = opened(cast, page)
    assert audience_of_version(fresh(page), version).guests == 1
    seen = text(client_of(cast.member).get(url_of(page, "version", version.number)))
    assert "une personne invitée par un lien" in seen
    revoke_link(link, by=cast.coordinator)
    assert audience_of_version(fresh(page), version).guests == 0


def test_nobody_outside_finds_what_came_by_a_link(cast: Cast, client_of: Browser) -> None:
    page = text_in(cast, "published")
    version = page.record.current_version
    assert version is not None
    link, _token = make_link(
        version, by=cast.coordinator, invited="Canari invité", email="", until=soon()
    )
    declare(link, name="Canari déclaré", organisation="Canari organisé")
    remark_by_link(link, words="Un canari remarque.", block_id="page")
    give_opinion(link, stance="favourable", words="Un canari opine.")
    number = page.record.pk
    for person in (None, cast.account, cast.other_member, cast.partner, cast.moderator):
        browser = client_of(person)
        for url in (
            page.get_url() or "", url_of(page, "version", version.number), "/recherche/?q=canari",
            f"/contributions/{number}/remarques/", f"/contributions/{number}/liens/",
        ):  # fmt: skip
            seen = text(browser.get(url)).lower()
            for said in ("canari invité", "canari déclaré", "canari remarque", "canari opine"):
                assert said not in seen, (person, url)


# -- Cost --------------------------------------------------------------------------------


def test_the_page_of_a_link_costs_the_same_with_many_remarks(
    cast: Cast, client_of: Browser
) -> None:
    link, token = opened(cast, text_in(cast, "review"))
    browser, costs = client_of(None), []
    for count in (2, 20):
        for rank in range(count):
            made = remark_by_link(link, words=f"Remarque {count} {rank}.", block_id="page")
            answer(made, by=cast.member, words="Réponse.")
        browser.get(address(token))
        with CaptureQueriesContext(connection) as queries:
            assert browser.get(address(token)).status_code == 200
        costs.append(len(queries))
    assert costs[0] == costs[1] <= 40


# -- What is forgotten -------------------------------------------------------------------


def test_a_year_after_its_end_a_link_names_nobody_and_the_words_stay(
    cast: Cast, client_of: Browser
) -> None:
    page = text_in(cast, "review")
    link, _token = opened(cast, page, email="ana@ailleurs.org", message="Chère Ana")
    remark_by_link(link, words="Une remarque utile.", block_id="page")
    give_opinion(link, stance="favourable", words="Oui.")
    with freeze_time(soon(7 + 364)):
        call_command("purge_personal_data", verbosity=0)
    assert ReviewerLink.objects.get().name == "Ana Canari"
    with freeze_time(soon(7 + 366)):
        for _ in range(2):
            call_command("purge_personal_data", verbosity=0)
    kept = str(list(ReviewerLink.objects.values()))
    for name in ("Ana", "Université", "ailleurs.org"):
        assert name not in kept
    assert Remark.objects.count() == Opinion.objects.count() == 1
    seen = text(client_of(cast.coordinator).get(reverse("discussion:links", args=[page.record.pk])))
    assert "Personne invitée" in seen and "Oui." in seen


def test_news_of_opinions_cost_the_same_however_many(cast: Cast, client_of: Browser) -> None:
    page = text_in(cast, "review")
    browser, costs = client_of(cast.coordinator), []
    for count in (2, 6):
        for rank in range(count):
            link, _token = opened(cast, page, invited=f"Ana {count} {rank}")
            give_opinion(link, stance="favourable", words=f"Oui {count} {rank}.")
        browser.get("/espace/nouvelles/")
        with CaptureQueriesContext(connection) as queries:
            assert f"Oui {count} 1." in text(browser.get("/espace/nouvelles/"))
        costs.append(len(queries))
    assert costs[0] == costs[1]
