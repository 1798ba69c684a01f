"""From a page to its document and back: exact, deaf to nonsense, quick."""

from __future__ import annotations

import json
import subprocess
import sys
from copy import deepcopy
from typing import Any

import pytest
from django.utils.html import strip_tags
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pycrdt import Map, Text, XmlFragment

from contributions.models import ContributionPage
from cowriting.document.conversion import put_words, words_of, words_of_page
from cowriting.document.shape import SHAPE, TEXT_SLOTS

from .documents import (
    block_id,
    block_in,
    bodies,
    calls_of,
    document,
    odd_words,
    same,
    sample,
    words,
)

_settings = settings(max_examples=60, suppress_health_check=[HealthCheck.too_slow], deadline=None)
NOTHING: dict[str, Any] = {}
#: A page that is read forgets the files that are not there.
WITHOUT_FILES = tuple(sorted(set(SHAPE) - {"image", "document"}))


def _text_in(raw: Any) -> str:
    return "".join(strip_tags(json.dumps(raw, ensure_ascii=False)).split())


# -- Opening changes nothing ------------------------------------------------------------


@_settings
@given(words())
def test_opening_and_closing_changes_no_byte(said: dict[str, Any]) -> None:
    assert same(words_of(document(said), said), said)


@_settings
@given(odd_words())
def test_opening_and_closing_changes_no_byte_of_what_is_strange(said: dict[str, Any]) -> None:
    before = deepcopy(said)
    assert same(words_of(document(said), said), said)
    assert said == before


@_settings
@given(words())
def test_a_document_alone_says_what_its_page_said(said: dict[str, Any]) -> None:
    alone = words_of(document(said), NOTHING)
    assert same(words_of(document(alone), NOTHING), alone)
    assert [(b["type"], b["id"]) for b in alone["body"]] == [
        (b["type"], b["id"]) for b in said["body"]
    ]
    assert same(words_of(document(alone), said), said)


@_settings
@given(words(), st.integers(1, 2**53 - 2))
def test_the_same_words_make_the_same_document(said: dict[str, Any], client: int) -> None:
    stored = said | {"body": json.dumps(said["body"])}
    one, other = (document(form, client=client) for form in (said, stored))
    assert same(words_of(one, NOTHING), words_of(other, NOTHING))
    assert same(words_of(other, stored), said)


def test_two_processes_say_the_same() -> None:
    """Nothing depends on the order in which a process hashes its keys."""
    program = (
        "import sys, json; sys.path[:0] = ['site', '.'];"
        "import django; from django.conf import settings;"
        "import os; os.environ.setdefault('DJANGO_SETTINGS_MODULE', 'config.settings.test');"
        "django.setup();"
        "from cowriting.document.conversion import seed, words_of; from pycrdt import Doc;"
        "said = json.loads(sys.stdin.read()); doc = Doc(); doc.apply_update(seed(said, client=5));"
        "print(json.dumps(words_of(doc, {})))"
    )
    said = json.dumps(sample())
    answers = {
        subprocess.run(
            [sys.executable, "-c", program],
            input=said, capture_output=True, text=True, check=True, env={"PYTHONHASHSEED": number},
        ).stdout
        for number in ("1", "2")
    }  # fmt: skip
    assert len(answers) == 1
    assert "Constat" in answers.pop()


# -- What is written is what is stored --------------------------------------------------


def test_words_that_are_typed_are_stored_and_the_rest_keeps_its_spelling() -> None:
    said = sample()
    doc = document(said)
    block_in(doc, 1)["title"].insert(0, "Un ")
    stored = words_of(doc, said)
    expected = deepcopy(said)
    expected["body"][0]["value"]["title"] = "Un Constat"
    assert same(stored, expected)


def test_moving_deleting_and_retyping_touch_no_word() -> None:
    said = sample()
    doc = document(said)
    block_in(doc, 1)["order"] = "zz.1"
    block_in(doc, 2)["deleted"] = True
    block_in(doc, 1)["type"] = "attention"
    body = words_of(doc, said)["body"]
    assert [block["id"] for block in body] == [block_id(n) for n in (3, 4, 1)]
    assert body[-1]["type"] == "attention"
    assert body[-1]["value"] == {"title": "Constat", "text": said["body"][0]["value"]["text"]}
    block_in(doc, 1)["type"] = "finding"
    assert words_of(doc, said)["body"][-1] == said["body"][0]


def test_a_quote_keeps_its_marks_for_the_day_when_it_is_a_text_again() -> None:
    said = sample()
    doc = document(said)
    block_in(doc, 1)["type"] = "quote"
    quoted = words_of(doc, said)
    assert quoted["body"][0]["value"]["quote"] == "Là où\nune médiation"
    block_in(doc, 1)["type"] = "text"
    assert words_of(doc, quoted)["body"][0]["value"]["text"] == (
        '<p data-block-key="a1">Là <b>où</b></p><ul><li>une médiation</li></ul>'
    )


def test_items_of_a_list_keep_their_ids_by_their_words() -> None:
    said = sample()
    doc = document(said)
    audiences = block_in(doc, 2)["audiences"]
    audiences.clear()
    audiences += "Écoles\nNouveau\n\n  Familles \nNouveau"
    items = words_of(doc, said)["body"][1]["value"]["audiences"]
    assert [item["value"] for item in items] == ["Écoles", "Nouveau", "Familles", "Nouveau"]
    assert (items[2]["id"], items[0]["id"]) == ("i1", "i2")
    assert len({item["id"] for item in items}) == 4
    assert same(words_of(doc, said)["body"][1]["value"]["audiences"], items)
    # What was stored once keeps the ids that it got.
    stored = words_of(doc, said)
    audiences.insert(0, "Encore\n")
    again = words_of(doc, stored)["body"][1]["value"]["audiences"]
    assert again[1:] == items
    assert len({item["id"] for item in again}) == 5


def test_a_list_of_the_older_format_is_read_and_kept() -> None:
    said = sample()
    said["body"][1]["value"]["audiences"] = ["Familles", "Écoles"]
    doc = document(said)
    assert str(block_in(doc, 2)["audiences"]) == "Familles\nÉcoles"
    assert same(words_of(doc, said), said)
    block_in(doc, 2)["audiences"].insert(0, "Élus\n")
    items = words_of(doc, said)["body"][1]["value"]["audiences"]
    assert [(item["type"], item["value"]) for item in items] == [
        ("item", "Élus"), ("item", "Familles"), ("item", "Écoles"),
    ]  # fmt: skip


def test_a_table_is_read_by_rows_and_columns_in_their_order() -> None:
    said = sample()
    doc = document(said)
    table = block_in(doc, 3)
    rows, columns = table["rows"], table["columns"]
    first, second = sorted(rows.keys(), key=lambda key: rows[key]["order"])
    left, right = sorted(columns.keys(), key=lambda key: columns[key]["order"])
    rows[second]["order"] = "0.1"
    columns[left]["deleted"] = True
    rows[first]["cells"][f"{right}@9"] = Text(" aussi")
    stored = words_of(doc, said)["body"][2]["value"]["table"]
    assert stored == {
        "columns": [{"type": "text", "heading": "B"}],
        "rows": [{"values": ["4"]}, {"values": ["2 aussi"]}],
        "caption": "source",
    }


def test_two_people_who_begin_one_cell_at_once_lose_nothing() -> None:
    doc = document(sample())
    table = block_in(doc, 3)
    column = next(iter(table["columns"].keys()))
    rows = table["rows"]
    rows["new"] = Map({"order": "zz.1", "cells": Map()})
    rows["new"]["cells"][f"{column}@8"] = Text("un")
    rows["new"]["cells"][f"{column}@9"] = Text("deux")
    stored = words_of(doc, sample())["body"][2]["value"]["table"]["rows"]
    assert "undeux" in stored[-1]["values"]


def test_a_new_block_has_every_field_of_its_type() -> None:
    doc = document(sample())
    for number, kind in enumerate(SHAPE):
        key = block_id(100 + number)
        root = doc.get("blocks", type=Map)
        root[key] = Map({"type": kind, "order": f"z{number:02}.1"})
        for slot in TEXT_SLOTS:
            root[key][slot] = Text("")
        root[key]["text"] = XmlFragment()
    stored = words_of(doc, sample())["body"][4:]
    assert [list(block["value"]) for block in stored] == [list(SHAPE[kind]) for kind in SHAPE]
    ContributionPage.body.field.stream_block.to_python(stored)
    assert stored[list(SHAPE).index("heading")]["value"]["level"] == "h2"
    assert stored[list(SHAPE).index("image")]["value"]["image"] is None


def test_a_block_of_an_unknown_type_goes_where_it_is_put_and_is_never_read() -> None:
    said = sample()
    unknown = {"type": "map", "value": {"places": [1, 2]}, "id": block_id(9)}
    said["body"].insert(0, unknown)
    doc = document(said)
    assert set(block_in(doc, 9).keys()) == {"type", "order"}
    block_in(doc, 9)["order"] = "zz.1"
    assert words_of(doc, said)["body"][-1] == unknown
    assert len(words_of(doc, NOTHING)["body"]) == 4
    block_in(doc, 9)["type"] = "text"
    assert words_of(doc, said)["body"][-1] == unknown
    block_in(doc, 9)["deleted"] = True
    assert unknown not in words_of(doc, said)["body"]


def test_a_text_never_loses_its_title() -> None:
    said = sample()
    doc = document(said)
    doc.get("page", type=Map)["title"].clear()
    assert words_of(doc, said)["title"] == "Titre"
    doc.get("page", type=Map)["title"].insert(0, "t" * 300)
    assert words_of(doc, said)["title"] == "t" * 255


# -- The page ---------------------------------------------------------------------------


@pytest.mark.django_db
@_settings
@given(words(kinds=WITHOUT_FILES))
def test_a_page_takes_what_a_document_says(said: dict[str, Any]) -> None:
    page = ContributionPage(title="Avant")
    put_words(page, said)
    again = words_of_page(page)
    assert same(again["body"], said["body"])
    assert again["title"] == said["title"].strip()
    assert same(words_of(document(again), again), again)
    _read_every_block(page)
    assert words_of(document(again), words_of_page(page))["body"] == words_of_page(page)["body"]


@pytest.mark.django_db
@_settings
@given(bodies(3, WITHOUT_FILES))
def test_a_page_whose_blocks_were_read_says_the_same(body: list[dict[str, Any]]) -> None:
    page = ContributionPage(title="Avant")
    put_words(page, {"title": "Avant", "body": body})
    before = words_of(document(words_of_page(page)), NOTHING)
    _read_every_block(page)
    assert same(words_of(document(words_of_page(page)), NOTHING), before)


@pytest.mark.django_db
def test_a_page_keeps_its_title_for_want_of_another() -> None:
    page = ContributionPage(title="Avant", summary="a\r\nb")
    put_words(page, {"title": " ", "summary": "a\nb", "body": []})
    assert (page.title, page.summary) == ("Avant", "a\r\nb")
    put_words(page, {"title": "t" * 300, "body": []})
    assert page.title == "t" * 255


def _read_every_block(page: ContributionPage) -> None:
    for block in page.body:
        assert block.value is not None


# -- How long it takes ------------------------------------------------------------------


def test_the_work_for_a_long_text_grows_no_faster_than_the_text() -> None:
    """Counted in calls, which a busy machine does not change."""
    short, long = (_calls(_long(count)) for count in (15, 150))
    assert long < 12 * short


def _calls(said: dict[str, Any]) -> int:
    doc = document(said)
    return calls_of(lambda: words_of(doc, said))


def _long(count: int) -> dict[str, Any]:
    return {
        "title": "Long",
        "body": [
            {
                "type": "proposal",
                "id": block_id(number),
                "value": {
                    "title": f"{number}",
                    "text": f"<p>{number} {'mot <b>fort</b> ' * 30}</p>",
                },
            }
            for number in range(count)
        ],
    }
