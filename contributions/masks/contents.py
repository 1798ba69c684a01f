"""Hide passages and files in whole contents: a revision, a document, what news are made of.

How words are found, however they are written, is `words`'s.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from contributions.masks.words import (
    Cover,
    covered,
)

#: The fields of a revision that hold words, besides the body.
FIELDS = (
    "title", "draft_title", "seo_title", "search_description", "summary", "approach", "addressees",
)  # fmt: skip

#: What a block says without words of its own: never a passage.
_NOT_WORDS = frozenset({"id", "type", "level", "horizon", "source_kind"})

#: Where a file stands in a block, and the words beside it that take its mark.
_FILES = {"image": "caption", "document": "description"}


def covered_content(content: Mapping[str, Any], covers: Sequence[Cover]) -> dict[str, Any]:
    """The content of a revision, or the words of a document, with everything hidden in it
    that `covers` hide; unchanged parts are shared with it."""
    made = dict(content)
    if not covers:
        return made
    for name in FIELDS:
        if isinstance(made.get(name), str):
            made[name] = covered(made[name], covers)
    body = made.get("body")
    if isinstance(body, str):
        blocks = json.loads(body)
        hidden = covered_values(blocks, covers)
        made["body"] = body if hidden == blocks else json.dumps(hidden, ensure_ascii=False)
    elif body is not None:
        made["body"] = covered_values(body, covers)
    return made


def covered_values(value: Any, covers: Sequence[Cover]) -> Any:
    """The same for whatever JSON can hold: blocks, rows of a table, what news are made of."""
    if isinstance(value, str):
        return covered(value, covers)
    if isinstance(value, list | tuple):
        return [covered_values(item, covers) for item in value]
    if not isinstance(value, Mapping):
        return value
    shown = {
        name: item if name in _NOT_WORDS else covered_values(item, covers)
        for name, item in value.items()
    }
    for cover in covers:
        shown = _without_file(shown, cover) if cover.model else shown
    return shown


def _without_file(value: dict[str, Any], cover: Cover) -> dict[str, Any]:
    """A block without the file that is hidden, and its mark in the words beside it."""
    beside = _FILES[cover.model]
    if cover.model not in value:
        return value
    said = str(value.get(beside) or "")
    if cover.lifts:
        if value[cover.model] is None and cover.mark in said:
            return {**value, cover.model: cover.key, beside: said.replace(cover.mark, "").strip()}
    elif value[cover.model] is not None and str(value[cover.model]) == str(cover.key):
        return {**value, cover.model: None, beside: f"{cover.mark} {said}".strip()}
    return value


def passages_of(content: Mapping[str, Any]) -> Iterator[str]:
    """Every text in which a passage of a content can stand, one by one."""
    yield from (content[name] for name in FIELDS if isinstance(content.get(name), str))
    body = content.get("body")
    yield from _texts(json.loads(body) if isinstance(body, str) else body)


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, list | tuple):
        for item in value:
            yield from _texts(item)
    elif isinstance(value, Mapping):
        for name, item in value.items():
            if name not in _NOT_WORDS:
                yield from _texts(item)
