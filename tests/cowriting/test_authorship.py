"""Who wrote which letter of a draft."""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from hypothesis import given, settings
from hypothesis import strategies as some
from pycrdt import Doc, Map, Text, XmlElement, XmlFragment, XmlText

from contributions.actions.grant_reading import grant_reading
from contributions.actions.write import write
from contributions.models import ContributionPage
from cowriting.document.reading import root
from cowriting.history.authorship import WrittenPart, letters_by_person, written_parts
from cowriting.history.shadows import shadow_of, signed_words
from cowriting.record.compacting import compact
from cowriting.record.opening import open_room
from cowriting.record.replaying import replay
from cowriting.record.saving import save_now
from people.models import User
from tests.cast import Cast, complete_body, draft, fresh
from tests.pages.conftest import Seen

from .typing import in_page, in_rich, in_slot, room_of, write_in_room

SignIn = Callable[[User | None], Client]


@pytest.fixture
def page(cast: Cast) -> ContributionPage:
    cache.clear()
    return draft(cast)


def block_id(page: ContributionPage, kind: str) -> str:
    body = fresh(page).get_latest_revision_as_object().body
    return next(str(block.id) for block in body if block.block_type == kind)


def told(parts: list[WrittenPart], key: str, name: str) -> list[list[tuple[int | None, str]]]:
    part = next(part for part in parts if part.key == key)
    lines = next(field.lines for field in part.fields if field.name == name)
    return [[(passage.person, passage.words) for passage in line.passages] for line in lines]


# -- The shadow --------------------------------------------------------------------------

#: Each of three people types letters that only they type, and moves and deletes at will.
_ALPHABETS = ("aàα🙂", "bбç🌍", "cβ\u0301שׁ")
_acts = some.lists(
    some.tuples(
        some.integers(0, 2), some.floats(0, 1), some.text(_ALPHABETS[0][:1], max_size=0),
        some.integers(1, 4), some.booleans(), some.booleans(),
    ),
    max_size=25,
)  # fmt: skip


@given(acts=_acts, data=some.data())
@settings(max_examples=120, deadline=None)
def test_every_letter_is_its_writer_s_whoever_types_beside_them(acts: Any, data: Any) -> None:
    docs: list[Doc[Any]] = [Doc(client_id=number + 1) for number in range(3)]
    docs[0]["page"] = Map({"title": Text("")})
    docs[0]["rich"] = rich = XmlFragment()
    rich.children.append(XmlElement("paragraph")).children.append(XmlText(""))
    for doc in docs[1:]:
        doc.apply_update(docs[0].get_update())
    for who, where, _none, size, formatted, meet in acts:
        doc = docs[who]
        typed = "".join(data.draw(some.sampled_from(_ALPHABETS[who])) for _ in range(size))
        for text in _texts(doc):
            letters = str(text) if isinstance(text, Text) else "".join(w for w, _m in text.diff())
            place = len(letters[: int(where * len(letters))].encode())
            if not formatted and letters and where > 0.8:
                del text[0 : len(letters[0].encode())]
            text.insert(min(place, len(text)), typed, {"bold": {}} if formatted else None)
        if meet:
            for other in docs:
                other.apply_update(doc.get_update())
    for other in docs[1:]:
        docs[0].apply_update(other.get_update())
    twin = shadow_of(docs[0], lambda client: client)
    for text, shade in zip(_texts(docs[0]), _texts(twin), strict=True):
        for sign, words in signed_words(text, shade):
            assert set(words) <= set(_ALPHABETS[sign - 1])


def _texts(doc: Doc[Any]) -> list[Text | XmlText]:
    rich = doc.get("rich", type=XmlFragment)
    return [doc.get("page", type=Map)["title"], rich.children[0].children[0]]


def test_a_shadow_has_the_shape_of_its_document_and_none_of_its_words(
    page: ContributionPage, cast: Cast
) -> None:
    doc, _last = replay(open_room(page, by=cast.member))
    twin = shadow_of(doc, lambda _client: 0)
    assert set(root(twin, "blocks").keys()) == set(root(doc, "blocks").keys())
    for key in root(doc, "blocks").keys():  # noqa: SIM118
        one, other = root(doc, "blocks")[key], root(twin, "blocks")[key]
        assert one["type"] == other["type"] and one["order"] == other["order"]
        assert len(str(one["title"])) == len(str(other["title"]))
    assert b"Aller" in doc.get_update() and b"Aller" not in twin.get_update()


def test_thirty_pages_are_told_in_time() -> None:
    doc: Doc[Any] = Doc(client_id=7)
    doc["t"] = text = Text("x" * 90_000)
    other: Doc[Any] = Doc(client_id=8)
    other.apply_update(doc.get_update())
    for place in range(0, 90_000, 9):
        other.get("t", type=Text).insert(place, "é")
    doc.apply_update(other.get_update())
    began = time.process_time()
    signed = signed_words(text, shadow_of(doc, lambda client: client - 7).get("t", type=Text))
    assert time.process_time() - began < 1.5
    assert sum(words.count("é") for sign, words in signed if sign == 1) == 10_000


# -- A text ------------------------------------------------------------------------------


def test_what_was_there_before_is_nobody_s(page: ContributionPage, cast: Cast) -> None:
    parts = written_parts(open_room(page, by=cast.member))
    assert letters_by_person(parts) == {}
    assert told(parts, "", "title") == [[(None, "Rapprocher la santé")]]


def test_two_people_in_one_word_are_told_apart(page: ContributionPage, cast: Cast) -> None:
    key = block_id(page, "finding")
    write_in_room(page, cast.member, in_slot(key, "territory", "Haute"))
    write_in_room(page, cast.coordinator, in_slot(key, "territory", "-Cor", 5))
    write_in_room(page, cast.member, in_slot(key, "territory", "se"))
    write_in_room(page, cast.coordinator, in_slot(key, "territory", "!", 2))
    parts = written_parts(room_of(page))
    assert told(parts, key, "territory") == [
        [(cast.member.pk, "Ha"), (cast.coordinator.pk, "!"), (cast.member.pk, "ute"),
         (cast.coordinator.pk, "-Cor"), (cast.member.pk, "se")]
    ]  # fmt: skip


def test_formatted_words_and_lists_keep_their_lines(page: ContributionPage, cast: Cast) -> None:
    html = "<p>Un <b>mot</b>.<br>Suite</p><ul><li>point<ul><li>sous</li></ul></li></ul>"
    write(page, by=cast.member, body=[("text", {"text": html})])
    key = block_id(page, "text")
    write_in_room(page, cast.coordinator, in_rich(key, "seul ", 3))
    parts = written_parts(room_of(page))
    assert told(parts, key, "text") == [
        [(None, "Un "), (cast.coordinator.pk, "seul "), (None, "mot.")],
        [(None, "Suite")],
        [(None, "point")],
        [(None, "sous")],
    ]
    part = next(part for part in parts if part.key == key)
    assert [line.item for line in part.fields[0].lines] == [False, False, True, True]


def test_tables_are_told_cell_by_cell(page: ContributionPage, cast: Cast) -> None:
    table = {"columns": [{"type": "text", "heading": "Ville"}, {"type": "text", "heading": "Postes"}],
             "rows": [{"values": ["Lyon", ""]}]}  # fmt: skip
    write(page, by=cast.member, body=[("table", {"caption": "Postes", "table": table})])
    key = block_id(page, "table")

    def fill(doc: Doc[Any]) -> None:
        (row,) = root(doc, "blocks")[key]["rows"].values()
        cells = row["cells"]
        empty = next(name for name in sorted(cells.keys()) if not str(cells[name]))
        cells[empty].insert(0, "3")

    write_in_room(page, cast.coordinator, fill)
    rows = told(written_parts(room_of(page)), key, "table")
    assert rows[0] == [(None, "Ville"), (None, " | "), (None, "Postes")]
    assert rows[1][-1] == (cast.coordinator.pk, "3")


def test_compaction_changes_no_author(page: ContributionPage, cast: Cast) -> None:
    key = block_id(page, "finding")
    write_in_room(page, cast.member, in_slot(key, "territory", "Nord"))
    write_in_room(page, cast.coordinator, in_slot(key, "territory", "Est", 2))
    save_now(page.pk)
    room = room_of(page)
    before = written_parts(room)
    compact(room.pk)
    cache.clear()
    assert written_parts(room_of(page)) == before


def test_words_of_a_block_in_the_bin_are_not_told(page: ContributionPage, cast: Cast) -> None:
    key = block_id(page, "finding")

    def delete(doc: Doc[Any]) -> None:
        root(doc, "blocks")[key]["deleted"] = True

    write_in_room(page, cast.member, delete)
    assert key not in {part.key for part in written_parts(room_of(page))}


# -- Its page ----------------------------------------------------------------------------


def address(page: ContributionPage) -> str:
    return f"/contributions/{page.record.pk}/auteurs/"


def test_the_page_says_who_wrote_what_without_colour(
    page: ContributionPage, cast: Cast, client_of: SignIn
) -> None:
    key = block_id(page, "finding")
    write_in_room(page, cast.member, in_slot(key, "territory", "Nord"))
    write_in_room(page, cast.coordinator, in_page("summary", " Enfin."))
    client = client_of(cast.member)
    seen = Seen(client.get(address(page)))
    assert seen.status == 200
    assert "Member : Nord" in seen.words and "Coordinator : Enfin." in seen.words
    assert {span["title"] for span in seen.all("span") if "title" in span} == {
        "Member",
        "Coordinator",
    }
    strokes = {span["data-stroke"] for span in seen.all("span") if "data-stroke" in span}
    assert len(strokes) == 2
    alone = Seen(client.get(address(page), {"personne": cast.member.pk}))
    assert "Member : Nord" in alone.words and "Coordinator : Enfin." not in alone.words


def test_a_text_that_nobody_wrote_together_says_so(
    page: ContributionPage, cast: Cast, client_of: SignIn
) -> None:
    seen = Seen(client_of(cast.member).get(address(page)))
    assert "n'a pas encore été écrit à plusieurs" in seen.words


@pytest.mark.parametrize(
    ("role", "status"),
    [("member", 200), ("coordinator", 200), ("superuser", 200), ("moderator", 404),
     ("network", 404), ("director", 404), ("partner", 404), ("other_member", 404),
     ("account", 404), ("gone", 404), (None, 302)],
)  # fmt: skip
def test_only_the_text_s_people_learn_who_wrote(
    role: str | None, status: int, page: ContributionPage, cast: Cast, client_of: SignIn
) -> None:
    open_room(page, by=cast.member)
    client = client_of(cast.people()[role] if role else None)
    assert client.get(address(page)).status_code == status


def test_a_named_reader_reads_words_and_no_names(
    page: ContributionPage, cast: Cast, client_of: SignIn
) -> None:
    until = timezone.now() + timedelta(days=1)
    grant_reading(page, by=cast.coordinator, person=cast.account, until=until)
    write_in_room(page, cast.member, in_page("summary", " Enfin."))
    client = client_of(cast.account)
    assert client.get(address(page)).status_code == 404
    draft_page = Seen(client.get(f"/contributions/{page.record.pk}/texte/"))
    assert draft_page.status == 200 and address(page) not in draft_page.links
    moments = Seen(client.get(f"/contributions/{page.record.pk}/moments/"))
    assert moments.status == 200 and "Member" not in moments.words


def test_twenty_blocks_and_writers_cost_no_more_queries_than_two(
    cast: Cast, client_of: SignIn
) -> None:
    def cost(blocks: int) -> int:
        cache.clear()
        text = draft(cast, f"Un texte de {blocks}")
        write(text, by=cast.member, body=complete_body() * blocks)
        for block in fresh(text).get_latest_revision_as_object().body:
            by = cast.member if len(str(block.id)) % 2 else cast.coordinator
            write_in_room(text, by, in_slot(str(block.id), "source", "mot"))
        client = client_of(cast.member)
        client.get(address(text))
        cache.clear()
        with CaptureQueriesContext(
            connection,
        ) as queries:
            assert client.get(address(text)).status_code == 200
        return len(queries)

    assert cost(1) == cost(5)
