"""What a frozen version holds, besides its words."""

from __future__ import annotations

import pytest
from django.core.files.base import ContentFile
from django.urls import reverse

from contributions.actions.open_review import open_review
from contributions.actions.versions import name_version
from contributions.actions.write import write
from contributions.freezing import content_hash
from contributions.models import VersionFile
from media.models import SiteDocument
from tests.cast import Cast, complete_body, draft, fresh
from tests.media.files import files_of, text_using
from tests.work.helpers import Browser, text

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


@pytest.mark.parametrize("state", ["drafting", "review", "published"])
def test_what_a_text_shows_of_its_files_is_as_frozen_as_they_are(
    cast: Cast, client_of: Browser, state: str
) -> None:
    """The title of a document and the credit of an image stand among the words."""
    files = files_of(cast.health, by=cast.member, name="annexe")
    text_using(cast, files, state)
    member, place = client_of(cast.member), cast.health.record.collection_id
    for name, file, shown in (
        ("wagtaildocs:edit", files.document, "title"), ("wagtailimages:edit", files.image, "credit"),
    ):  # fmt: skip
        way = reverse(name, args=[file.pk])
        sent = {"title": file.title, "collection": place, "description": "Autre description."}
        answer = member.post(way, sent | {shown: "D'autres mots."})
        file.refresh_from_db()
        changed = getattr(file, shown) == "D'autres mots."
        assert changed == (state == "drafting"), name
        if not changed:
            assert "Une version figée d'un texte utilise ce fichier" in text(answer)
            # What no text shows may change.
            assert member.post(way, sent).status_code == 302
