"""Whatever two sides change, their words meet in the document and none is lost."""

from __future__ import annotations

import json
from copy import deepcopy
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pycrdt import Doc

from cowriting.document.conversion import words_of
from cowriting.merging.blocks import merge_outside

from .documents import hostile, odd_words, ours, words
from .edits import Marks, all_words, change_document, change_page

_settings = settings(
    max_examples=40, deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)  # fmt: skip


def _visible(words: dict[str, Any]) -> str:
    return json.dumps(words, ensure_ascii=False)


@st.composite
def two_sides(draw: st.DrawFn) -> tuple[dict[str, Any], dict[str, Any], Doc[Any], Marks, Marks]:
    base = draw(words(3))
    theirs_said, ours_said = Marks("t"), Marks("o")
    theirs = change_page(draw, base, theirs_said, draw(st.integers(0, 4)))
    doc = ours(base)
    change_document(draw, doc, ours_said, draw(st.integers(0, 4)))
    return base, theirs, doc, ours_said, theirs_said


@_settings
@given(two_sides())
def test_no_word_of_ours_is_lost_and_each_of_theirs_is_there_once(
    made: tuple[dict[str, Any], dict[str, Any], Doc[Any], Marks, Marks],
) -> None:
    base, theirs, doc, ours_said, theirs_said = made
    shown, written = _visible(words_of(doc, base)), all_words(doc)
    merge_outside(doc, base, theirs)
    after, everything = _visible(words_of(doc, theirs)), all_words(doc)
    for mark in ours_said.made:
        assert everything.count(mark) == written.count(mark)
        if mark in shown:
            assert mark in after
    for mark in theirs_said.made:
        assert everything.count(mark) == min(1, _visible(theirs).count(mark))


@_settings
@given(two_sides())
def test_merging_once_more_changes_nothing(
    made: tuple[dict[str, Any], dict[str, Any], Doc[Any], Marks, Marks],
) -> None:
    base, theirs, doc, _ours, _theirs = made
    merge_outside(doc, base, theirs)
    after = words_of(doc, theirs)
    assert not merge_outside(doc, theirs, theirs).changed
    assert words_of(doc, theirs) == after


@_settings
@given(st.data())
def test_a_document_in_which_nobody_wrote_says_what_they_saved(data: st.DataObject) -> None:
    base = data.draw(words(4))
    theirs = change_page(data.draw, base, Marks("t"), data.draw(st.integers(0, 5)))
    doc = ours(base)
    report = merge_outside(doc, base, theirs)
    assert not report.both_kept
    after = words_of(doc, theirs)
    assert json.dumps(after["body"]) == json.dumps(theirs["body"])
    assert after == theirs


@_settings
@given(words(4), words(4))
def test_a_text_written_anew_elsewhere_replaces_one_that_nobody_touched(
    base: dict[str, Any], theirs: dict[str, Any]
) -> None:
    doc = ours(base)
    assert not merge_outside(doc, base, theirs).both_kept
    assert words_of(doc, theirs)["body"] == theirs["body"]


@_settings
@given(st.data())
def test_a_page_that_nobody_touched_changes_nothing(data: st.DataObject) -> None:
    base = data.draw(words(4))
    doc = ours(base)
    change_document(data.draw, doc, Marks("o"), 3)
    before = doc.get_update()
    assert not merge_outside(doc, base, deepcopy(base)).changed
    assert doc.get_update() == before


@_settings
@given(odd_words(), odd_words())
def test_strange_pages_are_no_reason_to_fail(base: dict[str, Any], theirs: dict[str, Any]) -> None:
    doc = ours(base)
    merge_outside(doc, base, theirs)
    json.dumps(words_of(doc, theirs))


@_settings
@given(st.data())
def test_a_strange_document_is_no_reason_to_fail(data: st.DataObject) -> None:
    base, doc = data.draw(hostile())
    theirs = change_page(data.draw, base, Marks("t"), 3)
    merge_outside(doc, base, theirs)
    json.dumps(words_of(doc, theirs), allow_nan=False)
