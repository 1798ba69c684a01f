"""The words of a page, block by block and field by field."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from django.utils.text import normalize_newlines
from django.utils.translation import gettext as _

from contributions.fitting import begun
from contributions.words import fields_of, title_of, words_of

if TYPE_CHECKING:
    from contributions.models import ContributionPage

#: What each field of each block says, by id then by name; blocks in the order of the text.
Words = Mapping[str, Mapping[str, str]]

#: The id under which the fields around the body stand.
PAGE = "page"

_AROUND = ("title", "summary", "approach", "addressees")

#: Letters of a name that are kept.
_NAME_AT_MOST = 120


def words_by_block(page: ContributionPage) -> dict[str, dict[str, str]]:
    """Everything that `page` says; `PAGE` is always there, first."""
    around = ((name, normalize_newlines(getattr(page, name)).strip()) for name in _AROUND)
    words = {PAGE: {name: said for name, said in around if said}}
    return words | {str(block.id): fields_of(block) for block in page.body}


def name_of_block(page: ContributionPage, block_id: str) -> str:
    """What a person would call a block: its kind and first words; empty for an unknown one."""
    if block_id == PAGE:
        return _("Titre et présentation")
    return next((_name(block) for block in page.body if str(block.id) == block_id), "")


def _name(block: Any) -> str:
    words = title_of(block) or words_of(block)
    kind = str(block.block.label)
    return begun(f"{kind} : {words}", _NAME_AT_MOST) if words else kind
