"""What changed between two versions: pure functions, no database."""

from __future__ import annotations

import pytest

from contributions.changes import Change, Fate, Run, changes_between, runs
from contributions.words import Field, Piece


def piece(key: str, words: str, source: str = "") -> Piece:
    return Piece(key, "Texte", (Field("texte", words, source or words),))


def told(found: list[Change]) -> list[tuple[str, str]]:
    return [(change.piece.key, change.fate.value) for change in found]


def written(found: tuple[Run, ...], *signs: str) -> str:
    return "".join(run.words for run in found if run.sign in signs)


def test_nothing_is_told_of_what_did_not_change() -> None:
    pieces = [piece("a", "Un."), piece("b", "Deux.")]
    assert changes_between(pieces, pieces) == []


def test_each_fate_is_told_in_the_order_of_the_new_text() -> None:
    before = [piece("a", "Un."), piece("b", "Deux."), piece("c", "Trois mots ici.")]
    after = [piece("a", "Un."), piece("new", "Neuf."), piece("c", "Trois mots là.")]
    assert told(changes_between(before, after)) == [
        ("b", "removed"), ("new", "added"), ("c", "changed"),
    ]  # fmt: skip


def test_what_was_removed_first_is_told_first() -> None:
    found = changes_between([piece("a", "Un."), piece("b", "Deux.")], [piece("b", "Deux.")])
    assert told(found) == [("a", "removed")]


def test_a_passage_that_only_moved_is_told_as_moved_alone() -> None:
    before = [piece(key, key) for key in "abcd"]
    after = [piece(key, key) for key in "bcda"]
    found = changes_between(before, after)
    assert told(found) == [("a", "moved")]
    assert found[0].fields == ()


def test_a_passage_may_have_moved_and_changed() -> None:
    before = [piece("a", "Un mot de plus."), piece("b", "b"), piece("c", "c")]
    after = [piece("b", "b"), piece("c", "c"), piece("a", "Un mot de moins.")]
    (change,) = changes_between(before, after)
    assert change.fate is Fate.CHANGED and change.moved


def test_empty_fields_of_a_new_passage_are_not_told() -> None:
    new = Piece("n", "Proposition", (Field("titre", "Un titre", "x"), Field("levier", "", "")))
    (change,) = changes_between([], [new])
    assert [field.label for field in change.fields] == ["titre"]


def test_a_change_of_form_alone_is_told_without_words() -> None:
    before = [piece("a", "Un mot.", "<p>Un mot.</p>")]
    after = [piece("a", "Un mot.", "<p>Un <b>mot</b>.</p>")]
    (change,) = changes_between(before, after)
    assert change.fate is Fate.CHANGED and change.fields[0].runs == ()


def test_runs_give_back_the_words_of_both_versions() -> None:
    before = "Les habitant·e·s, l'été : 3 123 démarches.\nUn second alinéa."
    after = "Les habitant·e·s, l'hiver : 3 124 démarches.\nUn second et dernier alinéa."
    found = runs(before, after)
    assert written(found, "=", "-") == before
    assert written(found, "=", "+") == after


@pytest.mark.parametrize(
    ("before", "after", "sign"),
    [("Ouvrir des lieux.", "Ouvrir des lieux d'écoute.", "+"), ("Deux lieux d'écoute.", "Deux lieux.", "-")],
)  # fmt: skip
def test_a_word_is_not_struck_out_for_the_space_behind_it(
    before: str, after: str, sign: str
) -> None:
    changed = [run for run in runs(before, after) if run.sign != "="]
    assert [(run.sign, run.words) for run in changed] == [(sign, "d'écoute")]
    assert "lieux d'écoute." in written(runs(before, after), "=", sign)


def test_only_the_words_that_changed_are_marked() -> None:
    found = runs("Ouvrir deux lieux d'écoute.", "Ouvrir trois lieux d'écoute.")
    assert [(run.sign, run.words) for run in found] == [
        ("=", "Ouvrir "), ("-", "deux "), ("+", "trois "), ("=", "lieux d'écoute."),
    ]  # fmt: skip


def test_a_passage_written_anew_is_not_chopped_into_crumbs() -> None:
    found = runs("Le chat dort sur un mur.", "Former ensemble soignants et acteurs de proximité")
    assert [run.sign for run in found] == ["-", "+"]
