"""One part of a draft by a plain form, beside people who write it live."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from pycrdt import Doc

from contributions.actions.write import write
from contributions.models import ContributionPage
from cowriting.document.reading import root
from cowriting.models import ClientId, Room, Update
from cowriting.plain.parts import present_words
from cowriting.record.opening import open_room
from cowriting.record.replaying import replay
from people.models import User
from tests.cast import Cast, draft, fresh
from tests.pages.conftest import Seen

from .plainly import address, block_of, filled, value_now
from .typing import in_rich, in_slot, write_in_room

SignIn = Callable[[User | None], Client]


@pytest.fixture
def page(cast: Cast) -> ContributionPage:
    return draft(cast)


def test_a_member_writes_one_block_without_a_script(
    page: ContributionPage, cast: Cast, client_of: SignIn
) -> None:
    finding = block_of(page, "finding")
    client = client_of(cast.member)
    form = filled(client, address(page, finding["id"]))
    assert form["text"] == "Des soins reportés ."
    answer = client.post(
        address(page, finding["id"]),
        form | {"text": "Des soins **reportés**.\r\n\r\n- un\r\n- deux", "territory": "Nord"},
    )
    assert answer.status_code == 302
    assert answer["Location"].endswith(f"/texte/#bloc-{finding['id']}")
    draft_now = fresh(page).get_latest_revision_as_object()
    value = next(b for b in draft_now.body.get_prep_value() if b["id"] == finding["id"])["value"]
    assert "<b>reportés</b>" in value["text"] and "<li>deux</li>" in value["text"]
    assert value["territory"] == "Nord"
    assert fresh(page).get_latest_revision().user == cast.member


def test_a_form_changes_nothing_but_what_was_typed(
    page: ContributionPage, cast: Cast, client_of: SignIn
) -> None:
    before = present_words(fresh(page))
    proposal = block_of(page, "proposal")
    client = client_of(cast.member)
    form = filled(client, address(page, proposal["id"]))
    assert form["audiences"] == "Habitants des QPV" and form["horizon"] == "court"
    client.post(address(page, proposal["id"]), form)
    assert present_words(fresh(page)) == before
    client.post(
        address(page, proposal["id"]),
        filled(client, address(page, proposal["id"])) | {"means": "Peu"},
    )
    after = present_words(fresh(page))
    changed = [
        (old, new) for old, new in zip(before["body"], after["body"], strict=True) if old != new
    ]
    assert [new["value"] for _old, new in changed] == [proposal["value"] | {"means": "Peu"}]


def test_what_surrounds_the_blocks_is_written_too(
    page: ContributionPage, cast: Cast, client_of: SignIn
) -> None:
    client = client_of(cast.coordinator)
    form = filled(client, address(page, "texte"))
    client.post(address(page, "texte"), form | {"summary": "Deux phrases.\r\nEt une autre."})
    assert present_words(fresh(page))["summary"] == "Deux phrases.\nEt une autre."


def test_a_room_that_is_open_gets_the_change_as_one_of_its_writer_s(
    page: ContributionPage, cast: Cast, client_of: SignIn
) -> None:
    room = open_room(page, by=cast.coordinator)
    finding = block_of(page, "finding")
    client = client_of(cast.member)
    client.post(
        address(page, finding["id"]),
        filled(client, address(page, finding["id"])) | {"territory": "Est"},
    )
    row = Update.objects.filter(room=room, person=cast.member).get()
    assert not row.refused and row.octets == 3
    assert ClientId.objects.get(room=room, client=row.client).person == cast.member
    doc, _last = replay(Room.objects.get(pk=room.pk))
    assert str(root(doc, "blocks")[finding["id"]]["territory"]) == "Est"


def test_two_people_who_change_two_fields_of_a_block_lose_nothing(
    page: ContributionPage, cast: Cast, client_of: SignIn
) -> None:
    key = block_of(page, "finding")["id"]
    client = client_of(cast.member)
    form = filled(client, address(page, key))
    write_in_room(page, cast.coordinator, in_slot(key, "source", "Insee"))
    answer = client.post(address(page, key), form | {"territory": "Nord"})
    assert answer.status_code == 302
    assert value_now(page, key)["source"] == "Insee" and value_now(page, key)["territory"] == "Nord"


def test_both_wordings_of_a_field_stand_and_are_shown(
    page: ContributionPage, cast: Cast, client_of: SignIn
) -> None:
    key = block_of(page, "finding")["id"]
    client = client_of(cast.member)
    form = filled(client, address(page, key))
    write_in_room(page, cast.coordinator, in_slot(key, "territory", "Lille"))
    seen = Seen(client.post(address(page, key), form | {"territory": "Roubaix"}))
    assert seen.status == 200
    assert "Une autre personne a changé ce bloc" in seen.words
    assert "Ce que l'autre personne avait écrit Lille" in seen.words
    assert "Ce que vous aviez écrit Roubaix" in seen.words
    said = value_now(page, key)["territory"]
    assert "Lille" in said and "Roubaix" in said


def test_what_is_typed_in_a_block_that_was_deleted_is_not_lost(
    page: ContributionPage, cast: Cast, client_of: SignIn
) -> None:
    key = block_of(page, "finding")["id"]
    client = client_of(cast.member)
    form = filled(client, address(page, key))

    def delete(doc: Doc[Any]) -> None:
        root(doc, "blocks")[key]["deleted"] = True

    write_in_room(page, cast.coordinator, delete)
    answer = client.post(address(page, key), form | {"territory": "Nord"})
    assert answer.status_code == 302
    assert value_now(page, key)["territory"] == "Nord"


def test_both_wordings_of_formatted_words_stand(
    page: ContributionPage, cast: Cast, client_of: SignIn
) -> None:
    key = block_of(page, "finding")["id"]
    client = client_of(cast.member)
    form = filled(client, address(page, key))
    write_in_room(page, cast.coordinator, in_rich(key, "Partout, ", 0))
    seen = Seen(client.post(address(page, key), form | {"text": "Des soins **perdus**."}))
    said = value_now(page, key)["text"]
    assert "Partout" in said and "<b>perdus</b>" in said
    assert "Partout" in seen.words and "Des soins **perdus**." in seen.words


def test_a_new_block_goes_where_it_was_asked(
    page: ContributionPage, cast: Cast, client_of: SignIn
) -> None:
    finding = block_of(page, "finding")["id"]
    client = client_of(cast.member)
    where = f"{address(page, 'nouveau')}?type=proposal&apres={finding}"
    client.post(
        where, filled(client, where) | {"title": "Ouvrir le soir", "lead_actors": "Ville\nÉtat"}
    )
    body = present_words(fresh(page))["body"]
    place = [b["id"] for b in body].index(finding) + 1
    assert body[place]["value"]["title"] == "Ouvrir le soir"
    assert [item["value"] for item in body[place]["value"]["lead_actors"]] == ["Ville", "État"]


@pytest.mark.parametrize("key", ["a/b", "..", "nouveau", "texte", "é"])
def test_a_block_under_a_strange_id_breaks_no_page(
    key: str, page: ContributionPage, cast: Cast, client_of: SignIn
) -> None:
    body = [{"type": "text", "value": {"text": "<p>Ici.</p>"}, "id": key}]
    page.body = page.body.stream_block.to_python(body)
    page.save_revision(user=cast.member)
    client = client_of(cast.member)
    for where in (address(page), address(page, "texte"), address(page, "nouveau")):
        assert client.get(where).status_code == 200


@pytest.mark.parametrize(
    ("role", "status"),
    [("member", 200), ("coordinator", 200), ("superuser", 403), ("moderator", 404),
     ("network", 404), ("director", 404), ("partner", 404), ("other_member", 404),
     ("account", 404), ("gone", 404), (None, 302)],
)  # fmt: skip
def test_only_the_text_s_people_write_by_form(
    role: str | None, status: int, page: ContributionPage, cast: Cast, client_of: SignIn
) -> None:
    client = client_of(cast.people()[role] if role else None)
    for where in (address(page), address(page, "texte"), address(page, "nouveau")):
        assert client.get(where).status_code == status


def test_a_block_that_is_not_there_is_missing(
    page: ContributionPage, cast: Cast, client_of: SignIn
) -> None:
    assert client_of(cast.member).get(address(page, "inconnu")).status_code == 404


def test_the_page_of_a_block_is_light(
    page: ContributionPage, cast: Cast, client_of: SignIn
) -> None:
    finding = block_of(page, "finding")
    long = "<p>" + "Des soins reportés, des droits perdus. " * 120 + "</p>"
    body = [(b["type"], b["value"] | ({"text": long} if b["type"] == "finding" else {})) for b in
            page.get_latest_revision_as_object().body.get_prep_value()]  # fmt: skip
    write(page, by=cast.member, body=body)
    finding = block_of(fresh(page), "finding")
    html = client_of(cast.member).get(address(page, finding["id"])).content
    assert len(html) < 40_000
    assert b"<script" not in html.replace(b"js/site.js", b"", 1)[html.index(b"<main") :]


def test_a_table_is_typed_as_lines(page: ContributionPage, cast: Cast, client_of: SignIn) -> None:
    table = {"columns": [{"type": "text", "heading": "Ville"}, {"type": "text", "heading": "Postes"}],
             "rows": [{"values": ["Lyon", "3 | 4"]}, {"values": ["", ""]}]}  # fmt: skip
    write(page, by=cast.member, body=[("table", {"caption": "Les postes", "table": table})])
    key = block_of(fresh(page), "table")["id"]
    client = client_of(cast.member)
    form = filled(client, address(page, key))
    assert form["table"].splitlines()[:2] == ["Ville | Postes", "Lyon | 3 \\| 4"]
    client.post(address(page, key), form | {"table": "Ville | Postes\nLyon | 3 \\| 4\nNice | 2"})
    rows = value_now(page, key)["table"]["rows"]
    assert [row["values"] for row in rows] == [["Lyon", "3 | 4"], ["Nice", "2"]]


def test_a_table_that_would_hold_a_server_up_is_given_back(
    page: ContributionPage, cast: Cast, client_of: SignIn
) -> None:
    """One long row widens a thousand short ones."""
    table = {"columns": [{"type": "text", "heading": "Ville"}], "rows": []}
    write(page, by=cast.member, body=[("table", {"caption": "", "table": table})])
    where = address(page, block_of(fresh(page), "table")["id"])
    client = client_of(cast.member)
    wide = "|".join("a" * 1000) + "\nb" * 1000
    seen = Seen(client.post(where, filled(client, where) | {"table": wide}))
    assert seen.status == 422 and "plus de 3000 cases" in seen.words


def test_a_field_that_would_hold_a_server_up_is_given_back(
    page: ContributionPage, cast: Cast, client_of: SignIn
) -> None:
    key = block_of(page, "finding")["id"]
    client = client_of(cast.member)
    answer = client.post(
        address(page, key), filled(client, address(page, key)) | {"text": "*a" * 60_000}
    )
    assert answer.status_code == 422 and "*a*a" in answer.content.decode()


def test_a_line_that_no_editor_would_take_is_told_and_stays_in_the_form(
    page: ContributionPage, cast: Cast, client_of: SignIn
) -> None:
    key = block_of(page, "proposal")["id"]
    client = client_of(cast.member)
    form = filled(client, address(page, key))
    long = "Tous les habitants " * 12
    seen = Seen(client.post(address(page, key), form | {"audiences": f"Jeunes\n{long}"}))
    assert seen.status == 422
    assert "Une ligne a plus de 120 caractères" in seen.words and "Jeunes" in seen.words
    assert value_now(page, key)["audiences"] == block_of(page, "proposal")["value"]["audiences"]
