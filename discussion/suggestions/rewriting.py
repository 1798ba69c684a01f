"""Put other words in the place of a passage: pure functions over what a page stores.

Fields are read here as lines of words, in which a passage has positions. The words that a
proposal leaves as they are keep their own letters, so their format too; those that it
brings take the format of what they replace.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from cowriting.document import values
from cowriting.document.body import blocks_of, fields_of
from cowriting.document.markup import render
from cowriting.document.richtext import (
    BREAK,
    UNSPEAKABLE,
    Item,
    List,
    Node,
    Paragraph,
    Run,
    Tree,
    inline,
    item,
    lines,
    paragraph,
    tree,
)
from cowriting.document.shape import PAGE as PAGE_FIELDS
from cowriting.document.shape import Field, Kind
from cowriting.merging.threeway import opcodes, tokens
from cowriting.record.base import Words as Stored
from discussion.anchors import PAGE

#: Fields of words; choices, files and tables are not changed word by word.
_OF_WORDS = (Kind.LINE, Kind.LINES, Kind.LIST, Kind.RICH, Kind.PLAIN_RICH)
_BETWEEN_ITEMS = ", "
#: What stands close behind a word.
_CLOSING = ".,;:!?…)»\n"


class NotOnePlace(Exception):
    """The passage runs over several paragraphs or items."""


def words_in(stored: Stored) -> dict[str, dict[str, str]]:
    """The fields of words of a text as stored, as `anchors` reads them, block by block."""
    made = {PAGE: {name: _said(field, stored.get(name)) for name, field in PAGE_FIELDS.items()}}
    for block in blocks_of(stored):
        fields = fields_of(block["type"], block.get("value")) or {}
        made[block["id"]] = {
            name: _said(field, block["value"].get(name))
            for name, field in fields.items()
            if field.kind in _OF_WORDS
        }
    return made


def rewritten(
    stored: Stored, block_id: str, name: str, start: int, end: int, replacement: str
) -> Stored:
    """The text as stored, with `replacement` at `start:end` of a field of `words_in`.

    Raises NotOnePlace.
    """
    if block_id == PAGE:
        field = PAGE_FIELDS[name]
        return {**stored, name: _with(field, stored.get(name), start, end, replacement, PAGE)}
    blocks = []
    for block in blocks_of(stored):
        if block["id"] == block_id:
            field = (fields_of(block["type"], block.get("value")) or {})[name]
            raw = _with(field, block["value"].get(name), start, end, replacement, block_id)
            block = {**block, "value": {**block["value"], name: raw}}
        blocks.append(block)
    return {**stored, "body": blocks}


def core_of(quote: str, replacement: str) -> tuple[int, int, str]:
    """The part of `quote` that a proposal changes, `start:end`, and what stands there then.

    What is only put in takes the word before it along, or the one after.
    """
    old, new = tokens(quote), tokens(replacement)
    head = 0
    while head < min(len(old), len(new)) and old[head].strip() == new[head].strip():
        head += 1
    tail = 0
    while (
        tail < min(len(old), len(new)) - head and old[-1 - tail].strip() == new[-1 - tail].strip()
    ):
        tail += 1
    if head + tail == len(old):
        head, tail = (head - 1, tail) if head else (head, max(0, tail - 1))
    start, end = len("".join(old[:head])), len("".join(old[: len(old) - tail]).rstrip())
    return start, end, "".join(new[head : len(new) - tail]).strip()


# -- One field -------------------------------------------------------------------------


def _said(field: Field, raw: Any) -> str:
    value = values.of_raw(field, raw)
    if field.kind is Kind.RICH:
        return BREAK.join(part.text for part in _paragraphs(value))
    return _BETWEEN_ITEMS.join(value) if field.kind is Kind.LIST else str(value)


def _with(field: Field, raw: Any, start: int, end: int, replacement: str, owner: str) -> Any:
    value = values.of_raw(field, raw)
    clean = UNSPEAKABLE.sub("", replacement)
    match field.kind:
        case Kind.RICH:
            return render(_with_in_tree(value, start, end, lines(clean)))
        case Kind.LIST:
            items = _with_in_items(value, start, end, inline(clean))
            return values.to_raw(field, items, raw, owner)
        case Kind.LINE:
            return _replaced(str(value), start, end, inline(clean))
        case _:
            return lines(_replaced(str(value), start, end, lines(clean)))


def _replaced(words: str, start: int, end: int, replacement: str) -> str:
    start, end = _with_blank(words, start, end, replacement)
    return (words[:start] + replacement + words[end:]).strip()


def _with_blank(words: str, start: int, end: int, replacement: str) -> tuple[int, int]:
    """The stretch to take out: with one of the two blanks around it when nothing comes in
    its place."""
    if replacement.strip():
        return start, end
    before = words[start - 1] if start else " "
    after = words[end] if end < len(words) else "\n"
    if before in " \n" and after == " ":
        return start, end + 1
    if start and before == " " and after in _CLOSING:
        return start - 1, end
    return start, end


def _with_in_items(items: Sequence[str], start: int, end: int, replacement: str) -> tuple[str, ...]:
    at, made, done = 0, [], False
    for words in items:
        stop = at + len(words)
        if at <= start and end <= stop and not done:
            words, done = _replaced(words, start - at, end - at, replacement), True
        made.append(words)
        at = stop + len(_BETWEEN_ITEMS)
    if not done:
        raise NotOnePlace
    return tuple(words for words in made if words)


# -- Formatted words -------------------------------------------------------------------


def _paragraphs(nodes: Sequence[Node]) -> Iterator[Paragraph]:
    for node in nodes:
        if isinstance(node, Paragraph):
            yield node
        else:
            for entry in node.items:
                yield from _paragraphs(entry.children)


def _with_in_tree(nodes: Tree, start: int, end: int, replacement: str) -> Tree:
    change = _Change(start, end, replacement)
    made = tree(change.through(nodes))
    if not change.done:
        raise NotOnePlace
    return made


@dataclass
class _Change:
    """A walk through paragraphs in their order, of which one is changed."""

    start: int
    end: int
    replacement: str
    at: int = 0
    done: bool = False

    def through(self, nodes: Sequence[Node]) -> Iterator[Node]:
        for node in nodes:
            if isinstance(node, Paragraph):
                made = self._paragraph(node)
                if made.runs or not node.runs:
                    yield made
                continue
            items = [entry for entry in map(self._item, node.items) if entry]
            if items:
                yield List(node.ordered, tuple(items))

    def _item(self, entry: Item) -> Item | None:
        children = tuple(self.through(entry.children))
        return item(children, entry.key) if children else None

    def _paragraph(self, node: Paragraph) -> Paragraph:
        begin = self.at
        stop = begin + len(node.text)
        self.at = stop + len(BREAK)
        if self.done or not (begin <= self.start and self.end <= stop):
            return node
        self.done = True
        letters = _letters_of(node.runs)
        made = _replaced_letters(letters, self.start - begin, self.end - begin, self.replacement)
        return paragraph(made, node.key)


def _letters_of(runs: Sequence[Run]) -> list[Run]:
    """A run for each letter; a line break is one."""
    return [Run(letter, run.bold, run.italic, run.link) for run in runs for letter in run.text]


def _replaced_letters(letters: list[Run], start: int, end: int, replacement: str) -> list[Run]:
    text = "".join(run.text for run in letters)
    start, end = _with_blank(text, start, end, replacement)
    old, new = tokens(text[start:end]), tokens(replacement)
    made, at = letters[:start], start
    for tag, a, b, c, d in opcodes(old, new):
        stop = at + len("".join(old[a:b]))
        if tag == "equal":
            made += letters[at:stop]
        else:
            made += _hunk(letters, at, stop, "".join(new[c:d]))
        at = stop
    return made + letters[end:]


def _hunk(letters: list[Run], start: int, stop: int, words: str) -> list[Run]:
    """What stands in the place of `letters[start:stop]`: equal ends keep their letters."""
    head = 0
    while head < min(stop - start, len(words)) and letters[start + head].text == words[head]:
        head += 1
    tail = 0
    while (
        tail < min(stop - start, len(words)) - head
        and letters[stop - 1 - tail].text == words[-1 - tail]
    ):
        tail += 1
    look = _look_at(letters, start + head, stop - tail)
    fresh = [
        Run(BREAK) if letter == BREAK else Run(letter, look.bold, look.italic, look.link)
        for letter in words[head : len(words) - tail]
    ]
    return letters[start : start + head] + fresh + letters[stop - tail : stop]


def _look_at(letters: list[Run], start: int, stop: int) -> Run:
    """The format that all the letters taken out share, or those on both sides."""
    gone = [run for run in letters[start:stop] if run.text.strip()]
    near = gone or [*letters[max(0, start - 1) : start], *letters[stop : stop + 1]]
    near = [run for run in near if run.text != BREAK]
    if not near:
        return Run("")
    links = {run.link for run in near}
    return Run(
        "",
        all(run.bold for run in near),
        all(run.italic for run in near),
        links.pop() if len(links) == 1 else None,
    )
