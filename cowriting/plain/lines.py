"""Paragraphs and items of lists as lines of what is typed, and back."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field, replace

from .runs import Run, bare_ends, joined, read_line, write_line

#: Lists in lists: deeper than this, items stand at this depth.
_DEEPEST = 4
_BULLET = re.compile(r"([ \t]*)[-*•–][ \t]+(?=\S)")
_NUMBER = re.compile(r"([ \t]*)(\d{1,3})[.)][ \t]+(?=\S)")


@dataclass(frozen=True)
class Line:
    """A paragraph (`p`) or an item of a list (`ul`, `ol`) at a depth; `key` is the name
    under which the rich text editor knows it, `opens` whether an item begins a new list."""

    kind: str
    runs: tuple[Run, ...]
    depth: int = 0
    key: str = ""
    opens: bool = False

    @property
    def is_item(self) -> bool:
        return self.kind != "p"


def normal(lines: Iterable[Line]) -> list[Line]:
    """Lines that say something, without spaces at the ends of what is typed."""
    found = (replace(line, runs=_trimmed(line.runs)) for line in lines)
    return [line for line in found if line.runs]


def _trimmed(runs: Iterable[Run]) -> tuple[Run, ...]:
    """Without spaces around line breaks nor at either end; one line break at a time, for a
    blank line parts paragraphs."""
    parts: list[list[Run]] = [[]]
    for run in bare_ends(runs):
        for letter in run.words:
            if letter == "\n":
                parts.append([])
            else:
                parts[-1].append(replace(run, words=letter))
    found: list[Run] = []
    for part in filter(None, map(_stripped, parts)):
        found += [_break_between(found[-1], part[0])] if found else []
        found += part
    return tuple(joined(found))


def _stripped(letters: list[Run]) -> list[Run]:
    said = [at for at, letter in enumerate(letters) if letter.words.strip()]
    return letters[said[0] : said[-1] + 1] if said else []


def _break_between(before: Run, after: Run) -> Run:
    """A line break under the marks of both sides, or under none."""
    if replace(before, words="") == replace(after, words=""):
        return replace(before, words="\n")
    return Run("\n", link=before.link if before.link == after.link else None)


def write(lines: Iterable[Line], known: Collection[str] = ()) -> str:
    """The text to type for these lines."""
    typed: list[str] = []
    counts: dict[int, int] = {}
    before: Line | None = None
    for line in normal(lines):
        depth = _depth_in(line, before)
        fresh = line.opens and depth == 0
        if not line.is_item or before is None or not before.is_item or fresh:
            counts = {}
        counts = {at: count for at, count in counts.items() if at <= depth}
        if line.kind == "ol":
            counts[depth] = counts.get(depth, 0) + 1
        else:
            counts.pop(depth, None)
        typed.append(_between(before, line, fresh) + _typed(line, depth, counts, known))
        before = replace(line, depth=depth)
    return "".join(typed)


def _depth_in(line: Line, before: Line | None) -> int:
    room = before.depth + 1 if before is not None and before.is_item else 0
    return min(line.depth, room, _DEEPEST) if line.is_item else 0


def _between(before: Line | None, line: Line, fresh: bool) -> str:
    if before is None:
        return ""
    if not (before.is_item and line.is_item):
        return "\n\n"
    # Two blank lines part two lists of one kind.
    return "\n\n\n" if fresh and before.kind == line.kind else "\n"


def _typed(line: Line, depth: int, counts: dict[int, int], known: Collection[str]) -> str:
    words = write_line(line.runs, known)
    if not line.is_item:
        return "\n".join(map(_escape_start, words.split("\n")))
    indent = "  " * depth
    sign = f"{counts[depth]}. " if line.kind == "ol" else "- "
    first, *more = words.split("\n")
    return "\n".join([indent + sign + first, *(f"{indent}  {_escape_start(m)}" for m in more)])


def _escape_start(words: str) -> str:
    """A line that would be read as an item of a list, made words."""
    numbered = _NUMBER.match(words)
    if numbered:
        at = numbered.end(2)
        return f"{words[:at]}\\{words[at:]}"
    return f"\\{words}" if _BULLET.match(words) else words


@dataclass
class _Reader:
    """What is typed, line by line."""

    known: Collection[str]
    lines: list[Line] = field(default_factory=list)
    typed: list[str] = field(default_factory=list)
    counts: dict[int, int] = field(default_factory=dict)
    blanks: int = 1

    def take(self, typed: str) -> None:
        if not typed.strip():
            self.blanks += 1
            return
        if not self._take_item(typed):
            self._take_words(typed)
        self.blanks = 0

    def _take_item(self, typed: str) -> bool:
        number = _NUMBER.match(typed)
        sign = number or _BULLET.match(typed)
        if sign is None:
            return False
        in_list = bool(self.lines) and self.lines[-1].is_item and self.blanks < 2
        room = self.lines[-1].depth + 1 if in_list else 0
        depth = min(len(sign[1].expandtabs(2)) // 2, room, _DEEPEST)
        counts = {at: n for at, n in self.counts.items() if at <= depth} if in_list else {}
        if number:
            if int(number[2]) not in (1, counts.get(depth, 0) + 1):
                return False
            counts[depth] = int(number[2])
        else:
            counts.pop(depth, None)
        self.counts = counts
        kind = "ol" if number else "ul"
        again = number is not None and int(number[2]) == 1 and depth == 0
        opens = depth == 0 and (not in_list or (again and self._last_at(0) == "ol"))
        self._begin(Line(kind, (), depth, opens=opens), typed[sign.end() :])
        return True

    def _last_at(self, depth: int) -> str:
        return next((line.kind for line in reversed(self.lines) if line.depth == depth), "")

    def _take_words(self, typed: str) -> None:
        last = self.lines[-1] if self.lines else None
        if last is not None and not self.blanks and (not last.is_item or typed[:1] in " \t"):
            self.typed[-1] += "\n" + typed.strip(" \t")
        else:
            self._begin(Line("p", ()), typed)

    def _begin(self, line: Line, typed: str) -> None:
        if not line.is_item:
            self.counts = {}
        self.lines.append(line)
        self.typed.append(typed.strip(" \t"))

    def read(self) -> list[Line]:
        pairs = zip(self.lines, self.typed, strict=True)
        return [replace(line, runs=tuple(read_line(typed, self.known))) for line, typed in pairs]


def read(typed: str, known: Collection[str] = ()) -> list[Line]:
    """The lines of a typed text; `known`: the targets of the site that it may lead to."""
    reader = _Reader(known)
    for line in typed.replace("\r\n", "\n").replace("\r", "\n").replace("\x00", "").split("\n"):
        reader.take(line)
    return normal(reader.read())


def nested(lines: Sequence[Line]) -> list[Line]:
    """The lines with depths that a list can have, each at most one below the line before."""
    found: list[Line] = []
    for line in lines:
        found.append(replace(line, depth=_depth_in(line, found[-1] if found else None)))
    return found
