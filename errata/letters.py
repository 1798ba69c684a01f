"""How alike two words are written: pure functions over words without accents."""

from __future__ import annotations

#: From this length on, two letters may differ; one in a shorter word.
_LONG = 10
#: Beginnings of words that turn their sense; those of one number are written for each other.
_PREFIXES = {"in": 1, "im": 1, "il": 1, "ir": 1, "de": 2, "des": 2, "dis": 2, "re": 3, "ex": 4,
             "sur": 5, "sous": 6, "mal": 7, "anti": 8, "non": 9, "hyper": 10, "hypo": 11,
             "pre": 12, "post": 13, "mono": 14, "bi": 15, "tri": 16, "ma": 17, "mi": 18,
             "sup": 19, "inf": 20, "ac": 21}  # fmt: skip


def may_misspell(one: str, other: str) -> bool:
    """Whether `one` may be a misspelling of `other`: it begins alike, but for a mute h, no
    prefix that turns the sense comes or goes, and a letter or two differ."""
    if one.removeprefix("h")[:1] != other.removeprefix("h")[:1] or _prefixes_differ(one, other):
        return False
    allowed = 2 if min(len(one), len(other)) >= _LONG else 1
    return distance(one, other) <= allowed


def doubled_or_swapped(one: str, other: str) -> bool:
    """Whether they differ by one doubled letter, or two neighbours exchanged, and no more."""
    if distance(one, other) != 1:
        return False
    if len(one) == len(other):
        return sorted(one) == sorted(other)
    return _undoubled(one) == _undoubled(other)


def _undoubled(word: str) -> str:
    return "".join(letter for at, letter in enumerate(word) if letter != word[at - 1 : at])


def _prefixes_differ(one: str, other: str) -> bool:
    """`interne` and `externe`, `possible` and `impossible`."""
    for head, family in {**_PREFIXES, "": 0}.items():
        rest = one.removeprefix(head)
        if not one.startswith(head) or len(rest) < 3 or not other.endswith(rest):
            continue
        before = other[: len(other) - len(rest)]
        theirs = _PREFIXES.get(before, 0 if not before else None)
        if theirs is not None and theirs != family:
            return True
    return False


def distance(one: str, other: str) -> int:
    """How many letters are added, left out, changed, or exchanged with the next."""
    former: list[int] = []
    last = list(range(len(other) + 1))
    for row, letter in enumerate(one, start=1):
        line = [row]
        for column, theirs in enumerate(other, start=1):
            least = min(
                last[column] + 1, line[-1] + 1, last[column - 1] + (letter != theirs)
            )  # fmt: skip
            swapped = (
                row > 1 and column > 1
                and letter == other[column - 2] and one[row - 2] == theirs
            )  # fmt: skip
            line.append(min(least, former[column - 2] + 1) if swapped else least)
        former, last = last, line
    return last[-1]
