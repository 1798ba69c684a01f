"""Another group's file cannot be brought into one's own text, by whatever door."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client
from django.urls import reverse
from wagtail.models import ReferenceIndex
from wagtail.test.utils.form_data import nested_form_data, streamfield

from contributions.actions.write import write
from contributions.models import ContributionPage
from people.models import User
from tests.cast import Cast, complete_body, draft, fresh

from .files import Files

ClientOf = Callable[[User | None], Client]


def sent_form(page: ContributionPage, files: Files) -> dict[str, Any]:
    return nested_form_data(
        {
            "title": page.title,
            "slug": page.slug,
            "summary": "Des mots que personne ne doit perdre",
            "approach": "",
            "addressees": "",
            "licence": page.licence,
            "themes": [],
            "body": streamfield(
                [
                    ("image", {"image": str(files.image.pk), "alt_text": "Un plan"}),
                    ("document", {"document": str(files.document.pk)}),
                ]
            ),
        }
    )


def uses(page: ContributionPage, files: Files) -> bool:
    return ReferenceIndex.objects.filter(
        object_id=str(page.pk), to_object_id=str(files.image.pk)
    ).exists()


def test_a_forged_form_brings_in_no_file_of_another_group(
    cast: Cast, client_of: ClientOf, other_files: Files
) -> None:
    page = draft(cast)
    address = reverse("wagtailadmin_pages:edit", args=[page.pk])
    response = client_of(cast.member).post(address, sent_form(page, other_files))
    assert response.status_code == 200
    assert response.context["form"].errors["body"]
    assert not uses(page, other_files)


def test_the_form_shown_again_keeps_the_words_and_names_no_foreign_file(
    cast: Cast, client_of: ClientOf, other_files: Files
) -> None:
    page = draft(cast)
    address = reverse("wagtailadmin_pages:edit", args=[page.pk])
    html = client_of(cast.member).post(address, sent_form(page, other_files)).content.decode()
    assert "Des mots que personne ne doit perdre" in html
    assert other_files.image.title not in html
    assert other_files.document.title not in html


def test_a_member_saves_a_text_with_the_files_of_the_group(
    cast: Cast, client_of: ClientOf, files: Files
) -> None:
    page = draft(cast)
    address = reverse("wagtailadmin_pages:edit", args=[page.pk])
    response = client_of(cast.member).post(address, sent_form(page, files))
    assert response.status_code == 302
    assert uses(page, files)


def test_an_action_writes_no_file_of_another_group(cast: Cast, other_files: Files) -> None:
    page = draft(cast)
    with pytest.raises(PermissionDenied):
        write(page, by=cast.member, body=[*complete_body(), *other_files.blocks()])
    assert not uses(page, other_files)


def test_what_a_text_uses_already_stays_whoever_goes_on_with_it(
    cast: Cast, other_files: Files
) -> None:
    page = draft(cast)
    write(page, by=cast.superuser, body=[*complete_body(), *other_files.blocks()])
    write(fresh(page), by=cast.member, summary="La suite")
    assert uses(page, other_files)
