"""Bring what was saved elsewhere (the ordinary editor, an import) into a living document.

Three-way, block by block and field by field: `base` is what page and document agreed on
last, `theirs` what the page says now. What one side alone changed holds. Where both
changed one text, both texts stand there, ours first; where both made a choice, ours
holds. No word of ours that was written since `base` is ever removed.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from pycrdt import Doc, Map, Text, XmlFragment

from ..document import fragments, ordering, richtext, values
from ..document.body import Block, blocks_of, fields_of
from ..document.reading import is_deleted, live, order_of, root, scalar
from ..document.seeding import add_block
from ..document.shape import PAGE, SHAPE, Field, Kind
from . import editing
from .grafting import graft
from .tables import merge_table
from .threeway import merged_line, merged_lines, opcodes

_PLAIN = (Kind.LINE, Kind.LINES, Kind.LIST)

#: A field and what a version of the page stores in it.
Side = tuple[Field, Any]


@dataclass
class MergeReport:
    """What came in from elsewhere.

    `fields` and `both_kept` name fields as presence does, `<block id>/<slot>` or
    `page/<name>`, and `<block id>/type` for a type; `both_kept` are those where both
    sides had changed something, and a block's own id stands there for one that one side
    deleted while the other wrote in it. `added`, `moved`, `deleted` are ids of blocks.
    """

    fields: list[str] = field(default_factory=list)
    both_kept: list[str] = field(default_factory=list)
    added: list[str] = field(default_factory=list)
    moved: list[str] = field(default_factory=list)
    deleted: list[str] = field(default_factory=list)

    @property
    def changed(self) -> bool:
        return any((self.fields, self.both_kept, self.added, self.moved, self.deleted))


def merge_outside(doc: Doc[Any], base: dict[str, Any], theirs: dict[str, Any]) -> MergeReport:
    """Change `doc` in place as `theirs` changed `base`, with minimal edits.

    Afterwards page and document agree on `theirs`: it is the base of what follows.
    """
    report = MergeReport()
    with doc.transaction():
        page = root(doc, "page")
        for name, place in PAGE.items():
            sides = (place, base.get(name)), (place, theirs.get(name))
            merge_slot(page, f"page/{name}", *sides, report)
        _Blocks(doc, base, theirs, report).merge()
    return report


class _Blocks:
    """The blocks of a document against those of a page."""

    def __init__(
        self, doc: Doc[Any], base: dict[str, Any], theirs: dict[str, Any], report: MergeReport
    ) -> None:
        self._client = doc.client_id
        self._holder = root(doc, "blocks")
        self._base = {block["id"]: block for block in blocks_of(base)}
        self._theirs = {block["id"]: block for block in blocks_of(theirs)}
        self._report = report
        self._moved = self._moved_by_them()

    def merge(self) -> None:
        for key in self._base:
            if key not in self._theirs:
                self._delete(key)
        before: str | None = None
        for key, block in self._theirs.items():
            if self._take(key, block, before):
                before = key

    def _take(self, key: str, block: Block, before: str | None) -> bool:
        """Take a block of theirs in; whether it stands in the document now."""
        ours = self._ours(key)
        if ours is None:
            if _same(block, self._base.get(key)):
                return False
            add_block(self._holder, block, self._place_after(before, key), self._client)
            self._report.added.append(key)
            return True
        if is_deleted(ours):
            if _same(block, self._base.get(key)):
                return False
            ours["deleted"] = False
            self._report.both_kept.append(key)
        if key in self._moved:
            ours["order"] = self._place_after(before, key)
            self._report.moved.append(key)
        _merge_block(ours, self._base.get(key), block, self._report, self._client)
        return True

    def _delete(self, key: str) -> None:
        ours = self._ours(key)
        if ours is None or is_deleted(ours):
            return
        if _says(ours, self._base[key]):
            ours["deleted"] = True
            self._report.deleted.append(key)
        else:
            self._report.both_kept.append(key)

    def _ours(self, key: str) -> Map[Any] | None:
        ours = self._holder.get(key)
        return ours if isinstance(ours, Map) else None

    def _place_after(self, before: str | None, key: str) -> str:
        standing = [(k, order_of(m)) for k, m in live(self._holder) if k != key]
        ranks = {k: rank for rank, (k, _order) in enumerate(standing)}
        rank = ranks[before] + 1 if before in ranks else 0
        low = standing[rank - 1][1] if rank else None
        high = standing[rank][1] if rank < len(standing) else None
        return ordering.between(low, high, self._client)

    def _moved_by_them(self) -> set[str]:
        """Blocks that they moved and we did not."""
        ours = [key for key, _block in live(self._holder)]
        return _moved(list(self._base), list(self._theirs)) - _moved(list(self._base), ours)


def _moved(old: list[str], new: list[str]) -> set[str]:
    """What has another place among the others."""
    in_old, in_new = set(old), set(new)
    before = [key for key in old if key in in_new]
    after = [key for key in new if key in in_old]
    return {
        key
        for tag, _a, _b, c, d in opcodes(before, after)
        if tag in ("insert", "replace")
        for key in after[c:d]
    }


def _same(theirs: Block, base: Block | None) -> bool:
    """Whether a block says the same in two versions of the page, whatever the spelling."""
    if base is None or theirs["type"] != base["type"]:
        return False
    fields = fields_of(base["type"], base.get("value"))
    if fields is None or not isinstance(theirs.get("value"), dict):
        return bool(theirs == base)
    return all(
        values.of_raw(place, theirs["value"].get(name))
        == values.of_raw(place, base["value"].get(name))
        for name, place in fields.items()
    )


def _says(ours: Map[Any], base: Block) -> bool:
    """Whether a block of the document says what it said in `base`."""
    fields = fields_of(base["type"], base.get("value"))
    if fields is None:
        return True
    if _type_of(ours, base) != base["type"]:
        return False
    return all(
        values.of_block(field, ours) in (values.MISSING, values.of_raw(field, raw))
        for field, raw in ((f, base["value"].get(name)) for name, f in fields.items())
    )


def _type_of(ours: Map[Any], base: Block | None) -> Any:
    kind = scalar(ours, "type", str)
    return kind if kind in SHAPE or base is None else base["type"]


def _merge_block(
    ours: Map[Any], base: Block | None, theirs: Block, report: MergeReport, client: int
) -> None:
    if theirs == base:
        return
    fields = fields_of(theirs["type"], theirs.get("value"))
    if fields is None:
        return
    was = (fields_of(base["type"], base.get("value")) if base else None) or {}
    before = {f.slot: (f, base["value"].get(name)) for name, f in was.items() if base}
    if base is None or theirs["type"] != base["type"]:
        _merge_type(ours, base, theirs, report)
    for name, place in fields.items():
        wanted = (place, theirs["value"].get(name))
        label = f"{theirs['id']}/{place.slot}"
        if place.kind is Kind.TABLE:
            old = before.get(place.slot, (place, None))[1]
            _note(report, label, *merge_table(ours, label, old, wanted[1], client))
        else:
            merge_slot(ours, label, before.get(place.slot, (place, None)), wanted, report)


def _merge_type(ours: Map[Any], base: Block | None, theirs: Block, report: MergeReport) -> None:
    kind = _type_of(ours, base)
    if kind == theirs["type"]:
        return
    report.fields.append(f"{theirs['id']}/type")
    if base is None or kind != base["type"]:
        report.both_kept.append(f"{theirs['id']}/type")
    else:
        ours["type"] = theirs["type"]


def merge_slot(holder: Map[Any], label: str, base: Side, theirs: Side, report: MergeReport) -> None:
    """Change one slot of a page or block as `theirs` changed `base`."""
    place = theirs[0]
    if place.kind in _PLAIN:
        outcome = _merge_plain(holder.get(place.slot), base, theirs)
    elif place.kind in (Kind.RICH, Kind.PLAIN_RICH):
        outcome = _merge_rich(holder.get(place.slot), base, theirs)
    else:
        outcome = _merge_choice(holder, base, theirs)
    _note(report, label, *outcome)


def _note(report: MergeReport, label: str, changed: bool, twice: bool) -> None:
    if changed:
        report.fields.append(label)
    if twice:
        report.both_kept.append(label)


def _merge_plain(held: Any, base: Side, theirs: Side) -> tuple[bool, bool]:
    before, wanted = (values.typed(f, values.of_raw(f, raw)) for f, raw in (base, theirs))
    if before == wanted or not isinstance(held, Text):
        return False, False
    place = theirs[0]
    said = values.typed(place, values.of_typed(place, str(held)))
    if said == wanted:
        return False, False
    merge = merged_line if place.kind is Kind.LINE else merged_lines
    made, twice = (wanted, False) if said == before else merge(before, said, wanted)
    editing.edit_text(held, made)
    return True, twice


def _merge_rich(held: Any, base: Side, theirs: Side) -> tuple[bool, bool]:
    if not isinstance(held, XmlFragment):
        return False, False
    said = fragments.read(held)
    before, wanted = (values.as_tree(f, values.of_raw(f, raw)) for f, raw in (base, theirs))
    if Kind.PLAIN_RICH in (base[0].kind, theirs[0].kind):
        if richtext.plain(before) == richtext.plain(wanted):
            return False, False
        # A quote has no marks; those that its words had are not taken from them.
        before, wanted = _dressed(before, said), _dressed(wanted, said)
    if wanted in (before, said):
        return False, False
    return True, graft(held, before, wanted)


def _dressed(bare: richtext.Tree, said: richtext.Tree) -> richtext.Tree:
    """Paragraphs that say what a paragraph of `said` says, with the marks that it has."""
    known = {node.text: node for node in said if isinstance(node, richtext.Paragraph)}
    return tuple(
        known.get(node.text, node) if isinstance(node, richtext.Paragraph) else node
        for node in bare
    )


def _merge_choice(holder: Map[Any], base: Side, theirs: Side) -> tuple[bool, bool]:
    place = theirs[0]
    before, wanted = (values.of_raw(f, raw) for f, raw in (base, theirs))
    said = values.of_block(place, holder)
    if wanted in (before, said):
        return False, False
    if said == before:
        holder[place.slot] = wanted
    return said == before, said != before
