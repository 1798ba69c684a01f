"""From a page to its shared document and back, field by field.

`words` are `{"title", "summary", "approach", "addressees": str, "body": raw blocks}`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pycrdt import Doc, Map

from . import values
from .body import Block, blocks_of, fields_of, is_uuid
from .reading import live, root, scalar
from .seeding import seed
from .shape import PAGE, SHAPE, TITLE_LENGTH

if TYPE_CHECKING:
    from contributions.models import ContributionPage

__all__ = ["put_words", "seed", "words_of", "words_of_page"]


def words_of(doc: Doc[Any], base: dict[str, Any]) -> dict[str, Any]:
    """What a document says, as a page stores it; never raises, whatever is in `doc`.

    `base` holds the words on which page and document agreed last. A field that says what
    it says there keeps its very spelling; blocks and fields that a document does not hold
    are taken from there. The result shares unchanged parts with `base`.
    """
    with doc.transaction():
        words = _page_words(root(doc, "page"), base)
        known = {block["id"]: block for block in blocks_of(base)}
        found = (_block(key, made, known.get(key)) for key, made in live(root(doc, "blocks")))
        return words | {"body": [block for block in found if block is not None]}


def words_of_page(page: ContributionPage) -> dict[str, Any]:
    """The words of a page, or of a revision as an object."""
    words: dict[str, Any] = {name: getattr(page, name) for name in PAGE}
    return words | {"body": page.body.get_prep_value()}


def put_words(page: ContributionPage, words: dict[str, Any]) -> None:
    """Set the fields of a page object to `words`; saves nothing.

    A title without words leaves the page its own. Blocks of types that the page does not
    know are left out, as they are whenever a page is read.
    """
    for name, field in PAGE.items():
        said = values.of_raw(field, words.get(name))
        kept = said == values.of_raw(field, getattr(page, name))
        if not kept and (said or name != "title"):
            setattr(page, name, said[:TITLE_LENGTH] if name == "title" else said)
    page.body = page.body.stream_block.to_python(blocks_of(words))


def _page_words(page: Map[Any], base: dict[str, Any]) -> dict[str, Any]:
    return {name: _page_field(name, page, base.get(name, "")) for name in PAGE}


def _page_field(name: str, page: Map[Any], raw: Any) -> Any:
    field = PAGE[name]
    said = values.of_block(field, page)
    if said is values.MISSING or said == values.of_raw(field, raw):
        return raw
    if name != "title":
        return said
    return said[:TITLE_LENGTH].strip() or raw


def _block(key: str, made: Map[Any], base: Block | None) -> Block | None:
    """One block as a page stores it; None for one that is nobody's to make."""
    if base is not None and fields_of(base["type"], base.get("value")) is None:
        return base
    kind = scalar(made, "type", str)
    if base is None:
        if kind not in SHAPE or not is_uuid(key):
            return None
        return {"type": kind, "value": _value(key, kind, made, None), "id": key}
    if kind not in SHAPE or kind == base["type"]:
        value = _value(key, base["type"], made, base["value"])
        return base if value is base["value"] else {**base, "value": value}
    return {**base, "type": kind, "value": _value(key, kind, made, None)}


def _value(key: str, kind: str, made: Map[Any], base: dict[str, Any] | None) -> dict[str, Any]:
    """The value of a block: `base` itself when nothing differs from it.

    None for `base`: a new block, or one that had another type.
    """
    known = base or {}
    differs = {}
    for name, field in SHAPE[kind].items():
        said = values.of_block(field, made)
        if said is values.MISSING:
            said = values.of_raw(field, known.get(name))
        if base is None or said != values.of_raw(field, known.get(name)):
            differs[name] = values.to_raw(field, said, known.get(name), key)
    return base if base is not None and not differs else {**known, **differs}
