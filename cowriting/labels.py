"""What a browser needs to show the fields of a text: their words, beside their shape.

Labels, helps and choices are those of the blocks and of the page, in the language that
is spoken; where each field lives in the document is `document/shape.py`'s.
"""

from __future__ import annotations

from typing import Any

from django.utils.text import capfirst
from wagtail import blocks

from contributions.blocks import BODY_BLOCKS
from contributions.models import ContributionPage

from .document.shape import PAGE, SHAPE, TITLE_LENGTH, Field, Kind

#: Fields that a block shows at once; the others are folded while they are empty. A type
#: that is not named here shows all of its fields.
_FIRST = {
    "finding": ("title", "text"),
    "proposal": ("title", "text"),
}


def block_types() -> list[dict[str, Any]]:
    """Every type in the order of the menus: `{"name", "label", "description", "group",
    "fields"}`, a field being what `page_fields` gives."""
    known: dict[str, Any] = dict(BODY_BLOCKS)
    return [
        {
            "name": name,
            "label": str(block.label),
            "description": str(block.meta.description),
            "group": str(block.meta.group),
            "fields": [
                _field(key, field, block.child_blocks[key], first=key in _FIRST.get(name, (key,)))
                for key, field in SHAPE[name].items()
            ],
        }
        for name, block in known.items()
    ]


def page_fields() -> list[dict[str, Any]]:
    """The fields of the page: `{"name", "slot", "kind", "label", "help", "required",
    "max", "choices", "initial", "first"}`."""
    return [_page_field(name, field) for name, field in PAGE.items()]


def _page_field(name: str, field: Field) -> dict[str, Any]:
    column = ContributionPage._meta.get_field(name)
    return {
        "name": name,
        "slot": field.slot,
        "kind": field.kind.value,
        "label": capfirst(str(column.verbose_name)),
        "help": "" if name == "title" else str(column.help_text),
        "required": not column.blank,
        "max": TITLE_LENGTH if name == "title" else 0,
        "choices": [],
        "initial": "",
        "first": True,
    }


def _field(name: str, field: Field, block: blocks.Block, *, first: bool) -> dict[str, Any]:
    # A list has one block for its items: their limit and their help are its own.
    item = getattr(block, "child_block", block)
    form_field = getattr(item, "field", None)
    return {
        "name": name,
        "slot": field.slot,
        "kind": field.kind.value,
        "label": capfirst(str(block.label)),
        "help": str(getattr(form_field, "help_text", "") or ""),
        "required": bool(block.required) and field.kind is not Kind.FLAG,
        "max": getattr(form_field, "max_length", None) or 0,
        "choices": _choices(field, form_field),
        "initial": field.default,
        "first": first,
    }


def _choices(field: Field, form_field: Any) -> list[tuple[str, str]]:
    if field.kind is not Kind.OPTION:
        return []
    return [(str(key), str(label)) for key, label in form_field.choices if key in field.options]
