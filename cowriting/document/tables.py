"""A table, as a page stores it and as a shared document holds it.

In the document: `columns`, a map of column id → `order`, `deleted`, `heading`; `rows`, a
map of row id → `order`, `deleted`, `cells`; `cells`, a map of `<column id>@<client id>` →
text. Two people who begin the same cell at once make two texts, and the cell is both.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from uuid import UUID, uuid5

from pycrdt import Map, Text

from . import ordering
from .reading import live, text_of
from .richtext import line

_NAMESPACE = UUID("8a6e3c0e-6f0b-5d0c-9a53-2b8d3ce1f7a4")

#: Columns times rows; a larger table is carried through, as what we do not know.
MAX_CELLS = 50_000


@dataclass(frozen=True)
class Table:
    """Headings and rows of plain words; a row has a cell for each heading."""

    headings: tuple[str, ...] = ()
    rows: tuple[tuple[str, ...], ...] = ()


def of_raw(raw: Any) -> Table | None:
    """The table that a page stores; None when it is more than a grid of words."""
    if not raw:
        return Table()
    try:
        headings = tuple(_words(column["heading"]) for column in raw["columns"])
        rows = tuple(tuple(_words(cell) for cell in row["values"]) for row in raw["rows"])
        plain = all(column["type"] == "text" for column in raw["columns"])
    except (TypeError, KeyError, ValueError):
        return None
    whole = plain and all(len(row) == len(headings) for row in rows)
    return Table(headings, rows) if whole and len(headings) * len(rows) <= MAX_CELLS else None


def to_raw(table: Table, base: Any) -> dict[str, Any]:
    """What a page stores; what a document does not hold comes from `base`."""
    kept = base if isinstance(base, dict) else {}
    return {
        **kept,
        "columns": [{"type": "text", "heading": heading} for heading in table.headings],
        "rows": [{"values": list(row)} for row in table.rows],
        "caption": kept.get("caption", ""),
    }


def write(block: Map[Any], block_id: str, table: Table, client: int) -> None:
    """Give a block of the document its columns and rows."""
    columns: Map[Any] = Map()
    rows: Map[Any] = Map()
    block["columns"], block["rows"] = columns, rows
    ids = [made_id(block_id, "column", rank) for rank in range(len(table.headings))]
    for key, order, heading in zip(
        ids, ordering.spread(len(ids), client), table.headings, strict=True
    ):
        add_column(columns, key, order, heading)
    for rank, order in enumerate(ordering.spread(len(table.rows), client)):
        cells = dict(zip(ids, table.rows[rank], strict=True))
        add_row(rows, made_id(block_id, "row", rank), order, cells, client)


def made_id(block_id: str, what: str, rank: int | str) -> str:
    """The same id for the same thing, whoever makes it."""
    return str(uuid5(_NAMESPACE, f"{block_id}/{what}/{rank}"))


def add_column(columns: Map[Any], key: str, order: str, heading: str) -> None:
    column: Map[Any] = Map()
    columns[key] = column
    column["order"] = order
    column["heading"] = Text(heading)


def add_row(rows: Map[Any], key: str, order: str, cells: dict[str, str], client: int) -> None:
    row: Map[Any] = Map()
    rows[key] = row
    row["order"] = order
    held: Map[Any] = Map()
    row["cells"] = held
    for column, words in cells.items():
        held[f"{column}@{client}"] = Text(words)


def read(block: Map[Any]) -> Table | None:
    """The table of a block of the document; None when it holds none that can be read."""
    columns, rows = block.get("columns"), block.get("rows")
    if not isinstance(columns, Map) or not isinstance(rows, Map):
        return None
    standing, lying = live(columns), live(rows)
    if len(standing) * len(lying) > MAX_CELLS:
        return None
    ids = [key for key, _column in standing]
    return Table(
        tuple(line(text_of(column.get("heading")) or "") for _key, column in standing),
        tuple(row_cells(row, ids) for _key, row in lying),
    )


def row_cells(row: Map[Any], columns: list[str]) -> tuple[str, ...]:
    """The words of a row, by column."""
    said: dict[str, list[str]] = {column: [] for column in columns}
    for column, text in cell_texts(row):
        if column in said:
            said[column].append(str(text))
    return tuple(line("".join(said[column])) for column in columns)


def cell_texts(row: Map[Any]) -> list[tuple[str, Text]]:
    """Every text of a row with the id of its column, in the order in which they join."""
    cells = row.get("cells")
    if not isinstance(cells, Map):
        return []
    texts = ((key, cells[key]) for key in sorted(cells.keys()))
    return [(key.partition("@")[0], text) for key, text in texts if isinstance(text, Text)]


def _words(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        raise TypeError("A cell holds words.")
    return line(str(value))
