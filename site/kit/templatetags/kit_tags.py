"""What templates of every room ask."""

from __future__ import annotations

import json
from urllib.parse import SplitResult, urlsplit

from django import template

from kit import demonstration

register = template.Library()

#: Fields of an editing form that count or order its parts and hold nobody's words.
_BOOKKEEPING = (
    "-count",
    "-type",
    "-id",
    "-order",
    "-deleted",
    "_FORMS",
    "action",
    "seen",
    "task_state_id",
)


def _split(address: str) -> SplitResult:
    try:
        return urlsplit(str(address or ""))
    except ValueError:
        return urlsplit("")


@register.filter
def unmarked(title: str) -> str:
    """A title without its mention of demonstration, where a mark stands beside it."""
    return demonstration.unmarked(str(title or ""))


@register.filter
def host(address: str) -> str:
    """The machine that an address leads to, without `www.`; empty when there is none."""
    return (_split(address).hostname or "").removeprefix("www.")


@register.filter
def web_address(address: str) -> str:
    """`address` when it leads to the web, empty otherwise: a draft may hold anything."""
    return address if _split(address).scheme in {"http", "https"} else ""


@register.filter
def typed_words(fields: list[tuple[str, str]]) -> list[tuple[str, str]]:
    """The fields of a sent form in which somebody typed words, as they would read them.

    What the rich text editor sends is reduced to its paragraphs; counters, keys and
    blank fields are left out.
    """
    readable = (
        (name, _paragraphs(value)) for name, value in fields if not name.endswith(_BOOKKEEPING)
    )
    return [(name, words) for name, words in readable if words]


def _paragraphs(value: str) -> str:
    try:
        content = json.loads(value)
        return "\n".join(str(block["text"]) for block in content["blocks"]).strip()
    except (ValueError, TypeError, KeyError, RecursionError):
        return value.strip()
