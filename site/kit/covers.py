"""Covers drawn by the program: a title is heard once and always draws the same picture.

Four grammars, one idea each. A text: voices that start apart and end on one staff. A
group: an ensemble's seats around its centre. An event: a moment among the bars of time.
A resource: a shelf. Colours are left to the page (`.cover` in components.css), so that a
cover follows its group's hue, light and dark.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import cos, pi, sin
from random import Random

WIDTH, HEIGHT = 320, 180

Point = tuple[float, float]


@dataclass(frozen=True)
class Layer:
    """One path, and the ink that prints it: `tint`, `accent` or `ink`."""

    ink: str
    path: str


class Dice:
    """Chance that a title decides. Only `Random.random` promises to stay the same."""

    def __init__(self, seed: str) -> None:
        self._random = Random(int(hashlib.sha256(seed.encode()).hexdigest(), 16)).random

    def between(self, low: float, high: float) -> float:
        return low + (high - low) * self._random()

    def below(self, count: int) -> int:
        return int(self._random() * count)

    def order(self, count: int) -> list[int]:
        return sorted(range(count), key=[self._random() for _ in range(count)].__getitem__)


def draw(title: str, kind: str) -> tuple[Layer, ...]:
    """The layers of a cover, lowest first; `KeyError` for a kind that has no grammar."""
    return GRAMMARS[kind](Dice(f"{kind}:{title}"))


# -- Strokes


def _n(value: float) -> str:
    return f"{value:.1f}".rstrip("0").rstrip(".")


def _at(point: Point) -> str:
    return f"{_n(point[0])} {_n(point[1])}"


def _disc(centre: Point, radius: float) -> str:
    x, y = centre
    r = _n(radius)
    return f"M{_at((x - radius, y))}a{r} {r} 0 1 0 {_n(2 * radius)} 0a{r} {r} 0 1 0 {_n(-2 * radius)} 0z"


def _box(x: float, y: float, width: float, height: float) -> str:
    return f"M{_at((x, y))}h{_n(width)}v{_n(height)}h{_n(-width)}z"


def _flow(points: Sequence[Point]) -> str:
    """A line through `points`, level at each of them, after the first."""
    parts = []
    for (x0, y0), (x1, y1) in pairwise(points):
        middle = (x0 + x1) / 2
        parts.append(f"C{_at((middle, y0))} {_at((middle, y1))} {_at((x1, y1))}")
    return "".join(parts)


def _ribbon(points: Sequence[tuple[float, float, float]]) -> str:
    """A band along (x, y, half its width there)."""
    above = [(x, y - half) for x, y, half in points]
    below = [(x, y + half) for x, y, half in reversed(points)]
    return f"M{_at(above[0])}{_flow(above)}L{_at(below[0])}{_flow(below)}z"


# -- A text

_VOICES = 5


def _text(dice: Dice) -> tuple[Layer, ...]:
    gap = dice.between(11, 15)
    top = dice.between(40, HEIGHT - 40 - gap * (_VOICES - 1))
    meeting = 170 + dice.below(55)
    slope = dice.between(-26, 26)
    starts, turns = dice.order(_VOICES), dice.order(_VOICES)
    voices = [
        _ribbon(
            [
                (-4, 14 + 38 * starts[voice], 7 + dice.below(9)),
                (72 + dice.below(40), 20 + 35 * turns[voice], 4 + dice.below(5)),
                (meeting, top + gap * voice, 1.2),
                (WIDTH + 4, top + gap * voice + slope, 1),
            ]
        )
        for voice in range(_VOICES)
    ]
    notes = (
        _disc((x, _eased(top, slope, (x - meeting) / (WIDTH + 4 - meeting)) + gap * line), gap / 2)
        for x, line in _tune(dice, meeting + 16, WIDTH - 12)
    )
    return (
        Layer("tint", "".join(voices[3:])),
        Layer("accent", "".join(voices[:3])),
        Layer("ink", "".join(notes)),
    )


def _eased(level: float, slope: float, part: float) -> float:
    """Where the staff is, `part` of the way along: as `_flow` curves, near enough."""
    return level + slope * part * part * (3 - 2 * part)


def _tune(dice: Dice, low: float, high: float) -> list[Point]:
    """Notes on lines and between them, each with room of its own."""
    count = round((high - low) / dice.between(24, 36))
    step = (high - low) / count
    return [
        (low + step * (place + dice.between(0.2, 0.7)), dice.below(2 * _VOICES - 1) / 2)
        for place in range(count)
    ]


# -- A group

_RING, _SEAT = 34, 22
#: Where an ensemble sits: its centre, and the arc that the frame shows of it.
_ROOMS = (
    ((160, 196), pi, 2 * pi),
    ((96, 196), pi, 2 * pi),
    ((224, 196), pi, 2 * pi),
    ((8, 188), 1.5 * pi, 2 * pi),
    ((312, 188), pi, 1.5 * pi),
)


def _group(dice: Dice) -> tuple[Layer, ...]:
    centre, first, last = _ROOMS[dice.below(len(_ROOMS))]
    inks: dict[str, list[str]] = {"tint": [], "accent": [], "ink": [_disc(centre, 34)]}
    soloist = dice.below(9)
    for ring in range(8):
        radius = 62 + _RING * ring
        start = first + dice.between(0, 0.5)
        while start < last:
            end = start + dice.between(54, 130) / radius
            middle = _around(centre, radius, (start + end) / 2)
            if -8 < middle[0] < WIDTH + 8 and -8 < middle[1] < HEIGHT:
                soloist -= 1
                ink = "ink" if soloist == 0 else ("tint", "accent")[dice.below(2)]
                inks[ink].append(_seats(centre, radius, start, end))
            start = end + 9 / radius
    return _printed(inks)


def _around(centre: Point, radius: float, angle: float) -> Point:
    return centre[0] + radius * cos(angle), centre[1] + radius * sin(angle)


def _seats(centre: Point, radius: float, start: float, end: float) -> str:
    """A block of seats along one row. Whole numbers: it stays short, and no eye can tell."""
    near, far = radius - _SEAT / 2, radius + _SEAT / 2
    a, b, c, d = (
        " ".join(f"{value:.0f}" for value in _around(centre, r, angle))
        for r, angle in ((far, start), (far, end), (near, end), (near, start))
    )
    return f"M{a}A{far:.0f} {far:.0f} 0 0 1 {b}L{c}A{near:.0f} {near:.0f} 0 0 0 {d}z"


def _printed(inks: dict[str, list[str]]) -> tuple[Layer, ...]:
    return tuple(Layer(ink, "".join(paths)) for ink, paths in inks.items() if paths)


# -- An event


def _event(dice: Dice) -> tuple[Layer, ...]:
    radius = dice.between(48, 64)
    centre = (dice.between(84, 236), dice.between(72, 108))
    rising = dice.below(2)
    bars, x = [], dice.between(-10, 2)
    while x < WIDTH:
        width = (4, 9, 15, 22)[dice.below(4)]
        far = abs(x + width / 2 - centre[0]) / WIDTH
        free = dice.between(0, 40) + 110 * far
        bars.append(_box(x, free if rising else -4, width, HEIGHT + 4 - free))
        x += width + (8, 11, 15)[dice.below(3)]
    return (
        Layer("tint", _disc((centre[0] + 9, centre[1] + 9), radius)),
        Layer("accent", "".join(bars) + _disc(centre, radius)),
    )


# -- A resource

_SHELF = 150


def _resource(dice: Dice) -> tuple[Layer, ...]:
    inks: dict[str, list[str]] = {"tint": [], "accent": [], "ink": []}
    leaning = 2 + dice.below(4)
    x, place = dice.between(14, 26), 0
    while x < WIDTH - 62:
        width = (16, 22, 28, 40)[dice.below(4)]
        height = dice.between(74, 122)
        ink = ("tint", "tint", "accent", "accent", "accent", "ink")[dice.below(6)]
        lean = height * 0.24 if place == leaning else 0
        inks[ink].append(_spine(x, width, height, lean, dice.between(0.08, 0.3)))
        x += width + lean + (4 if not lean else 6)
        place += 1
    inks["ink"].append(_box(0, _SHELF, WIDTH, 4))
    return _printed(inks)


def _spine(x: float, width: float, height: float, lean: float, label: float) -> str:
    """A book that stands, or leans on the next one to its left, with its label cut out."""

    def slice_(low: float, high: float, margin: float) -> str:
        left, right = x + margin, x + width - margin
        corners = ((left, low), (right, low), (right, high), (left, high))
        placed = (_at((px + lean * (1 - part), _SHELF - height * part)) for px, part in corners)
        return f"M{'L'.join(placed)}z"

    return slice_(0, 1, 0) + slice_(0.86 - label, 0.86, 4)


GRAMMARS: dict[str, Callable[[Dice], tuple[Layer, ...]]] = {
    "text": _text,
    "group": _group,
    "event": _event,
    "resource": _resource,
}
