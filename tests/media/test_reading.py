"""Who is answered at the addresses of files: role by role, state by state."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.core.files.base import ContentFile
from django.test import Client
from django.utils import timezone
from wagtail.models import CollectionViewRestriction, PageViewRestriction

from contributions.actions.close_review import close_review
from contributions.actions.grant_reading import grant_reading
from contributions.actions.open_edition import open_edition
from contributions.actions.open_review import open_review
from contributions.actions.publish import publish
from contributions.actions.validate import validate
from contributions.actions.write import write
from media.models import SiteImage
from people.models import User
from tests.cast import Cast, complete_body, fresh, text_in

from .files import Files, picture, text_using

ClientOf = Callable[[User | None], Client]

GROUP = {"superuser", "member", "coordinator"}
DECIDERS = {"moderator", "moderator_two"}
#: Beside the group, who reads the files of a text of the group, by the text's state.
READERS: dict[str, set[str]] = {
    "unused": set(),
    "drafting": set(),
    "trashed": set(),
    "review": {"director"},
    "validation": {"director", *DECIDERS},
    "validated": {"director", *DECIDERS},
    "scheduled": {"director", *DECIDERS},
    "withdrawn": {"director", "network", *DECIDERS},
}
PUBLIC = ("published", "replaced", "new_edition")


def answers(cast: Cast, client_of: ClientOf, files: Files) -> dict[str, dict[str, str]]:
    """What each person is answered, by role then by kind of file."""
    told = {}
    for role, person in [("anonymous", None), *cast.people().items()]:
        client = client_of(person)
        told[role] = {kind: said(client, address) for kind, address in files.addresses().items()}
    return told


def said(client: Client, address: str) -> str:
    response = client.get(address)
    if response.status_code == 302:
        assert response["Location"] == f"/connexion/?next={address}"
        return "sign in"
    return {200: "read", 404: "missing"}[response.status_code]


@pytest.mark.parametrize("state", READERS)
def test_a_file_that_no_live_page_uses_is_read_with_its_text(
    cast: Cast, client_of: ClientOf, files: Files, state: str
) -> None:
    if state != "unused":
        text_using(cast, files, state)
    readers = GROUP | READERS[state]
    expected = {role: "read" if role in readers else "missing" for role in cast.people()}
    expected["anonymous"] = "sign in"
    assert answers(cast, client_of, files) == {
        role: dict.fromkeys(files.addresses(), answer) for role, answer in expected.items()
    }


@pytest.mark.parametrize("state", PUBLIC)
def test_everyone_reads_a_file_that_a_live_page_uses(
    cast: Cast, client_of: ClientOf, files: Files, state: str
) -> None:
    text_using(cast, files, state)
    everyone = dict.fromkeys(["anonymous", *cast.people()], "read")
    assert answers(cast, client_of, files) == {
        role: dict.fromkeys(files.addresses(), answer) for role, answer in everyone.items()
    }


def test_a_named_reader_reads_the_files_of_the_draft_until_the_date(
    cast: Cast, client_of: ClientOf, files: Files
) -> None:
    page = text_using(cast, files, "drafting")
    until = timezone.now() + timedelta(days=1)
    grant = grant_reading(page, by=cast.coordinator, until=until, person=cast.account)
    assert said(client_of(cast.account), files.rendition.url) == "read"
    grant.until = timezone.now() - timedelta(minutes=1)
    grant.save()
    assert said(client_of(cast.account), files.rendition.url) == "missing"


def test_an_associated_group_reads_the_files_of_the_draft(
    cast: Cast, client_of: ClientOf, files: Files
) -> None:
    page = text_using(cast, files, "drafting")
    assert said(client_of(cast.associated_member), files.document.url) == "missing"
    page.record.associated_groups.add(cast.housing)
    assert said(client_of(cast.associated_member), files.document.url) == "read"


def test_a_file_of_a_new_edition_is_not_public_yet(
    cast: Cast, client_of: ClientOf, files: Files
) -> None:
    page = text_in(cast, "published")
    open_edition(page, by=cast.coordinator)
    write(fresh(page), by=cast.member, body=[*complete_body(), *files.blocks()])
    assert said(client_of(None), files.image.file.url) == "sign in"
    assert said(client_of(cast.account), files.image.file.url) == "missing"


def test_an_associated_group_reads_the_files_of_a_new_edition(
    cast: Cast, client_of: ClientOf, files: Files
) -> None:
    page = text_in(cast, "published")
    page.record.associated_groups.add(cast.housing)
    open_edition(page, by=cast.coordinator)
    write(fresh(page), by=cast.member, body=[*complete_body(), *files.blocks()])
    assert said(client_of(cast.associated_member), files.image.file.url) == "read"
    assert said(client_of(cast.other_member), files.image.file.url) == "missing"


def test_a_file_that_a_new_edition_left_out_is_public_no_more(
    cast: Cast, client_of: ClientOf, files: Files
) -> None:
    page = text_using(cast, files, "published")
    open_edition(page, by=cast.coordinator)
    write(fresh(page), by=cast.member, body=complete_body())
    open_review(page, by=cast.coordinator)
    close_review(page, by=cast.coordinator)
    validate(page, by=cast.moderator)
    publish(page, by=cast.moderator)
    assert said(client_of(None), files.image.file.url) == "sign in"
    assert said(client_of(cast.account), files.image.file.url) == "missing"
    assert said(client_of(cast.member), files.image.file.url) == "read"


def test_a_live_page_with_a_restriction_makes_no_file_public(
    cast: Cast, client_of: ClientOf, files: Files
) -> None:
    page = text_using(cast, files, "published")
    PageViewRestriction.objects.create(page=page, restriction_type="login")
    assert said(client_of(None), files.image.file.url) == "sign in"


def test_a_restricted_collection_has_no_public_file(
    cast: Cast, client_of: ClientOf, files: Files
) -> None:
    text_using(cast, files, "published")
    CollectionViewRestriction.objects.create(
        collection=files.image.collection, restriction_type="login"
    )
    assert said(client_of(None), files.document.url) == "sign in"
    assert said(client_of(cast.member), files.document.url) == "read"


def test_who_left_the_group_does_not_read_what_they_uploaded(
    cast: Cast, client_of: ClientOf
) -> None:
    image = SiteImage.objects.create(
        title="Ancien plan",
        file=ContentFile(picture(), "ancien.png"),
        collection=cast.health.record.collection,
        uploaded_by_user=cast.gone,
    )
    assert said(client_of(cast.gone), image.file.url) == "missing"


@pytest.mark.parametrize(
    "address",
    [
        "/media/images/jamais.png",
        "/media/original_images/../../base.py",
        "/media/..%2f..%2fetc%2fpasswd",
        "/media//etc/passwd",
        "/documents/999999/jamais.pdf",
        "/documents/99999999999999999999999/jamais.pdf",
    ],
)
def test_an_address_without_a_file_says_the_same_as_a_private_one(
    cast: Cast, client_of: ClientOf, address: str
) -> None:
    assert client_of(None).get(address).status_code == 302
    assert client_of(cast.account).get(address).status_code == 404
    assert client_of(cast.superuser).get(address).status_code == 404


def test_a_document_under_a_wrong_name_is_missing(
    cast: Cast, client_of: ClientOf, files: Files
) -> None:
    address = f"/documents/{files.document.pk}/autre.pdf"
    assert client_of(None).get(address).status_code == 302
    assert client_of(cast.member).get(address).status_code == 404


@pytest.mark.parametrize("kind", ["original", "rendition", "document", "stored document"])
def test_a_file_lost_on_disk_is_missing(
    cast: Cast, client_of: ClientOf, files: Files, kind: str
) -> None:
    for stored in (files.image.file, files.rendition.file, files.document.file):
        stored.storage.delete(stored.name)
    assert client_of(cast.member).get(files.addresses()[kind]).status_code == 404
