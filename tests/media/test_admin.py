"""The admin's lists, choosers and forms of files: one's own groups, and nobody else's."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from taggit.models import Tag

from media.models import SiteDocument, SiteImage
from people.models import User
from tests.cast import Cast

from .files import PDF, Files, text_using

ClientOf = Callable[[User | None], Client]

LISTS = [
    f"wagtail{kind}{route}"
    for kind in ("images", "docs")
    for route in (":index", ":index_results", "_chooser:choose", "_chooser:choose_results")
]
UPLOADS = [
    f"wagtail{kind}{route}"
    for kind in ("images", "docs")
    for route in (":add", ":add_multiple", "_chooser:create")
]
CHOOSE_ONE = [
    "wagtailimages_chooser:chosen",
    "wagtailimages_chooser:select_format",
    "wagtaildocs_chooser:chosen",
]
CHANGE_ONE = [
    "wagtailimages:edit",
    "wagtailimages:image_usage",
    "wagtailimages:delete",
    "wagtaildocs:edit",
    "wagtaildocs:document_usage",
    "wagtaildocs:delete",
]
SUPERUSERS_ALONE = [
    "/admin/images/1/generate_url/",
    "/admin/images/1/preview/max-10x10/",
    "/admin/tag-autocomplete/?term=s",
    "/admin/api/main/images/",
    "/admin/api/main/documents/",
    "/admin/bulk/media/siteimage/delete/?id=1",
]
IN_A_GROUP = {
    "superuser", "member", "coordinator", "other_member", "other_coordinator",
    "associated_member",
}  # fmt: skip


def statuses(cast: Cast, client_of: ClientOf, address: str) -> dict[str, int]:
    people = [("anonymous", None), *cast.people().items()]
    return {role: client_of(person).get(address).status_code for role, person in people}


def expected(cast: Cast, allowed: set[str], **others: int) -> dict[str, int]:
    told = {role: 200 if role in allowed else 404 for role in cast.people()}
    return {"anonymous": 302, **told, **others}


def one(route: str, files: Files) -> str:
    file = files.image if route.startswith("wagtailimages") else files.document
    return reverse(route, args=[file.pk])


@pytest.mark.parametrize("route", [*LISTS, *UPLOADS])
def test_lists_and_uploads_are_for_people_of_a_group(
    cast: Cast, client_of: ClientOf, route: str
) -> None:
    assert statuses(cast, client_of, reverse(route)) == expected(cast, IN_A_GROUP)


@pytest.mark.parametrize("route", CHOOSE_ONE)
def test_a_file_is_put_in_a_text_by_the_people_of_its_group(
    cast: Cast, client_of: ClientOf, files: Files, route: str
) -> None:
    allowed = {"superuser", "member", "coordinator"}
    assert statuses(cast, client_of, one(route, files)) == expected(cast, allowed)


@pytest.mark.parametrize("route", CHANGE_ONE)
def test_a_file_is_changed_by_who_uploaded_it_and_by_coordinators(
    cast: Cast, client_of: ClientOf, files: Files, other_files: Files, route: str
) -> None:
    allowed = {"superuser", "member", "coordinator"}
    assert statuses(cast, client_of, one(route, files)) == expected(cast, allowed)
    # The files of the other group were uploaded by its coordinator, not by its member.
    assert statuses(cast, client_of, one(route, other_files)) == expected(
        cast, {"superuser", "other_coordinator"}, other_member=403
    )


@pytest.mark.parametrize("address", SUPERUSERS_ALONE)
def test_what_wagtail_does_not_scope_is_closed(
    cast: Cast, client_of: ClientOf, files: Files, address: str
) -> None:
    told = statuses(cast, client_of, address)
    told.pop("superuser")
    assert set(told.values()) <= {302, 404}
    assert told["member"] == 404


@pytest.mark.parametrize("route", [*CHOOSE_ONE, *CHANGE_ONE])
def test_a_file_that_does_not_exist_is_missing(cast: Cast, client_of: ClientOf, route: str) -> None:
    address = reverse(route, args=[9_999_999_999_999_999_999_999])
    assert client_of(None).get(address).status_code == 302
    assert client_of(cast.member).get(address).status_code == 404
    assert client_of(cast.superuser).get(address).status_code == 404


@pytest.mark.parametrize(
    "address",
    [
        "/admin/images/chooser/chosen/abc/",
        "/admin/images/chooser/chosen-multiple/?id=abc",
        "/admin/documents/chooser/chosen/abc/",
        "/admin/documents/chooser/chosen-multiple/?id=1&id=x",
    ],
)
def test_an_odd_key_is_missing_for_everyone(cast: Cast, client_of: ClientOf, address: str) -> None:
    for person in (cast.member, cast.superuser):
        assert client_of(person).get(address).status_code == 404


@pytest.mark.parametrize("route", LISTS)
def test_no_list_shows_a_file_of_another_group(
    cast: Cast, client_of: ClientOf, files: Files, other_files: Files, route: str
) -> None:
    for file in (other_files.image, other_files.document):
        file.tags.add("secret")
    client = client_of(cast.member)
    collection = f"?collection_id={cast.mobility.record.collection.pk}"
    for query in ("", "?q=Plan", "?q=Bilan", "?q=mobilites", "?tag=secret", collection):
        html = client.get(reverse(route) + query).content.decode()
        assert other_files.image.title not in html, query
        assert other_files.document.title not in html, query
        assert cast.mobility.title not in html, query


def test_lists_show_the_files_of_the_group(cast: Cast, client_of: ClientOf, files: Files) -> None:
    for route in LISTS:
        html = client_of(cast.coordinator).get(reverse(route)).content.decode()
        file = files.image if route.startswith("wagtailimages") else files.document
        assert file.title in html, route


def test_several_chosen_at_once_are_one_s_own(
    cast: Cast, client_of: ClientOf, files: Files, other_files: Files
) -> None:
    address = reverse("wagtailimages_chooser:chosen_multiple")
    keys = f"?id={files.image.pk}&id={other_files.image.pk}"
    text = client_of(cast.member).get(address + keys).content.decode()
    assert files.image.title in text
    assert other_files.image.title not in text


def test_no_form_asks_for_tags_which_everyone_would_see(cast: Cast, client_of: ClientOf) -> None:
    for route in UPLOADS:
        html = client_of(cast.member).get(reverse(route)).content.decode()
        assert 'name="tags"' not in html, route
    assert not Tag.objects.exists()


@pytest.mark.parametrize("route", ["wagtailimages:edit_multiple", "wagtaildocs:edit_multiple"])
def test_a_sent_form_changes_no_file_of_another_group(
    cast: Cast, client_of: ClientOf, other_files: Files, route: str
) -> None:
    address = one(route, other_files)
    assert client_of(cast.member).post(address, {"title": "Pris"}).status_code == 404
    assert client_of(cast.other_member).post(address, {"title": "Pris"}).status_code == 403


@pytest.mark.parametrize("route", ["wagtailimages:delete_multiple", "wagtaildocs:delete_multiple"])
def test_a_sent_form_deletes_no_file_of_another_group(
    cast: Cast, client_of: ClientOf, other_files: Files, route: str
) -> None:
    assert client_of(cast.coordinator).post(one(route, other_files)).status_code == 404
    assert SiteImage.objects.count() == SiteDocument.objects.count() == 1


def test_no_one_uploads_into_the_collection_of_another_group(
    cast: Cast, client_of: ClientOf
) -> None:
    upload = SimpleUploadedFile("note.pdf", PDF)
    client_of(cast.member).post(
        reverse("wagtaildocs:add"),
        {"title": "Note", "file": upload, "collection": cast.mobility.record.collection.pk},
    )
    assert SiteDocument.objects.get().collection == cast.health.record.collection


@pytest.mark.parametrize("state", ["review", "published", "withdrawn"])
def test_what_a_version_uses_is_neither_deleted_nor_replaced(
    cast: Cast, client_of: ClientOf, files: Files, state: str
) -> None:
    text_using(cast, files, state)
    stored = files.document.file.name
    for person in (cast.member, cast.coordinator, cast.superuser):
        client = client_of(person)
        for route in ("wagtailimages:delete", "wagtaildocs:delete"):
            assert client.post(one(route, files)).status_code == 403
        upload = {"title": "Autre", "file": SimpleUploadedFile("autre.pdf", PDF)}
        response = client.post(one("wagtaildocs:edit", files), upload)
        assert "version figée" in str(response.context["form"].errors["file"])
    assert SiteDocument.objects.get().file.name == stored
    assert SiteImage.objects.exists()


def test_a_bulk_action_deletes_nothing_that_a_version_uses(
    cast: Cast, client_of: ClientOf, files: Files
) -> None:
    text_using(cast, files, "review")
    address = f"/admin/bulk/media/siteimage/delete/?id={files.image.pk}&next=/admin/images/"
    response = client_of(cast.superuser).post(address)
    assert response.status_code == 302
    assert SiteImage.objects.exists()


def test_what_only_a_draft_uses_may_be_replaced(
    cast: Cast, client_of: ClientOf, files: Files
) -> None:
    text_using(cast, files, "drafting")
    stored = files.document.file.name
    address = one("wagtaildocs:edit", files)
    client_of(cast.member).post(
        address, {"title": "Bilan", "file": SimpleUploadedFile("autre.pdf", PDF)}
    )
    assert SiteDocument.objects.get().file.name != stored


def test_the_admin_survives_an_image_that_is_lost_on_disk(
    cast: Cast, client_of: ClientOf, files: Files
) -> None:
    for stored in (files.image.file, files.rendition.file):
        stored.storage.delete(stored.name)
    for route in [*LISTS[:4], *CHOOSE_ONE[:2], *CHANGE_ONE[:3]]:
        address = reverse(route) if route in LISTS else one(route, files)
        assert client_of(cast.member).get(address).status_code == 200, route


def test_the_admin_survives_an_image_that_is_broken_on_disk(
    cast: Cast, client_of: ClientOf, files: Files
) -> None:
    with files.image.file.storage.open(files.image.file.name, "wb") as stored:
        stored.write(b"\x89PNG\r\n\x1a\n" + b"\x00" * 30)
    for route in [*LISTS[:4], *CHOOSE_ONE[:2], *CHANGE_ONE[:3]]:
        address = reverse(route) if route in LISTS else one(route, files)
        assert client_of(cast.member).get(address).status_code == 200, route
