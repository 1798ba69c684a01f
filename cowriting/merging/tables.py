"""Bring a change of a table, made elsewhere, into the table of a living document.

Stored tables name neither columns nor rows: which is which is found by what they say.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from pycrdt import Map, Text

from ..document import ordering, tables
from ..document.reading import live, order_of, text_of
from ..document.richtext import line
from ..document.tables import Table
from .editing import edit_text
from .threeway import merged_line, pairs


def merge_table(
    block: Map[Any], label: str, base: Any, theirs: Any, client: int
) -> tuple[bool, bool]:
    """Change the table of `block` as `theirs` changed `base`, raw values of a page.

    Returns whether something came in, and whether both had changed one place.
    """
    before, wanted, said = tables.of_raw(base) or Table(), tables.of_raw(theirs), tables.read(block)
    if wanted is None or said is None or wanted in (before, said):
        return False, False
    merge = _Merge(block, label, before, wanted, client)
    merge.columns()
    merge.rows()
    return True, merge.twice


class _Merge:
    def __init__(
        self, block: Map[Any], label: str, base: Table, theirs: Table, client: int
    ) -> None:
        self._label, self._client = label, client
        self._base, self._theirs = base, theirs
        self._columns, self._rows = block["columns"], block["rows"]
        self.twice = False
        self._lines: dict[str, _Line] = {}
        ours = live(self._columns)
        headings = [line(text_of(column.get("heading")) or "") for _key, column in ours]
        self._column_was = _ids(base.headings, headings, [key for key, _column in ours], str)
        self._column_was_of = pairs(theirs.headings, base.headings)
        self._column_ids: list[str | None] = []
        standing = [self._column_was.get(rank) for rank in range(len(base.headings))]
        self._standing = standing
        held = live(self._rows)
        cells = [tables.row_cells(row, [c or "" for c in standing]) for _key, row in held]
        self._row_cells = {key: said for (key, _row), said in zip(held, cells, strict=True)}
        self._row_was = _ids(base.rows, cells, [key for key, _row in held], " ".join)

    def columns(self) -> None:
        """Columns of theirs in ours, each with its id; None for one that we deleted."""
        rank_was = self._column_was_of
        gone = set(range(len(self._base.headings))) - set(rank_was.values())
        for rank in gone:
            self._delete(self._columns, self._column_was.get(rank), self._column_kept(rank))
        before: str | None = None
        for rank, heading in enumerate(self._theirs.headings):
            was = rank_was.get(rank)
            key = self._column_was.get(was) if was is not None else None
            if was is None:
                key = self._add(self._columns, before, self._column_of(heading))
            elif key is not None:
                held = self._columns[key].get("heading")
                self._merge_text(held, self._base.headings[was], heading)
            self._column_ids.append(key)
            before = key or before

    def rows(self) -> None:
        """Rows of theirs in ours, cell by cell."""
        known = [self._common(row) for row in self._base.rows]
        rank_was = pairs([self._seen_by_base(row) for row in self._theirs.rows], known, " ".join)
        gone = set(range(len(self._base.rows))) - set(rank_was.values())
        for rank in gone:
            key = self._row_was.get(rank)
            self._delete(self._rows, key, key is not None and self._row_kept(key, rank))
        before: str | None = None
        for rank, cells in enumerate(self._theirs.rows):
            was = rank_was.get(rank)
            key = self._row_was.get(was) if was is not None else None
            if key is None and (was is None or self._seen_by_base(cells) != known[was]):
                self.twice |= was is not None
                key = self._add(self._rows, before, self._row_of(cells))
            elif key is not None:
                self._merge_row(self._rows[key], was, cells)
            before = key or before

    def _seen_by_base(self, row: tuple[str, ...]) -> tuple[str, ...]:
        """What a row of theirs says in the columns that the base has too."""
        by_base = {was: row[rank] for rank, was in self._column_was_of.items()}
        return tuple(by_base[rank] for rank in sorted(by_base))

    def _common(self, row: tuple[str, ...]) -> tuple[str, ...]:
        """What a row of the base says in the columns that they have too."""
        return tuple(row[rank] for rank in sorted(self._column_was_of.values()))

    def _column_kept(self, rank: int) -> bool:
        """Whether a column of ours says what it said."""
        key = self._column_was.get(rank)
        if key is None:
            return False
        heading = line(text_of(self._columns[key].get("heading")) or "")
        return heading == self._base.headings[rank] and all(
            self._row_cells[row][rank] == self._base.rows[was][rank]
            for was, row in self._row_was.items()
        )

    def _row_kept(self, key: str, rank: int) -> bool:
        ids = [column for column in self._standing if column is not None]
        new = [k for k, _column in live(self._columns) if k not in ids]
        more = any(tables.row_cells(self._rows[key], new))
        return not more and all(
            said == self._base.rows[rank][place]
            for place, said in enumerate(self._row_cells[key])
            if self._standing[place] is not None
        )

    def _delete(self, holder: Map[Any], key: str | None, unchanged: bool) -> None:
        if key is None:
            return
        if unchanged:
            holder[key]["deleted"] = True
        else:
            self.twice = True

    def _merge_row(self, row: Map[Any], was: int | None, cells: tuple[str, ...]) -> None:
        for rank, words in enumerate(cells):
            column = self._column_ids[rank]
            place = self._column_was_of.get(rank)
            known = was is not None and place is not None
            before = self._base.rows[was][place] if known else ""  # type: ignore[index]
            if column is None or words == before:
                continue
            self._merge_cell(row, column, before, words)

    def _merge_cell(self, row: Map[Any], column: str, before: str, words: str) -> None:
        texts = [text for key, text in tables.cell_texts(row) if key == column]
        if not texts:
            cells = row.get("cells")
            if isinstance(cells, Map):
                cells[f"{column}@{self._client}"] = Text(words)
            return
        for text in texts[1:]:
            # One cell, begun twice at once, becomes one text when it is changed elsewhere.
            texts[0].insert(len(texts[0]), str(text))
            text.clear()
        self._merge_text(texts[0], before, words)

    def _merge_text(self, held: Any, before: str, words: str) -> None:
        if not isinstance(held, Text) or words == before:
            return
        said = line(str(held))
        if said == words:
            return
        made, twice = (words, False) if said == before else merged_line(before, said, words)
        self.twice |= twice
        edit_text(held, made)

    def _add(self, holder: Map[Any], before: str | None, put: Callable[[str, str], None]) -> str:
        standing = self._line_of(holder)
        rank, low, high = standing.behind(before)
        order = ordering.between(low, high, self._client)
        key = tables.made_id(self._label, "added", f"{order} {standing.count}")
        put(key, order)
        standing.add(rank, key, order)
        return key

    def _line_of(self, holder: Map[Any]) -> _Line:
        name = "columns" if holder is self._columns else "rows"
        if name not in self._lines:
            self._lines[name] = _Line(holder)
        return self._lines[name]

    def _column_of(self, heading: str) -> Callable[[str, str], None]:
        return lambda key, order: tables.add_column(self._columns, key, order, heading)

    def _row_of(self, cells: tuple[str, ...]) -> Callable[[str, str], None]:
        said = {
            column: words
            for column, words in zip(self._column_ids, cells, strict=True)
            if column is not None
        }
        return lambda key, order: tables.add_row(self._rows, key, order, said, self._client)


class _Line:
    """The rows or columns that stand, in their order, while others come between them.

    Read once, when the first comes and all that go are gone: a table is long.
    """

    def __init__(self, holder: Map[Any]) -> None:
        standing = [(key, order_of(entry)) for key, entry in live(holder)]
        self._keys = [key for key, _order in standing]
        self._orders = [order for _key, order in standing]
        #: How many there ever were.
        self.count = len(list(holder.keys()))

    def behind(self, before: str | None) -> tuple[int, str | None, str | None]:
        """The rank behind `before`, first of all without one that stands, and the orders on
        both its sides."""
        rank = self._keys.index(before) + 1 if before in self._keys else 0
        low = self._orders[rank - 1] if rank else None
        high = self._orders[rank] if rank < len(self._orders) else None
        return rank, low, high

    def add(self, rank: int, key: str, order: str) -> None:
        self._keys.insert(rank, key)
        self._orders.insert(rank, order)
        self.count += 1


def _ids(base: Any, ours: Any, keys: list[str], words: Callable[[Any], str]) -> dict[int, str]:
    """The id in the document of each rank of the base that is still there."""
    return {rank: keys[place] for rank, place in pairs(base, ours, words).items()}
