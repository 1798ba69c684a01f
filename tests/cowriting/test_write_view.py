"""The page in which people write together: who gets it, what it is given, what leads there."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils.html import strip_tags
from django.utils.translation import override
from wagtail.images.tests.utils import get_test_image_file

from contributions.actions.assign import assign
from contributions.models import ContributionPage
from contributions.models.versions import Version
from cowriting.document.ordering import between
from cowriting.document.shape import PAGE, SHAPE, TEXT_SLOTS
from cowriting.labels import block_types, page_fields
from cowriting.rules import mode_for
from cowriting.sentences import sentences
from discussion.writing import said as sentences_on_remarks
from media.models import SiteImage
from people.models import User
from tests.cast import STATES, Cast, draft, fresh, text_in

pytestmark = pytest.mark.django_db

ClientOf = Callable[[User | None], Client]
FRONT = Path(__file__).parents[2] / "site" / "front"
SOURCE = FRONT / "cowriting" / "src"


def address(page: ContributionPage, name: str = "write") -> str:
    return reverse(f"writing:{name}", args=[page.pk])


def given(client: Client, page: ContributionPage) -> dict[str, Any]:
    """What the page gives to its script."""
    html = client.get(address(page)).content.decode()
    found = re.search(r'<script id="writing-data" type="application/json">(.*?)</script>', html)
    assert found
    data: dict[str, Any] = json.loads(found[1])
    return data


# -- Who gets it -------------------------------------------------------------------------


@pytest.mark.parametrize("state", STATES)
def test_the_page_opens_for_those_who_may_be_in_the_room_and_nobody_else(
    state: str, cast: Cast, client_of: ClientOf
) -> None:
    page = text_in(cast, state)
    answers = {}
    for name, person in cast.people().items():
        enters = person.is_active and mode_for(person, fresh(page)).enters
        answers[name] = (client_of(person).get(address(page)).status_code, 200 if enters else 404)
    del answers["gone"]  # a closed account has no session
    assert {name: seen for name, (seen, _due) in answers.items()} == {
        name: due for name, (_seen, due) in answers.items()
    }


def test_a_visitor_is_asked_to_sign_in_whether_the_text_exists_or_not(
    cast: Cast, client_of: ClientOf
) -> None:
    page = draft(cast)
    for where in (address(page), address(page).replace(str(page.pk), "999999")):
        answer = client_of(None).get(where)
        assert answer.status_code == 302
        assert "/connexion/" in answer["Location"]
    missing = address(page).replace(str(page.pk), "999999")
    assert client_of(cast.member).get(missing).status_code == 404


def test_the_page_refuses_every_script_and_style_but_the_site_s_own(
    cast: Cast, client_of: ClientOf
) -> None:
    answer = client_of(cast.member).get(address(draft(cast)))
    policy = answer["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    html = answer.content.decode()
    assert not re.search(r"<[^>]* (style|on\w+)=", html)
    inline = re.findall(r"<script(?![^>]* src=)([^>]*)>", html)
    assert inline == [' id="writing-data" type="application/json"']
    assert "no-store" in answer["Cache-Control"]


# -- What it is given --------------------------------------------------------------------


def test_every_field_of_the_shape_has_its_words_and_its_place(cast: Cast) -> None:
    types = {kind["name"]: kind for kind in block_types()}
    assert set(types) == set(SHAPE)
    for name, fields in SHAPE.items():
        shown = {field["name"]: field for field in types[name]["fields"]}
        assert {key: field["slot"] for key, field in shown.items()} == {
            key: field.slot for key, field in fields.items()
        }
        assert all(field["label"] for field in shown.values())
        assert {key: {value for value, _ in field["choices"]} for key, field in shown.items()} == {
            key: set(field.options) for key, field in fields.items()
        }
    assert [field["slot"] for field in page_fields()] == [field.slot for field in PAGE.values()]


def test_the_script_says_no_sentence_that_the_server_does_not_give() -> None:
    source = "".join(path.read_text() for path in SOURCE.glob("*.ts"))
    said = set(re.findall(r'(?:say|\.note)\(\s*"(\w+)"', source))
    said |= set(re.findall(r'note\("(\w+)"\)', (SOURCE / "paste.ts").read_text()))
    prefixes = set(re.findall(r"say\(`(\w+_)\$\{", source))
    known = sentences() | sentences_on_remarks()
    assert len(said) > 40
    assert said <= set(known)
    assert all(any(name.startswith(prefix) for name in known) for prefix in prefixes)


def test_a_sentence_has_its_french_spaces_and_its_values_are_left_alone() -> None:
    assert sentences()["status_offline"].startswith("Hors ligne\u202f: vos mots")
    assert sentences()["writes_in"] == "Écrit dans\u202f: %(where)s"


def test_words_are_in_the_person_s_language(cast: Cast) -> None:
    with override("en"):
        labels = {kind["label"] for kind in block_types()}
        assert "Constat" not in labels
        assert sentences()["status_saved"] != "Tout est enregistré"


def test_the_script_learns_who_was_entrusted_with_which_block(
    cast: Cast, client_of: ClientOf
) -> None:
    page = draft(cast)
    block = page.get_latest_revision_as_object().body[1].id
    assign(page, by=cast.coordinator, block_id=block, person=cast.member)
    data = given(client_of(cast.coordinator), page)
    assert data["writers"] == {block: {"name": cast.member.public_name, "done": False}}
    assert data["assigns"] is True
    assert given(client_of(cast.member), page)["assigns"] is False
    assert data["slots"] == list(TEXT_SLOTS)


def test_the_page_costs_the_same_whatever_the_length_of_the_text(
    cast: Cast, client_of: ClientOf, django_assert_max_num_queries: Any
) -> None:
    page = draft(cast)
    client = client_of(cast.member)
    client.get(address(page))
    with django_assert_max_num_queries(40):
        client.get(address(page))


def test_keys_of_blocks_are_made_alike_here_and_in_the_browser() -> None:
    table = json.loads((FRONT / "cowriting" / "tests" / "ordering.json").read_text())
    assert len(table["cases"]) > 40
    for before, after, client, key in table["cases"]:
        assert between(before or None, after or None, client) == key


# -- Naming a version --------------------------------------------------------------------


def test_a_member_names_the_text_as_it_stands(cast: Cast, client_of: ClientOf) -> None:
    page = draft(cast)
    answer = client_of(cast.member).post(address(page, "version"), {"label": " Avant relecture "})
    assert answer.json() == {"number": 1, "label": "Avant relecture"}
    assert Version.objects.get(record=page.record).label == "Avant relecture"


def test_a_version_without_a_name_or_out_of_its_time_is_refused_with_a_reason(
    cast: Cast, client_of: ClientOf
) -> None:
    page, frozen = draft(cast), text_in(cast, "review")
    client = client_of(cast.member)
    nameless = client.post(address(page, "version"), {"label": " "})
    assert (nameless.status_code, bool(nameless.json()["error"])) == (400, True)
    before = Version.objects.filter(record=frozen.record).count()
    late = client.post(address(frozen, "version"), {"label": "Trop tard"})
    assert (late.status_code, bool(late.json()["error"])) == (403, True)
    assert Version.objects.filter(record=frozen.record).count() == before
    assert client.get(address(page, "version")).status_code == 405


# -- Who writes what ---------------------------------------------------------------------


def test_a_coordinator_entrusts_a_block_without_leaving_the_page(
    cast: Cast, client_of: ClientOf
) -> None:
    page = draft(cast)
    client = client_of(cast.coordinator)
    block = page.get_latest_revision_as_object().body[0].id
    people = given(client, page)["people"]
    assert [cast.member.pk, cast.member.public_name] in people
    asked = {"block": block, "person": cast.member.pk, "due": ""}
    assert client.post(address(page, "assign"), asked).json() == {"name": cast.member.public_name}
    assert given(client, page)["writers"][block]["name"] == cast.member.public_name


def test_a_block_is_entrusted_by_coordinators_to_people_of_the_text_alone(
    cast: Cast, client_of: ClientOf
) -> None:
    page = draft(cast)
    block = page.get_latest_revision_as_object().body[0].id
    asked = {"block": block, "person": cast.member.pk}
    assert client_of(cast.member).post(address(page, "assign"), asked).status_code == 403
    assert given(client_of(cast.member), page)["people"] == []
    client = client_of(cast.coordinator)
    for wrong in ({"person": ""}, {"person": cast.account.pk}, {"block": "gone"}):
        answer = client.post(address(page, "assign"), asked | wrong)
        assert answer.status_code in (409, 422)
        assert answer.json()["error"]


def test_the_words_of_a_table_that_is_not_written_here_are_given_to_be_read(
    cast: Cast, client_of: ClientOf
) -> None:
    table = {
        "columns": [{"type": "rich", "heading": "Âge"}, {"type": "text", "heading": "Part"}],
        "rows": [{"values": ["<p>Plus de <b>75</b> ans</p>", 12]}, {"values": ["Autres"]}, None],
    }
    page = draft(cast)
    revision = page.get_latest_revision()
    plain = {**table, "columns": [{"type": "text", "heading": h} for h in "ab"], "rows": []}
    revision.content["body"] = json.dumps([
        {"type": "table", "id": name, "value": {"caption": "Qui", "table": raw}}
        for name, raw in (("carried", table), ("written", plain))
    ])  # fmt: skip
    revision.save(update_fields=["content"])
    assert given(client_of(cast.member), page)["carried"] == {
        "carried": [["Âge", "Part"], ["Plus de 75 ans", "12"], ["Autres"], []]
    }


# -- Files -------------------------------------------------------------------------------


def test_the_chooser_stands_in_a_frame_of_this_site_alone_for_who_writes(
    cast: Cast, client_of: ClientOf
) -> None:
    page, frozen = draft(cast), text_in(cast, "review")
    client = client_of(cast.member)
    answer = client.get(address(page, "choose"), {"kind": "image"})
    assert answer.status_code == 200
    assert answer["X-Frame-Options"] == "SAMEORIGIN"
    assert client.get(address(page, "choose"), {"kind": "page"}).status_code == 404
    assert client.get(address(frozen, "choose"), {"kind": "image"}).status_code == 404
    assert (
        client_of(cast.partner).get(address(page, "choose"), {"kind": "image"}).status_code == 404
    )


def test_a_file_is_named_to_those_who_may_read_it_and_hidden_from_others(
    cast: Cast, client_of: ClientOf
) -> None:
    page = draft(cast)
    mine = cast.health.record.collection
    theirs = cast.mobility.record.collection
    seen, hidden = (
        SiteImage.objects.create(title=title, file=get_test_image_file(), collection=collection)
        for title, collection in (("La permanence", mine), ("La leur", theirs))
    )
    client = client_of(cast.member)
    answer = client.get(address(page, "file"), {"kind": "image", "key": seen.pk})
    assert answer.json()["title"] == "La permanence"
    assert answer.json()["preview"]
    for key in (hidden.pk, 999_999, "x", "²", "9" * 30):
        assert client.get(address(page, "file"), {"kind": "image", "key": key}).status_code == 404


# -- Ways there --------------------------------------------------------------------------


def test_the_work_of_a_draft_leads_to_the_room_and_to_the_ordinary_editor(
    cast: Cast, client_of: ClientOf
) -> None:
    page = draft(cast)
    html = client_of(cast.member).get(f"/contributions/{page.record.pk}/suivi/").content.decode()
    assert address(page) in html
    assert reverse("wagtailadmin_pages:edit", args=[page.pk]) in html


def test_the_editor_offers_the_room_to_those_who_write_there(
    cast: Cast, client_of: ClientOf
) -> None:
    page, frozen = draft(cast), text_in(cast, "review")
    client = client_of(cast.member)
    editor = client.get(reverse("wagtailadmin_pages:edit", args=[page.pk])).content.decode()
    assert address(page) in editor
    later = client.get(reverse("wagtailadmin_pages:edit", args=[frozen.pk])).content.decode()
    assert address(frozen) not in later


def test_the_page_names_its_text_and_its_group(cast: Cast, client_of: ClientOf) -> None:
    page = draft(cast)
    words = strip_tags(client_of(cast.member).get(address(page)).content.decode())
    assert page.draft_title in words
    assert cast.health.title in words
