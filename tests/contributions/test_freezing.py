"""What a frozen version holds, besides its words."""

from __future__ import annotations

import pytest
from django.core.files.base import ContentFile

from contributions.actions.open_review import open_review
from contributions.actions.versions import name_version
from contributions.actions.write import write
from contributions.freezing import content_hash
from contributions.models import VersionFile
from media.models import SiteDocument
from tests.cast import Cast, complete_body, draft, fresh

pytestmark = pytest.mark.django_db


def document(cast: Cast) -> SiteDocument:
    """A file of the group's collection, put there by its member."""
    return SiteDocument.objects.create(
        title="D", file=ContentFile(b"x", name="d.txt"), uploaded_by_user=cast.member,
        collection=cast.health.record.collection,
    )  # fmt: skip


def test_a_file_used_in_two_ways_is_noted_once(cast: Cast) -> None:
    """As a block and as a link within a paragraph."""
    file = document(cast)
    link = f'<p><a linktype="document" id="{file.pk}">le fichier</a></p>'
    text = draft(cast)
    body = [
        *complete_body(),
        ("document", {"document": file}),
        ("document", {"document": file}),
        ("text", {"text": link}),
    ]
    write(text, by=cast.member, body=body)
    version = open_review(text, by=cast.coordinator)
    noted = VersionFile.objects.filter(version=version)
    assert [row.object_id for row in noted] == [str(file.pk)]


def test_later_words_do_not_change_what_is_frozen(cast: Cast) -> None:
    text = draft(cast)
    version = name_version(text, by=cast.member, label="une")
    write(text, by=cast.member, summary="Autre.", title="Autre")
    version.refresh_from_db()
    version.revision.refresh_from_db()
    assert content_hash(version.revision) == version.content_hash
    assert version.title == "Rapprocher la santé"


def test_one_revision_may_be_frozen_for_two_reasons(cast: Cast) -> None:
    text = draft(cast)
    named = name_version(text, by=cast.member, label="une")
    reviewed = open_review(text, by=cast.coordinator)
    assert named.revision == reviewed.revision == fresh(text).latest_revision
    assert (named.number, reviewed.number) == (1, 2)
    assert named.content_hash == reviewed.content_hash
