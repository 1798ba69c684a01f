"""The words of one line and their marks: typed signs to runs, and back.

A run of one to three stars switches italic, bold, or both: whatever the marks of two runs
that meet, one run of stars says how to go from the first to the second.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import groupby

#: `[words](target)`; in both parts a backslash takes the sense from what follows it.
_LINK = re.compile(r"\[((?:\\.|[^\[\]\\])+)\]\(((?:\\.|[^\s()\\])+)\)", re.DOTALL)
_STARS = re.compile(r"\*+")
_ESCAPED = re.compile(r"\\([!-/:-@\[-`{-~•–])")
_WEB = re.compile(r"(?:https?://|mailto:|tel:|/|#)\S+", re.IGNORECASE)
_OF_THE_SITE = re.compile(r"(page|document):(\d+)")

#: How often a line is read again without a sign that nothing closes.
_ATTEMPTS = 12


@dataclass(frozen=True)
class Link:
    """Where words lead: an address, or something of the site by kind and key."""

    href: str = ""
    kind: str = ""
    key: str = ""

    @property
    def target(self) -> str:
        return f"{self.kind}:{self.key}" if self.kind else self.href


@dataclass(frozen=True)
class Run:
    """Words under the same marks; a line break is `\\n`."""

    words: str
    bold: bool = False
    italic: bool = False
    link: Link | None = None


@dataclass
class _Stars:
    """A sign as typed: how many stars, and whether words touch it on either side."""

    count: int
    after_words: bool
    before_words: bool
    literal: bool = False

    def may_switch(self, bold: bool, italic: bool) -> bool:
        """Whether it opens before words and closes behind them, for each of its marks."""
        now = [on for on, mine in ((bold, self.count > 1), (italic, self.count != 2)) if mine]
        return all(self.after_words if on else self.before_words for on in now)


_Part = str | _Stars | tuple[str, Link]


def read_line(typed: str, known: Collection[str] = ()) -> list[Run]:
    """The runs of a typed line; `known`: the targets of the site that it may lead to."""
    parts = list(_parts(typed, known))
    for _attempt in range(_ATTEMPTS):
        runs, unclosed = _switched(parts)
        if not unclosed:
            return joined(runs)
        for stars in unclosed:
            stars.literal = True
    for part in parts:
        if isinstance(part, _Stars):
            part.literal = True
    return joined(_switched(parts)[0])


def _parts(typed: str, known: Collection[str]) -> Iterator[_Part]:
    """Words, stars and links in their order."""
    start = 0
    for found in _LINK.finditer(typed):
        link = _link_to(_ESCAPED.sub(r"\1", found[2]), known)
        if link is None or _is_escaped(typed, found.start()):
            continue
        yield from _words_and_stars(typed, start, found.start())
        for part in _words_and_stars(typed, found.start(1), found.end(1)):
            yield (part, link) if isinstance(part, str) else part
        start = found.end()
    yield from _words_and_stars(typed, start, len(typed))


def _words_and_stars(typed: str, start: int, end: int) -> Iterator[str | _Stars]:
    for found in _STARS.finditer(typed, start, end):
        at, to = found.span()
        if _is_escaped(typed, at) and to - at == 1:
            continue
        if _is_escaped(typed, at):
            at += 1
        if to - at > 3:
            continue
        if typed[start:at]:
            yield _ESCAPED.sub(r"\1", typed[start:at])
        yield _Stars(to - at, _is_word(typed[at - 1 : at]), _is_word(typed[to : to + 1]))
        start = to
    if typed[start:end]:
        yield _ESCAPED.sub(r"\1", typed[start:end])


def _is_word(character: str) -> bool:
    return bool(character.strip())


def _is_escaped(typed: str, at: int) -> bool:
    start = at
    while start and typed[start - 1] == "\\":
        start -= 1
    return (at - start) % 2 == 1


def _link_to(target: str, known: Collection[str]) -> Link | None:
    of_the_site = _OF_THE_SITE.fullmatch(target)
    if of_the_site:
        return Link(kind=of_the_site[1], key=of_the_site[2]) if target in known else None
    return Link(href=target) if _WEB.fullmatch(target) or target in known else None


def _switched(parts: Iterable[_Part]) -> tuple[list[Run], list[_Stars]]:
    """The runs, and the signs that opened a mark which nothing closes."""
    runs: list[Run] = []
    bold: _Stars | None = None
    italic: _Stars | None = None
    for part in parts:
        if isinstance(part, _Stars):
            if part.literal or not part.may_switch(bold is not None, italic is not None):
                runs.append(Run("*" * part.count, bold is not None, italic is not None))
                continue
            if part.count > 1:
                bold = part if bold is None else None
            if part.count != 2:
                italic = part if italic is None else None
            continue
        words, link = part if isinstance(part, tuple) else (part, None)
        runs.append(Run(words, bold is not None, italic is not None, link))
    return runs, [stars for stars in (bold, italic) if stars is not None]


def joined(runs: Iterable[Run]) -> list[Run]:
    """Runs that follow each other under the same marks, made one; none is empty."""
    grouped = groupby((run for run in runs if run.words), key=lambda run: replace(run, words=""))
    return [replace(marks, words="".join(run.words for run in same)) for marks, same in grouped]


def write_line(runs: Iterable[Run], known: Collection[str] = ()) -> str:
    """The line to type for these runs; signs among its words are escaped only where they
    would be read as such."""
    wanted = bare_ends(runs)
    typed = _typed(wanted, escaped=False)
    return typed if read_line(typed, known) == wanted else _typed(wanted, escaped=True)


def bare_ends(runs: Iterable[Run]) -> list[Run]:
    """The runs with unmarked spaces where marks begin and end: no sign stands beside one."""
    before, after = None, joined(runs)
    # A space that loses its marks may part a link from them, and so bare another.
    while before != after:
        before, after = after, joined(_barer(after))
    return after


def _barer(runs: Iterable[Run]) -> Iterator[Run]:
    for (bold, italic, _zone), same in groupby(_zoned(runs), key=lambda pair: pair[0]):
        together = [run for _key, run in same]
        words = "".join(run.words for run in together)
        if not (bold or italic):
            yield from together
            continue
        start, end = len(words) - len(words.lstrip()), len(words.rstrip())
        yield from _unmarked(_part(together, 0, start))
        yield from _part(together, start, end)
        yield from _unmarked(_part(together, max(start, end), len(words)))


def _zoned(runs: Iterable[Run]) -> Iterator[tuple[tuple[bool, bool, int], Run]]:
    """Each run with what its signs depend on: marks that only a part of a link has open
    and close inside it."""
    for number, (link, same) in enumerate(groupby(runs, key=lambda run: run.link), start=1):
        inside = list(same)
        apart = link is not None and len({(run.bold, run.italic) for run in inside}) > 1
        for run in inside:
            yield (run.bold, run.italic, number if apart else 0), run


def _part(runs: Iterable[Run], start: int, end: int) -> Iterator[Run]:
    """The runs between two places among their words."""
    at = 0
    for run in runs:
        words = run.words[max(start - at, 0) : max(end - at, 0)]
        at += len(run.words)
        if words:
            yield replace(run, words=words)


def _unmarked(runs: Iterable[Run]) -> Iterator[Run]:
    return (Run(run.words, link=run.link) for run in runs)


def _typed(runs: list[Run], *, escaped: bool) -> str:
    """Marks that a whole link has stand around it, the others inside."""
    typed: list[str] = []
    bold = italic = False
    for link, same in groupby(runs, key=lambda run: run.link):
        inside = list(same)
        if link is None:
            words, bold, italic = _signed(inside, bold, italic, escaped=escaped)
            typed.append(words)
            continue
        around = all(run.bold for run in inside), all(run.italic for run in inside)
        typed.append(_stars((bold, italic), around))
        words, *last = _signed(inside, *around, escaped=escaped, in_link=True)
        words += _stars((last[0], last[1]), around)
        typed.append(f"[{words}]({_escape_target(link.target)})")
        bold, italic = around
    return "".join(typed) + _stars((bold, italic), (False, False))


def _stars(now: tuple[bool, bool], then: tuple[bool, bool]) -> str:
    return "*" * (2 * (now[0] != then[0]) + (now[1] != then[1]))


def _signed(
    runs: Iterable[Run], bold: bool, italic: bool, *, escaped: bool, in_link: bool = False
) -> tuple[str, bool, bool]:
    """The words with the signs between them, and the marks under which they end."""
    typed: list[str] = []
    for run in runs:
        typed.append(_stars((bold, italic), (run.bold, run.italic)))
        typed.append(_escape(run.words, in_link=in_link) if escaped else run.words)
        bold, italic = run.bold, run.italic
    return "".join(typed), bold, italic


def _escape(words: str, *, in_link: bool) -> str:
    words = re.sub(r"\\(?=[!-/:-@\[-`{-~•–]|$)", r"\\\\", words).replace("*", "\\*")
    words = words.replace("[", "\\[")
    return words.replace("]", "\\]") if in_link else words


def _escape_target(target: str) -> str:
    return re.sub(r"([()\\])", r"\\\1", target)
