"""Whether another address leads to the same thing: pure functions over two addresses.

A dead link is form: the same page by https, with or without the last bar, or its archived
copy; for a link in a sentence, another page of the same site. Anything else is content.
"""

from __future__ import annotations

import re
from urllib.parse import SplitResult, urlsplit

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.utils.translation import gettext as _

_ARCHIVED = re.compile(r"https?://web\.archive\.org/web/[0-9]{4,14}(?:[a-z]{2}_)?/(.+)\Z", re.I)
_SITE = r"[\w-]+(?:\.[\w-]+)*\.(?:fr|org|com|eu|net|info|gouv|paris|be|ch|ca|uk|int|edu)\b"
#: What is an address in the midst of words, with or without its scheme; one of a person too.
_IN_WORDS = re.compile(rf"(?:https?://|www\.)[^\s<>«»]+|[\w.+-]*@?{_SITE}(?:/[^\s<>«»]*)?", re.I)
_valid = URLValidator(schemes=["http", "https"])


def why_elsewhere(old: str, new: str, *, same_site: bool = False) -> str:
    """Why `new` is not the address of what `old` led to; empty where it is.

    `same_site`: another page of the same site is close enough.
    """
    was, now = _parts(old), _parts(new)
    if old == new:
        return ""
    if was is None or now is None or (was.scheme, now.scheme) == ("https", "http"):
        return _refusal(same_site)
    one, other = _parts(_unwrapped(old)), _parts(_unwrapped(new))
    if one is None or other is None or _site(one) != _site(other):
        return _refusal(same_site)
    return "" if same_site or _page(one) == _page(other) else _refusal(same_site)


def without_addresses(words: str) -> tuple[str, list[str]]:
    """Words without the addresses in their midst, and these addresses."""
    found = [match[0].rstrip(".,;:!?)") for match in _IN_WORDS.finditer(words)]
    rest = words
    for address in found:
        rest = rest.replace(address, " ", 1)
    return rest, found


def _refusal(same_site: bool) -> str:
    if same_site:
        return _(
            "Un lien reste sur le même site, ou mène à la copie archivée de la même page (web.archive.org)."
        )
    return _(
        "Cette adresse mène ailleurs : seuls changent https, la barre finale, ou la copie archivée de la même page (web.archive.org)."
    )


def _parts(address: str) -> SplitResult | None:
    """An address of the web, without what makes it look like another; None for any other."""
    try:
        _valid(address)
        parts = urlsplit(address)
        known = parts.port is None or parts.port > 0
    except (ValidationError, ValueError):
        return None
    return parts if known and "@" not in parts.netloc and "\\" not in address else None


def _unwrapped(address: str) -> str:
    """The page of which an archived copy is one."""
    found = _ARCHIVED.match(address)
    return found[1] if found else address


def _site(parts: SplitResult) -> tuple[str, int | None]:
    return (parts.hostname or "").removeprefix("www."), parts.port


def _page(parts: SplitResult) -> tuple[str, str, str]:
    return parts.path.rstrip("/"), parts.query, parts.fragment
