"""axe finds nothing, in any light, at any width."""

from __future__ import annotations

from .asked import each, wearing
from .axe import violations
from .eyes import DESKTOP, DESKTOP_DARK, FORCED, NARROW, ZOOMED, Clothes, Sight
from .pages import DESKS, ENTRIES

#: Pages with a look of their own; the others are the same forms with other labels.
_OF_THEIR_OWN = [entry for entry in (*ENTRIES, *DESKS) if entry.pictured]


@each([*ENTRIES, *DESKS])
@wearing(DESKTOP, NARROW)
def test_axe_finds_nothing(sight: Sight, clothes: Clothes) -> None:
    _judge(sight, clothes)


@each(_OF_THEIR_OWN)
@wearing(DESKTOP_DARK, FORCED, ZOOMED)
def test_axe_finds_nothing_in_other_colours_nor_enlarged(sight: Sight, clothes: Clothes) -> None:
    _judge(sight, clothes)


def _judge(sight: Sight, clothes: Clothes) -> None:
    found = violations(sight, clothes)
    assert found == [], "\n".join(["", *found])
