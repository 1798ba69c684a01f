"""What a correction leaves as it is, sign by sign: digits, signs that count, marks of masks."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

from django.utils.translation import gettext as _

_MARK = re.compile(r"\[(?:passage|fichier) masqué \d+\]")
_SPACES = "\u0020\u00a0\u202f\u2009"
_NUMBER = re.compile(rf"(?:(?<!\w)[-–−])?\d(?:[\d.,/:{_SPACES}]*\d)?")
_THOUSANDS = re.compile(rf"(?<=\d)[{_SPACES}](?=\d{{3}}(?!\d))")


def unchanging(before: str, after: str) -> Iterator[str]:
    """Why these are two quantities, or hide two things."""
    if _MARK.findall(before) != _MARK.findall(after):
        yield _("Un passage masqué ne se corrige pas.")
    elif _figures(before) != _figures(after) or _numbers(before) != _numbers(after):
        yield _("Un chiffre change : les chiffres ne se corrigent pas ainsi.")
    elif _signs(before) != _signs(after):
        yield _("Un signe qui compte ou qui compare change (%, €, +, <…).")


def _figures(text: str) -> list[str]:
    return [letter for letter in text if letter.isnumeric()]


def _numbers(text: str) -> list[str]:
    found = (match[0] for match in _NUMBER.finditer(text))
    return [_THOUSANDS.sub("", number).replace("–", "-").replace("−", "-") for number in found]


def _signs(text: str) -> list[str]:
    return [sign for sign in text if sign in "%‰°−" or unicodedata.category(sign) in ("Sm", "Sc")]
