"""A remark stays with its passage, or says that the words changed."""

from __future__ import annotations

import random
import unicodedata
from dataclasses import dataclass, replace
from itertools import product
from time import perf_counter

import pytest

from discussion.anchors import Fate, Placement, Words, anchor_at, fold, locate, place
from discussion.anchors.placing import ENOUGH

SAID = (
    "Les habitants renoncent aux soins. Les permanences mobiles rapprochent les soins : "
    "les permanences mobiles tiennent dans la durée, aux soins de chacun."
)
#: The same words several times, in the smallest space.
ECHOES = "les soins et les soins ou les soins, les soins"


@dataclass
class Kept:
    block_id: str = "b"
    field: str = "text"
    quote: str = ""
    prefix: str = ""
    suffix: str = ""
    said: str = ""
    start: int = 0


def kept(said: str, quote: str, nth: int = 0, *, block: str = "b", field: str = "text") -> Kept:
    """An anchor on the `nth` occurrence of a quote."""
    start = -1
    for _again in range(nth + 1):
        start = said.index(quote, start + 1)
    there = Placement(Fate.THERE, block, field, start, start + len(quote))
    return Kept(**anchor_at({block: {field: said}}, there))


def today(said: str, **more: dict[str, str]) -> Words:
    return {"b": {"text": said}, **more}


def words_at(words: Words, spot: Placement) -> str:
    return words[spot.block_id][spot.field][spot.start : spot.end]


# -- Folding ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("stored", "screen"),
    [
        ("Pourquoi : parce que", "Pourquoi\u202f: parce que"),
        ("3 123 demi-journées", "3\u202f123 demi\u2011journées"),
        ("l'accès aux soins", "l’accès\n   aux soins"),
        ("« aller vers »", "“aller\u00a0vers”"),
        ("et ainsi de suite...", "et ainsi de suite…"),
        ("hébergement", unicodedata.normalize("NFD", "héber\u00adgement")),
    ],
)
def test_the_page_on_screen_and_the_stored_words_are_alike(stored: str, screen: str) -> None:
    assert fold(stored).text == fold(screen).text


def test_a_letter_more_or_less_is_not_alike() -> None:
    assert len({fold(words).text for words in ("soin", "soins", "Soin", "soîn")}) == 4


def test_folded_words_lead_back_to_the_real_ones() -> None:
    words = unicodedata.normalize("NFD", "  Là… « l’été »  ")
    folded = fold(words)
    start, end = folded.span(folded.text.index('"'), len(folded.text))
    assert words[start:end] == unicodedata.normalize("NFD", "« l’été »")


# -- A new selection -------------------------------------------------------------------


def test_a_selection_is_found_where_its_surroundings_agree() -> None:
    words = today(SAID)
    spot = locate(words, "b", "permanences\u202fmobiles", "soins : les ", " tiennent")
    assert spot is not None
    assert spot.start == SAID.index("permanences mobiles tiennent")


def test_a_selection_over_two_paragraphs_is_found() -> None:
    words = {"b": {"title": "Autre", "text": "Un premier.\nUn second."}}
    spot = locate(words, "b", "premier.  Un second")
    assert spot is not None
    assert (spot.field, words_at(words, spot)) == ("text", "premier.\nUn second")


@pytest.mark.parametrize("quote", ["", "   ", "permanences fixes"])
def test_words_that_are_not_there_are_not_found(quote: str) -> None:
    assert locate(today(SAID), "b", quote) is None


def test_words_of_another_block_are_not_found_in_this_one() -> None:
    words = today("Rien.", c={"text": SAID})
    assert locate(words, "b", "permanences") is None
    assert locate(words, "", "permanences mobiles tiennent") == Placement(
        Fate.THERE, "c", "text", SAID.index("permanences mobiles t"), SAID.index(" dans la durée")
    )  # fmt: skip


# -- Edits outside of the passage ------------------------------------------------------


def edits(said: str, start: int, end: int) -> list[str]:
    """Every text that one short edit outside of `start:end` makes."""
    return [
        said[:begin] + put + said[stop:]
        for begin, stop in product(range(len(said) + 1), repeat=2)
        if 0 <= stop - begin <= 14 and (stop <= start or begin >= end)
        for put in ("", "x", "les soins", " les soins, ")
    ]


@pytest.mark.parametrize("nth", range(4))
def test_one_edit_anywhere_else_leaves_a_remark_with_its_words(nth: int) -> None:
    """Also where the same words stand four times."""
    anchor = kept(ECHOES, "les soins", nth)
    lost = []
    for text in edits(ECHOES, anchor.start, anchor.start + len(anchor.quote)):
        spot = place(anchor, today(text))
        if spot.fate is not Fate.THERE or words_at(today(text), spot) != "les soins":
            lost.append(text)
    assert lost == []


@pytest.mark.parametrize("quote", ["permanences mobiles", "soins", "aux"])
@pytest.mark.parametrize("nth", [0, 1])
def test_a_remark_stays_with_the_very_occurrence(quote: str, nth: int) -> None:
    """With words that were not in the text before, no other place can be meant."""
    anchor = kept(SAID, quote, nth)
    end = anchor.start + len(quote)
    wrong = []
    for at in range(len(SAID) + 1):
        if anchor.start < at < end:
            continue
        text = f"{SAID[:at]} ZZZ {SAID[at:]}"
        where = anchor.start + (5 if at <= anchor.start else 0)
        spot = place(anchor, today(text))
        if (spot.fate, spot.start) != (Fate.THERE, where):
            wrong.append((at, spot))
    assert wrong == []


def test_edits_on_both_sides_leave_it_too() -> None:
    anchor = kept(SAID, "mobiles tiennent dans")
    left, right = SAID[: anchor.start].split(), SAID[anchor.start + len(anchor.quote) :].split()
    lost = []
    for before, after in product(range(len(left)), range(len(right))):
        text = " ".join(
            [*left[:before], "nouveau", *left[before + 1 :], anchor.quote, *right[:after],
             "et", "ailleurs", *right[after:]]
        )  # fmt: skip
        spot = place(anchor, today(text))
        if spot.fate is not Fate.THERE or words_at(today(text), spot) != anchor.quote:
            lost.append(text)
    assert lost == []


def test_short_words_survive_when_everything_around_them_was_written_again() -> None:
    anchor = kept("Nous demandons un guichet unique dans chaque quartier.", "guichet")
    text = "Il faut ouvrir partout ce guichet de proximité, vite."
    assert words_at(today(text), place(anchor, today(text))) == "guichet"


def test_many_seeded_rounds_of_edits_never_lose_or_misplace_a_long_passage() -> None:
    """As in a year of writing: dozens of edits, none of them in the passage."""
    dice = random.Random(6)
    words = SAID.split()
    for _round in range(60):
        anchor = kept(SAID, "permanences mobiles tiennent dans la durée")
        left, right = SAID.split(anchor.quote)
        for _edit in range(12):
            side = dice.choice("lr")
            bits = (left if side == "l" else right).split()
            at = dice.randrange(len(bits) + 1)
            bits[at : at + dice.randrange(3)] = dice.sample(words, dice.randrange(3))
            left, right = (" ".join(bits), right) if side == "l" else (left, " ".join(bits))
        text = f"{left} {anchor.quote} {right}"
        spot = place(anchor, today(text))
        assert (spot.fate, spot.start) == (Fate.THERE, len(left) + 1), text


# -- What changed ----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("quote", "text"),
    [
        ("permanences mobiles tiennent", SAID.replace("mobiles tiennent", "fixes tiennent")),
        ("renoncent", SAID.replace("renoncent", "renonceront")),
        ("aux soins de chacun", SAID.replace(", aux soins de chacun", "")),
        ("permanences mobiles tiennent", ""),
    ],
)
def test_words_that_were_changed_or_taken_away_say_so(quote: str, text: str) -> None:
    assert place(kept(SAID, quote), today(text)).fate is Fate.CHANGED


def test_a_deleted_occurrence_does_not_hand_its_remark_to_another() -> None:
    said = "Les permanences mobiles tiennent. Ensuite, les permanences mobiles partent."
    text = "Les permanences mobiles tiennent. Ensuite, elles partent."
    anchor = kept(said, "permanences mobiles", 1)
    assert place(anchor, today(text)).fate is Fate.CHANGED
    assert place(replace(anchor, start=4), today(text)).fate is Fate.THERE


def test_short_words_that_stand_elsewhere_are_not_taken_for_the_passage() -> None:
    anchor = kept("Le Nord attend.", "Nord")
    assert place(anchor, today("Le Sud attend, dit le Nord.")).fate is Fate.THERE
    words = today("Le Sud attend.", c={"text": "Le Nord viendra."})
    assert place(anchor, words).fate is Fate.CHANGED


# -- Moves -----------------------------------------------------------------------------


def test_a_paragraph_moved_inside_its_field_keeps_its_remark() -> None:
    anchor = kept("Un constat clair. Une suite longue et détaillée. Fin.", "constat clair")
    text = "Fin. Une suite longue et détaillée. Un constat clair."
    spot = place(anchor, today(text))
    assert (spot.fate, words_at(today(text), spot)) == (Fate.THERE, "constat clair")


def test_words_pasted_into_another_field_of_the_block_are_elsewhere() -> None:
    quote = "Les permanences mobiles rapprochent"
    words = {"b": {"title": f"{quote} !", "text": "Autre chose."}}
    spot = place(kept(SAID, quote), words)
    assert (spot.fate, spot.field, words_at(words, spot)) == (Fate.ELSEWHERE, "title", quote)


def test_words_pasted_into_another_block_are_elsewhere() -> None:
    quote = "permanences mobiles rapprochent"
    words = {"c": {"text": f"Voici : {quote} tout."}}
    spot = place(kept(SAID, quote), words)
    assert (spot.fate, spot.block_id, words_at(words, spot)) == (Fate.ELSEWHERE, "c", quote)


def test_pasted_twice_or_too_short_they_are_nowhere_for_certain() -> None:
    quote = "permanences mobiles rapprochent"
    assert len(fold(quote).text) >= ENOUGH
    twice = {"c": {"text": quote}, "d": {"text": quote}}
    assert place(kept(SAID, quote), twice).fate is Fate.GONE
    assert place(kept(SAID, "habitants"), {"c": {"text": "Des habitants."}}).fate is Fate.GONE


def test_a_block_that_went_is_gone_and_the_remark_is_not() -> None:
    anchor = kept(SAID, "permanences mobiles")
    assert place(anchor, {"c": {"text": "Autre."}}) == Placement(Fate.GONE, "b", "text")


# -- Whole blocks and whole texts ------------------------------------------------------


@pytest.mark.parametrize(
    ("block", "words", "fate"),
    [
        ("b", today("Tout autre chose."), Fate.WHOLE),
        ("b", {"c": {"text": SAID}}, Fate.GONE),
        ("", {"page": {"title": "Titre"}}, Fate.WHOLE),
    ],
)
def test_a_remark_on_a_whole_follows_its_block(block: str, words: Words, fate: Fate) -> None:
    assert place(Kept(block_id=block, field="", said=SAID), words).fate is fate


def test_an_anchor_whose_place_is_wrong_is_found_by_its_surroundings() -> None:
    anchor = replace(kept(SAID, "permanences mobiles", 1), start=3)
    assert place(anchor, today(SAID)).start == SAID.index("permanences mobiles tiennent")


# -- Cost ------------------------------------------------------------------------------


def test_the_worst_field_is_placed_in_less_than_a_blink() -> None:
    """Forty pages in one field, written again from end to end."""
    said = " ".join(f"mot{n % 97} soins" for n in range(10_000))
    text = " ".join(f"soins {n % 89}mot" for n in range(10_000))
    anchor = kept(said, "soins mot3 soins", 5)
    began = perf_counter()
    place(anchor, today(text))
    assert perf_counter() - began < 2
