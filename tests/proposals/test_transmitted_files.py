"""The files of a transmitted version: read with it, and no other."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.core.cache import cache
from django.urls import reverse

from proposals.actions.end_transmission import end_transmission
from tests.cast import Cast
from tests.media.files import files_of, text_using
from tests.proposals.handing import by_link, to_partner
from tests.work.helpers import Browser, text

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def folder(settings: Any, tmp_path: Path) -> Iterator[None]:
    settings.MEDIA_ROOT = str(tmp_path)
    cache.clear()
    yield
    cache.clear()


def test_the_files_of_the_version_load_by_the_link_and_by_no_other_address(
    cast: Cast, client_of: Browser
) -> None:
    files = files_of(cast.health, by=cast.member, name="sante")
    other = files_of(cast.health, by=cast.member, name="ailleurs")
    sent, token = by_link(cast, text_using(cast, files, "validated"))
    browser, link = client_of(None), reverse("proposals:by_link", args=[token])
    seen = text(browser.get(link))
    found = set(re.findall(rf"{link}(?:fichiers|documents)/[^\s\",]+", seen))
    assert any("/documents/" in url for url in found) and any("webp" in url for url in found)
    for url in found:
        got = browser.get(url)
        assert got.status_code == 200 and "no-store" in got["Cache-Control"], url
    assert '="/media/' not in seen and '="/documents/' not in seen
    for url in files.addresses().values():
        assert browser.get(url).status_code == 302, url
    for name, *args in (
        ("link_file", other.image.file.name),
        ("link_document", other.document.pk, other.document.filename),
        ("link_document", files.document.pk, "autre.pdf"),
    ):
        stolen = reverse(f"proposals:{name}", args=[token, *args])
        assert browser.get(stolen).status_code == 404, stolen
    end_transmission(sent, by=cast.coordinator)
    assert {browser.get(url).status_code for url in found} == {404}


def test_a_partner_reads_the_files_of_what_they_received_while_it_is_open(
    cast: Cast, client_of: Browser
) -> None:
    files = files_of(cast.health, by=cast.member, name="sante")
    other = files_of(cast.health, by=cast.member, name="ailleurs")
    page = text_using(cast, files, "validated")
    browser = client_of(cast.partner)

    def statuses(of: Any) -> set[int]:
        return {browser.get(url).status_code for url in of.addresses().values()}

    assert statuses(files) == {404}
    sent = to_partner(cast, page)
    assert statuses(files) == {200} and statuses(other) == {404}
    end_transmission(sent, by=cast.coordinator)
    assert statuses(files) == {404}
