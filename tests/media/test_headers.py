"""What a browser and a cache are told with a file."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.test import Client

from media.models import SiteDocument
from people.models import User
from tests.cast import Cast

from .files import Files, text_using

ClientOf = Callable[[User | None], Client]
KINDS = ["original", "rendition", "document", "stored document"]


@pytest.mark.parametrize("kind", KINDS)
def test_a_private_file_is_kept_by_no_cache(
    cast: Cast, client_of: ClientOf, files: Files, kind: str
) -> None:
    response = client_of(cast.member).get(files.addresses()[kind])
    assert response["Cache-Control"] == "private, no-store"


@pytest.mark.parametrize("kind", KINDS)
def test_a_shared_cache_forgets_a_public_file_within_a_minute(
    cast: Cast, client_of: ClientOf, files: Files, kind: str
) -> None:
    text_using(cast, files, "published")
    response = client_of(None).get(files.addresses()[kind])
    assert response["Cache-Control"] == "public, max-age=3600, s-maxage=60"


@pytest.mark.parametrize("kind", KINDS)
def test_a_file_runs_nothing(cast: Cast, client_of: ClientOf, files: Files, kind: str) -> None:
    response = client_of(cast.member).get(files.addresses()[kind])
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Content-Security-Policy"].startswith("default-src 'none'")


def test_an_image_is_shown_in_its_place(cast: Cast, client_of: ClientOf, files: Files) -> None:
    response = client_of(cast.member).get(files.image.file.url)
    assert response["Content-Type"] == "image/png"
    assert response["Content-Disposition"].startswith("inline")
    with files.image.file.open() as stored:
        assert b"".join(response.streaming_content) == stored.read()


def test_a_page_uploaded_as_text_is_downloaded(cast: Cast, client_of: ClientOf) -> None:
    document = SiteDocument.objects.create(
        title="Note",
        file=ContentFile(b"<script>alert(1)</script>", "note.txt"),
        collection=cast.health.record.collection,
    )
    response = client_of(cast.member).get(document.url)
    assert response["Content-Type"] == "text/plain"
    assert response["Content-Disposition"].startswith("attachment")
    assert "sandbox" in response["Content-Security-Policy"]


def test_a_file_takes_no_other_verb(cast: Cast, client_of: ClientOf, files: Files) -> None:
    for address in files.addresses().values():
        assert client_of(cast.member).post(address).status_code == 405


@pytest.mark.parametrize("kind", KINDS)
def test_the_web_server_sends_what_django_allowed(
    cast: Cast, client_of: ClientOf, files: Files, settings: Any, kind: str
) -> None:
    settings.MEDIA_ACCEL_PREFIX = "/prive/"
    address = files.addresses()[kind]
    response = client_of(cast.member).get(address)
    assert response["X-Accel-Redirect"].startswith("/prive/")
    assert not response.content
    assert client_of(cast.account).get(address).status_code == 404


def test_the_web_server_is_not_sent_after_a_lost_file(
    cast: Cast, client_of: ClientOf, files: Files, settings: Any
) -> None:
    settings.MEDIA_ACCEL_PREFIX = "/prive/"
    files.document.file.storage.delete(files.document.file.name)
    assert client_of(cast.member).get(files.document.url).status_code == 404
