"""Change texts of a shared document as little as possible.

Carets, marks and what others type at the same time stand on the letters that stay. In
pycrdt, places in a text are counted in bytes of UTF-8.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import pairwise
from typing import Any

from pycrdt import Text, XmlElement, XmlText

from ..document.fragments import marks_of, run_of, write_runs
from ..document.richtext import BREAK, Run
from .threeway import opcodes, tokens

_UNMARKED: dict[str, Any] = {"bold": None, "italic": None, "link": None}


def edit_text(text: Text, words: str) -> None:
    """Have a plain text say `words`."""
    old, new = tokens(str(text)), tokens(words)
    starts = _starts(old)
    for tag, a, b, c, d in reversed(opcodes(old, new)):
        if tag != "equal":
            _replace(text, starts[a], "".join(old[a:b]), "".join(new[c:d]))


def _replace(text: Text, start: int, old: str, new: str) -> None:
    head = 0
    while head < min(len(old), len(new)) and old[head] == new[head]:
        head += 1
    tail = 0
    while tail < min(len(old), len(new)) - head and old[-1 - tail] == new[-1 - tail]:
        tail += 1
    start += _size(old[:head])
    gone = _size(old[head : len(old) - tail])
    if gone:
        del text[start : start + gone]
    if words := new[head : len(new) - tail]:
        text.insert(start, words)


def edit_paragraph(element: XmlElement, runs: Iterable[Run]) -> None:
    """Have a paragraph say `runs`, in the text nodes that it has."""
    wanted = _lines(runs)
    held = _text_nodes(element)
    for place in range(len(held) - 1, len(wanted) - 1, -1):
        # The line break before it goes with a line.
        for rank in sorted([*held[place][1], held[place][0]], reverse=True):
            del element.children[rank]
    for place, line in enumerate(wanted[: len(held)]):
        _edit_line(element, place, line)
    for line in wanted[len(held) :]:
        write_runs(element, [Run(BREAK), *line])


def _lines(runs: Iterable[Run]) -> list[list[Run]]:
    made: list[list[Run]] = [[]]
    for run in runs:
        if run.text == BREAK:
            made.append([])
        else:
            made[-1].append(run)
    return made


def _text_nodes(element: XmlElement) -> list[tuple[int, list[int]]]:
    """For each line: the rank of the break before it (-1 for none), ranks of its texts."""
    made: list[tuple[int, list[int]]] = [(-1, [])]
    for rank, child in enumerate(element.children):
        if isinstance(child, XmlText):
            made[-1][1].append(rank)
        elif isinstance(child, XmlElement) and child.tag == "hardBreak":
            made.append((rank, []))
    return made


def _edit_line(element: XmlElement, place: int, runs: list[Run]) -> None:
    before, ranks = _text_nodes(element)[place]
    if not ranks:
        if runs:
            ranks = [before + 1]
            element.children.insert(ranks[0], XmlText(""))
        else:
            return
    for rank in ranks[1:]:
        child = element.children[rank]
        if isinstance(child, XmlText):
            child.clear()
    text = element.children[ranks[0]]
    if isinstance(text, XmlText):
        edit_formatted(text, runs)


def edit_formatted(text: XmlText, runs: Iterable[Run]) -> None:
    """Have a text node say `runs`."""
    held = text.diff()
    if not all(isinstance(words, str) for words, _marks in held):
        text.clear()
        held = []
    old = list(atoms(run_of(words, marks or {}) for words, marks in held))
    new = list(atoms(runs))
    starts = _starts([run.text for run in old])
    for tag, a, b, c, d in reversed(opcodes(old, new)):
        if tag != "equal":
            _replace_formatted(text, starts[a], old[a:b], new[c:d])


def atoms(runs: Iterable[Run]) -> Iterator[Run]:
    """The words of runs, each with its marks."""
    for run in runs:
        for token in tokens(run.text):
            yield Run(token, run.bold, run.italic, run.link)


def _replace_formatted(text: XmlText, start: int, old: list[Run], new: list[Run]) -> None:
    if "".join(run.text for run in old) == "".join(run.text for run in new):
        for run, (begin, end) in zip(new, pairwise(_starts([r.text for r in new])), strict=True):
            text.format(start + begin, start + end, {**_UNMARKED, **marks_of(run)})
        return
    gone = _size("".join(run.text for run in old))
    if gone:
        del text[start : start + gone]
    for run in new:
        text.insert(start, run.text, marks_of(run))
        start += _size(run.text)


def _starts(parts: list[str]) -> list[int]:
    """Where each part begins, and where the last one ends, in bytes."""
    made = [0]
    for part in parts:
        made.append(made[-1] + _size(part))
    return made


def _size(words: str) -> int:
    return len(words.encode())
