"""Covers are drawn from titles: always the same, always small."""

from __future__ import annotations

import re
from xml.etree import ElementTree

import pytest
from django.template import Context, Template

from kit.covers import GRAMMARS, draw

TITLES = [
    "Habiter",
    "Emploi et insertion dans les quartiers",
    "La santé mentale, affaire de tous",
    "Numérique : un droit, pas une option",
    "« Aller vers » les habitant·e·s",
    "",
    *(f"Contribution {number}" for number in range(60)),
]
KINDS = sorted(GRAMMARS)


def drawn(title: str, kind: str, hue: str = "paon") -> str:
    page = Template("{% load cover_tags %}{% cover title hue kind %}")
    return page.render(Context({"title": title, "hue": hue, "kind": kind})).strip()


@pytest.mark.parametrize("kind", KINDS)
def test_a_title_always_draws_the_same_cover(kind: str) -> None:
    assert drawn("Habiter", kind) == drawn("Habiter", kind)


def test_what_was_drawn_once_is_not_drawn_otherwise_by_a_later_version() -> None:
    [shelf] = [layer for layer in draw("Habiter", "resource") if layer.ink == "ink"]
    assert shelf.path.endswith("M0 150h320v4h-320z")
    starts = [layer.path[:12] for layer in draw("Habiter", "event")]
    assert starts == ["M57.8 107.1a", "M0.1 48.6h9v"]


@pytest.mark.parametrize("kind", KINDS)
def test_different_titles_draw_different_covers(kind: str) -> None:
    assert len({drawn(title, kind) for title in TITLES}) == len(TITLES)


def test_each_kind_has_a_grammar_of_its_own() -> None:
    assert len({drawn("Habiter", kind) for kind in KINDS}) == len(KINDS) == 4


@pytest.mark.parametrize("kind", KINDS)
def test_a_cover_is_small_silent_and_well_formed(kind: str) -> None:
    for title in TITLES:
        svg = drawn(title, kind)
        picture = ElementTree.fromstring(svg)
        assert len(list(picture.iter())) <= 5
        assert len(svg.encode()) <= 1600, title
        assert picture.get("aria-hidden") == "true"
        assert picture.get("data-hue") == "paon"
        for path in picture:
            assert re.fullmatch(r"[MLCAahvz0-9. -]+", path.get("d", "")), title


def test_an_unknown_kind_is_refused() -> None:
    with pytest.raises(KeyError):
        draw("Habiter", "podcast")
