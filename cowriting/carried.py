"""Tables that the writing page shows without writing them: more than a grid of words."""

from __future__ import annotations

from typing import Any

from contributions.masks.contents import covered_content
from contributions.models import ContributionPage, Mask

from .document.body import blocks_of
from .document.markup import parse
from .document.richtext import line, plain
from .document.shape import SHAPE, Kind
from .document.tables import of_raw

#: Rows that are shown of one table; the text itself has them all.
_ROWS = 200


def carried_tables(page: ContributionPage) -> dict[str, list[list[str]]]:
    """The words of each table of the draft that no document holds, by the id of its block:
    its headings, then its rows."""
    revision = page.get_latest_revision()
    words = revision.content if revision else {"body": page.body.get_prep_value()}
    words = covered_content(words, Mask.objects.covers_of(page.pk))
    return {
        block["id"]: _rows(raw)
        for block in blocks_of(words)
        for raw in _tables_of(block)
        if of_raw(raw) is None
    }


def _tables_of(block: dict[str, Any]) -> list[Any]:
    value = block.get("value")
    fields = SHAPE.get(block["type"], {})
    if not isinstance(value, dict):
        return []
    return [value.get(name) for name, field in fields.items() if field.kind is Kind.TABLE]


def _rows(raw: Any) -> list[list[str]]:
    """What can be read of a table, whoever wrote it; never raises."""
    if not isinstance(raw, dict):
        return []
    headings = [_words(_of(column, "heading")) for column in _list(raw.get("columns"))]
    rows = [[_words(cell) for cell in _list(_of(row, "values"))] for row in _list(raw.get("rows"))]
    shown = rows[:_ROWS]
    return [headings, *shown, ["…"]] if len(rows) > _ROWS else [headings, *shown]


def _list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else []


def _of(value: Any, name: str) -> Any:
    return value.get(name) if isinstance(value, dict) else None


def _words(value: Any) -> str:
    if isinstance(value, str):
        return line(plain(parse(value)) if "<" in value else value)
    return str(value) if isinstance(value, int | float) and not isinstance(value, bool) else ""
