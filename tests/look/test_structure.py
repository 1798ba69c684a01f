"""What a page is for who hears it: its languages, headings, landmarks, links."""

from __future__ import annotations

from collections import defaultdict
from itertools import pairwise
from typing import Any

from .asked import each, wearing
from .entry import Entry
from .eyes import DESKTOP, FORCED, NARROW, PHONE, Clothes, Sight
from .pages import ENTRIES

#: Pages that must stand when everything else has failed have no navigation.
_BARE = ("400.html", "500.html")
_WHOLE = [entry for entry in ENTRIES if entry.template not in _BARE]
_WORN = [entry for entry in ENTRIES if entry.pictured]
#: Names of links that say nothing without what is around them.
_EMPTY_WORDS = {
    "ici", "cliquez ici", "cliquer ici", "lien", "voir", "lire", "plus", "en savoir plus",
    "lire la suite", "voir plus", "suite", "détail", "détails", "here", "more", "read more",
    "see", "link", "details",
}  # fmt: skip


def _structure(sight: Sight, clothes: Clothes = DESKTOP) -> dict[str, Any]:
    found: dict[str, Any] = sight.ask("structure", clothes)
    return found


@each(ENTRIES)
def test_headings_make_an_outline(sight: Sight) -> None:
    headings = _structure(sight)["headings"]
    assert [words for level, words in headings if level == 1] != []
    assert len([words for level, words in headings if level == 1]) == 1, headings
    levels = [1, *(level for level, _words in headings)]
    skipped = [
        words
        for (before, after), (_level, words) in zip(pairwise(levels), headings, strict=True)
        if after > before + 1
    ]
    assert skipped == []
    assert [level for level, words in headings if not words] == []


@each(_WHOLE)
@wearing(DESKTOP, PHONE)
def test_landmarks_are_there_once_and_named(sight: Sight, clothes: Clothes) -> None:
    found = _structure(sight, clothes)
    assert (found["banners"], found["mains"], found["footers"]) == (1, 1, 1)
    names = found["navigations"]
    assert names and all(names)
    assert len(set(names)) == len(names), names


@each(ENTRIES)
def test_title_and_language_are_told(sight: Sight) -> None:
    found = _structure(sight)
    assert found["language"] == language_of(sight.entry)
    assert found["title"].strip()


def language_of(entry: Entry) -> str:
    return "en" if entry.address.startswith("/en") else "fr"


@each(ENTRIES)
def test_links_say_where_they_lead(sight: Sight) -> None:
    links = _structure(sight)["links"]
    said = [name.casefold().rstrip(" .…→›»") for name, _href in links]
    assert [name for name in said if not name or name in _EMPTY_WORDS] == []
    places = defaultdict(set)
    for (_name, href), name in zip(links, said, strict=True):
        places[name].add(href)
    assert {name: sorted(hrefs) for name, hrefs in places.items() if len(hrefs) > 1} == {}


@each(ENTRIES)
@wearing(NARROW)
def test_nothing_is_wider_than_the_narrowest_screen(sight: Sight, clothes: Clothes) -> None:
    wide, culprits = sight.ask("overflow", clothes)
    assert wide <= clothes.width, "\n".join(["", *culprits])


@each(ENTRIES)
@wearing(DESKTOP, NARROW)
def test_what_one_presses_is_24_pixels_large(sight: Sight, clothes: Clothes) -> None:
    small = sight.ask("small_targets", clothes)
    assert small == [], "\n".join(["", *small])


@each(_WORN)
@wearing(FORCED)
def test_forced_colours_reach_every_word(sight: Sight, clothes: Clothes) -> None:
    """axe cannot tell: there it reads the colour that the style sheet would have given."""
    assert sight.ask("own_colours", clothes) == []


@each(ENTRIES)
def test_who_asks_for_less_motion_gets_none(sight: Sight) -> None:
    assert sight.ask("moving", DESKTOP) == []
