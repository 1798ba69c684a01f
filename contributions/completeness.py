"""What a draft may lack and a submitted text may not, named part by part."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from html import unescape
from typing import TYPE_CHECKING, Any

from django.utils.html import strip_tags
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l

from kit.access import Refused

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise as StrPromise

    from .models import ContributionPage


@dataclass(frozen=True)
class Missing:
    """One missing part: where it is read (`anchor`, empty for the page's own fields),
    where the editor finds it (`place`), and what."""

    what: str
    anchor: str = ""
    place: str = ""


class Incomplete(Refused):
    """The text cannot go on; `missing` names each part."""

    def __init__(self, missing: list[Missing]) -> None:
        super().__init__(
            _("Il manque encore : %(parts)s.") % {"parts": " ; ".join(m.what for m in missing)}
        )
        self.missing = missing


#: What each type of block must hold, with the words that name it.
_REQUIRED: dict[str, list[tuple[str, StrPromise]]] = {
    "heading": [("text", _l("le titre"))],
    "text": [("text", _l("le texte"))],
    "finding": [("title", _l("le titre")), ("text", _l("le texte"))],
    "proposal": [
        ("title", _l("le titre")), ("text", _l("le texte")),
        ("lead_actors", _l("au moins un acteur pilote")),
    ],
    "attention": [("title", _l("le titre")), ("text", _l("le texte"))],
    "quote": [("quote", _l("la citation"))],
    "figure": [
        ("value", _l("la valeur")), ("unit", _l("l'unité")), ("label", _l("ce que compte le chiffre")),
        ("year", _l("l'année")), ("source", _l("la source")),
    ],
    "table": [("caption", _l("la légende"))],
    "image": [("image", _l("l'image"))],
    "document": [("document", _l("le fichier"))],
    "video": [("title", _l("le titre")), ("address", _l("l'adresse"))],
}  # fmt: skip


def _is_empty(value: Any) -> bool:
    """Whether nobody wrote anything there: blank words, empty rich text, empty list."""
    source = getattr(value, "source", None)
    if source is not None:
        return not unescape(strip_tags(source)).strip()
    if isinstance(value, str):
        return not value.strip()
    if value is None:
        return True
    try:
        return not any(not _is_empty(item) for item in value)
    except TypeError:
        return False


def _has_words(table: Any) -> bool:
    """Whether somebody filled a cell of a table."""
    return any(not _is_empty(cell.value) for row in getattr(table, "rows", ()) for cell in row)


def missing_parts(page: ContributionPage) -> list[Missing]:
    """Each part that a text in drafting still lacks before it may be submitted."""
    return [*_missing_on_page(page), *_missing_in_blocks(page)]


def _missing_on_page(page: ContributionPage) -> Iterator[Missing]:
    if not page.title.strip():
        yield Missing(_("le titre du texte"), place="title")
    if not page.summary.strip():
        yield Missing(_("le chapô"), place="summary")
    if not page.approach.strip():
        yield Missing(_("la méthode"), place="approach")
    kinds = {block.block_type for block in page.body}
    if "finding" not in kinds:
        yield Missing(_("au moins un constat"), place="body")
    if not kinds & {"proposal", "attention"}:
        yield Missing(_("au moins une proposition ou un point d'attention"), place="body")


def _missing_in_blocks(page: ContributionPage) -> Iterator[Missing]:
    ranks: dict[str, int] = {}
    known: set[str] = set()
    for block in page.body:
        rank = ranks[block.block_type] = ranks.get(block.block_type, 0) + 1
        name = block.block.label
        if block.block_type == "proposal" and block.id and block.id in known:
            # Its number and address would be the other one's.
            words = _("est la copie exacte d'une autre : dupliquez-la dans l'éditeur, puis ôtez-la")
            yield _missing(name, rank, words, block.id)
        known.add(block.id)
        for words in _missing_in_block(block.block_type, block.value):
            yield _missing(name, rank, words, block.id)


def _missing(name: str, rank: int, words: str, block_id: str) -> Missing:
    sentence = _("%(block)s %(rank)s : %(missing)s")
    what = sentence % {"block": name, "rank": rank, "missing": words}
    return Missing(what, anchor=f"bloc-{block_id}", place=f"body.{block_id}")


def _missing_in_block(kind: str, value: Any) -> Iterator[str]:
    """What a block lacks, in the words that name it."""
    for field, words in _REQUIRED.get(kind, []):
        if _is_empty(value.get(field)):
            yield str(words)
    if (
        kind == "finding"
        and value.get("source_kind") == "figure"
        and _is_empty(value.get("source"))
    ):
        yield _("la référence du chiffre")
    if kind == "table" and not _has_words(value.get("table")):
        yield _("les cellules")
    if kind == "image" and not value.get("decorative") and _is_empty(value.get("alt_text")):
        yield _("le texte de remplacement")


def require_complete(page: ContributionPage) -> None:
    """Raises Incomplete, naming each missing part."""
    missing = missing_parts(page)
    if missing:
        raise Incomplete(missing)
