"""A text in plain words, block by block: to count them, and to compare two versions."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from html import unescape
from typing import TYPE_CHECKING, Any

from django.utils.html import strip_tags
from django.utils.text import normalize_newlines
from django.utils.translation import gettext as _
from wagtail.blocks import ChoiceBlock, ListBlock
from wagtail.contrib.typed_table_block.blocks import TypedTable
from wagtail.rich_text import RichText

if TYPE_CHECKING:
    from .models import ContributionPage

#: Where the words stand that name a part, by type of block.
_TITLE_OF = {"heading": "text", "finding": "title", "proposal": "title", "attention": "title"}

#: What ends a line of words in rich text.
_LINE_END = re.compile(r"</(?:p|li)>|<br\s*/?>", re.IGNORECASE)


@dataclass(frozen=True)
class Field:
    """What one field of a piece says; `source` differs whenever anything does. `chosen`:
    its words are ours, and it was only chosen among them."""

    label: str
    words: str
    source: str
    chosen: bool = False


@dataclass(frozen=True)
class Piece:
    """A part of a text under a key that no reordering changes.

    `anchor` is where it stands in the page of its text, empty for what is no block.
    """

    key: str
    label: str
    fields: tuple[Field, ...]
    title: str = ""
    anchor: str = ""

    @property
    def says_something(self) -> bool:
        return any(field.source for field in self.fields)


def pieces_of(page: ContributionPage, ranks: Mapping[str, int] | None = None) -> list[Piece]:
    """Everything that a reader is told by `page`: its fields around its blocks.

    `ranks`: the numbers of proposals in the text by the id of their block.
    """
    known = ranks or {}
    head = [
        _piece("title", _("Titre"), page.title),
        _piece("summary", _("Chapô"), page.summary),
        _piece("addressees", _("Destinataires"), "\n".join(page.addressee_list)),
    ]
    end = [
        _piece("approach", _("Méthode"), page.approach),
        _piece("licence", _("Licence"), str(page.get_licence_display())),
    ]
    blocks = (_piece_of_block(block, known.get(str(block.id))) for block in page.body)
    return [piece for piece in (*head, *blocks, *end) if piece.says_something]


def count_words(page: ContributionPage) -> int:
    """How many words the text takes to read, labels left out."""
    return sum(len(field.words.split()) for piece in pieces_of(page) for field in piece.fields)


def title_of(block: Any) -> str:
    """The words that name a block; empty when its type has none."""
    return str(block.value.get(_TITLE_OF.get(block.block_type, ""), "") or "")


def words_of(block: Any) -> str:
    """The first words of a block, on one line."""
    return next((" ".join(field.words.split()) for field in _fields(block) if field.words), "")


def fields_of(block: Any) -> dict[str, str]:
    """What each field of a block says, by the name of the field; only those that speak."""
    words = ((name, _words(child, block.value.get(name))) for name, child in _children(block))
    return {name: said for name, said in words if said}


def anchor_of(block: Any) -> str:
    """Where a block stands in the page of its text, for ever."""
    return f"bloc-{block.id}"


def _piece(key: str, label: str, words: str) -> Piece:
    words = normalize_newlines(words).strip()
    return Piece(key, label, (Field("", words, words),))


def _piece_of_block(block: Any, rank: int | None) -> Piece:
    # The type is in the key: fields are compared one by one.
    key = f"{block.id} {block.block_type}"
    label = _("Proposition %(rank)s") % {"rank": rank} if rank else str(block.block.label)
    return Piece(key, label, tuple(_fields(block)), title_of(block), anchor_of(block))


def _fields(block: Any) -> Iterator[Field]:
    for name, child in _children(block):
        value = block.value.get(name)
        words = _words(child, value)
        source = str(value.source) if isinstance(value, RichText) else words
        yield Field(str(child.label), words, source, isinstance(child, ChoiceBlock))


def _children(block: Any) -> Iterable[tuple[str, Any]]:
    children: dict[str, Any] = block.block.child_blocks
    return children.items()


def _words(child: Any, value: Any) -> str:
    """The words of one field, whatever its type; empty when it says nothing."""
    if value in (None, "", False):
        return ""
    if isinstance(value, RichText):
        return _plain(str(value.source))
    if isinstance(child, ListBlock):
        return ", ".join(str(item).strip() for item in value if str(item).strip())
    if isinstance(child, ChoiceBlock):
        return str(dict(child.field.choices).get(value, value))
    if isinstance(value, TypedTable):
        return _table(value)
    if value is True:
        return _("oui")
    return normalize_newlines(str(value)).strip()


def _plain(html: str) -> str:
    """The words of a rich text, a line for each paragraph and item."""
    # Unescaped last: what looks like a tag in the words is not one.
    text = unescape(strip_tags(_LINE_END.sub("\n", html)))
    lines = (" ".join(line.split()) for line in text.splitlines())
    return "\n".join(line for line in lines if line)


def _table(table: TypedTable) -> str:
    """A line for the headings, then one for each row."""
    rows = [[column["heading"] for column in table.columns]]
    rows += [[str(cell.value) for cell in row] for row in table.rows]
    return "\n".join(" | ".join(row) for row in rows)
