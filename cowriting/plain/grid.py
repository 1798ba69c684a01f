"""A table as people type it: a line for the headings, then one for each row, and a bar
between cells. A backslash before a bar makes it an ordinary character."""

from __future__ import annotations

import re
from collections.abc import Sequence

from cowriting.document.richtext import line
from cowriting.document.tables import Table

_BAR = re.compile(r"(?<!\\)((?:\\\\)*)\|")
_ESCAPED = re.compile(r"\\([\\|])")


def to_typed(table: Table) -> str:
    """What one types for `table`; nothing for one without columns."""
    if not table.headings:
        return ""
    return "\n".join(_row(cells) for cells in (table.headings, *table.rows))


def to_table(typed: str) -> Table:
    """The table of what is typed; rows are as long as the longest of them."""
    rows = [_cells(row) for row in typed.replace("\r", "\n").split("\n") if row.strip(" |\t")]
    if not rows:
        return Table()
    width = max(map(len, rows))
    full = [(*row, *[""] * (width - len(row))) for row in rows]
    return Table(full[0], tuple(full[1:]))


def cells_in(typed: str) -> int:
    """How many cells the table of what is typed has, without making it."""
    rows = [len(_BAR.findall(row)) + 1 for row in typed.splitlines() if row.strip(" |\t")]
    return len(rows) * max(rows, default=0)


def _row(cells: Sequence[str]) -> str:
    # A row without words would be a blank line, and be lost.
    return " | ".join(re.sub(r"([\\|])", r"\\\1", cell) for cell in cells) or "|"


def _cells(row: str) -> tuple[str, ...]:
    return tuple(line(_ESCAPED.sub(r"\1", cell)) for cell in _split(row))


def _split(row: str) -> list[str]:
    cells, start = [], 0
    for bar in _BAR.finditer(row):
        cells.append(row[start : bar.end() - 1])
        start = bar.end()
    return [*cells, row[start:]]
