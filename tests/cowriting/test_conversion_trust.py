"""Nothing in a document, nor in a page, is taken on trust when one is made of the other."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from pycrdt import Array, Doc, Map, Text

from contributions.models import ContributionPage
from cowriting.document.conversion import words_of
from cowriting.document.shape import SHAPE

from .documents import block_in, document, hostile, same, sample


@settings(max_examples=150, suppress_health_check=[HealthCheck.too_slow], deadline=None)
@given(hostile())
def test_nothing_in_a_document_makes_its_conversion_fail(
    made: tuple[dict[str, Any], Doc[Any]],
) -> None:
    said, doc = made
    stored = words_of(doc, said)
    json.dumps(stored, allow_nan=False)
    assert set(stored) == {"title", "summary", "approach", "addressees", "body"}
    assert all(set(block) == {"type", "value", "id"} for block in stored["body"])
    assert {block["type"] for block in stored["body"]} <= set(SHAPE)
    assert "<script" not in json.dumps(stored)
    page_value = ContributionPage.body.field.stream_block.to_python(stored["body"])
    assert len(page_value.get_prep_value()) == len(stored["body"])
    assert same(words_of(doc, said), stored)


@pytest.mark.parametrize("value", [5, "x", None, True, b"x", [1], Text("x"), Array([1])])
def test_a_slot_that_is_no_text_leaves_the_words_of_the_page(value: Any) -> None:
    said = sample()
    doc = document(said)
    for slot in ("title", "text", "source"):
        block_in(doc, 1)[slot] = value
        if isinstance(value, Text | Array):
            break
    if not isinstance(value, Text):
        assert same(words_of(doc, said), said)
    assert words_of(doc, said)["body"][0]["value"]["text"] == said["body"][0]["value"]["text"]


@pytest.mark.parametrize(
    "value", [0, -3, 2.5, float("nan"), float("inf"), 1e300, "5", True, [5], 2**63 - 1, -(2**62)]
)
def test_an_image_is_a_number_that_a_database_gives(value: Any) -> None:
    doc = document(sample())
    block_in(doc, 4)["choice:image"] = value
    image = words_of(doc, {})["body"][-1]["value"]["image"]
    assert image is None or (isinstance(image, int) and 0 < image < 2**63)


def test_a_table_of_millions_of_cells_is_not_laid_out() -> None:
    said = sample()
    doc = document(said)
    table = block_in(doc, 3)
    with doc.transaction():
        for number in range(300):
            table["columns"][f"c{number}"] = Map({"order": "x.1"})
            table["rows"][f"r{number}"] = Map({"order": "x.1"})
    assert same(words_of(doc, said), said)


def test_a_choice_that_nobody_offered_is_not_taken() -> None:
    said = sample()
    doc = document(said)
    for value in ["", "demain", 5, None, ["court"], {"a": 1}]:
        block_in(doc, 2)["choice:horizon"] = value
        assert words_of(doc, said)["body"][1]["value"]["horizon"] == ""
    block_in(doc, 2)["choice:horizon"] = "moyen"
    assert words_of(doc, said)["body"][1]["value"]["horizon"] == "moyen"


def test_a_choice_of_former_times_stays_until_another_is_made() -> None:
    said = sample()
    said["body"][1]["value"]["horizon"] = "long"
    doc = document(said)
    assert same(words_of(doc, said), said)
    block_in(doc, 2)["choice:horizon"] = "court"
    assert words_of(doc, said)["body"][1]["value"]["horizon"] == "court"


def test_halves_of_characters_in_a_page_are_left_out_of_its_document() -> None:
    said = sample() | {"summary": "a\ud800b\x00c"}
    doc = document(said)
    assert str(doc.get("page", type=Map)["summary"]) == "abc"
    assert words_of(doc, said)["summary"] == "a\ud800b\x00c"
    doc.get("page", type=Map)["summary"].insert(0, "é")
    assert words_of(doc, said)["summary"] == "éabc"


def test_a_body_that_is_no_list_of_blocks_is_no_reason_to_fail() -> None:
    for body in [None, 5, "{", "null", "[1]", [None, "x", {}, {"type": 5}], {"a": 1}]:
        said: dict[str, Any] = {"body": body}
        assert words_of(document(said), said)["body"] == []


def test_blocks_without_ids_and_with_one_id_get_ids_of_their_own() -> None:
    text = {"type": "text", "value": {"text": "<p>un</p>"}}
    said = {"body": [text, text | {"id": "a"}, text | {"id": "a"}, text | {"id": 5}]}
    stored = words_of(document(said), said)["body"]
    assert [block["value"] for block in stored] == [text["value"]] * 4
    assert len({block["id"] for block in stored}) == 4
    assert same(words_of(document(said), said)["body"], stored)
