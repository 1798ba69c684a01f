"""What the machine can count beside a point of the checklist: a hint, never a verdict."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.utils.html import strip_tags
from django.utils.translation import gettext as _

from contributions.enums import Licence, SourceKind
from contributions.words import anchor_of, title_of
from moderation.models import Hint

if TYPE_CHECKING:
    from contributions.models import ContributionPage

#: Quantities, and not the years or articles that any text is full of.
_QUANTITY = re.compile(r"\d[\d\s.,]*\s?(?:%|€|euros?\b)|\b\d{1,3}(?:[\s\u202f\u00a0]\d{3})+\b")


@dataclass(frozen=True)
class Seen:
    """One thing to look at: its words, and where it stands in the version; `plain` when it
    is a fact that calls for nothing by itself."""

    words: str
    anchor: str = ""
    plain: bool = False


def seen_in(text: ContributionPage) -> dict[str, list[Seen]]:
    """What there is to look at in a version, by the name of the hint."""
    return {hint.value: list(find(text)) for hint, find in _FINDERS.items()}


def _sources(text: ContributionPage) -> Iterator[Seen]:
    """Figures that do not say where they come from."""
    for block in text.body:
        value = block.value
        if block.block_type == "figure" and not value.get("source"):
            what = " ".join(str(value.get(name) or "") for name in ("value", "unit")).strip()
            yield Seen(_("Un chiffre sans source : %(what)s") % {"what": what}, anchor_of(block))
        if block.block_type == "finding" and not value.get("source"):
            said = strip_tags(str(getattr(value.get("text"), "source", "")))
            if value.get("source_kind") == SourceKind.FIGURE or _QUANTITY.search(said):
                words = _("Un constat chiffré sans référence : %(what)s")
                yield Seen(words % {"what": title_of(block)}, anchor_of(block))


def _images(text: ContributionPage) -> Iterator[tuple[Any, Any]]:
    for block in text.body:
        if block.block_type == "image" and block.value.get("image"):
            yield block, block.value["image"]


def _rights(text: ContributionPage) -> Iterator[Seen]:
    for block, image in _images(text):
        if not image.credit.strip():
            yield Seen(_("Une image sans crédit : %(what)s") % {"what": image.title}, anchor_of(block))  # fmt: skip


def _alternatives(text: ContributionPage) -> Iterator[Seen]:
    for block, image in _images(text):
        if not block.value.get("decorative") and not (block.value.get("alt_text") or "").strip():
            words = _("Une image sans texte de remplacement : %(what)s")
            yield Seen(words % {"what": image.title}, anchor_of(block))
    for block in text.body:
        if block.block_type == "video" and not (block.value.get("transcript") or "").strip():
            words = _("Une vidéo sans transcription : %(what)s")
            yield Seen(words % {"what": block.value.get("title")}, anchor_of(block))


def _licence(text: ContributionPage) -> Iterator[Seen]:
    if not text.licence:
        yield Seen(_("Le texte n'a pas de licence."))
        return
    words = _("Le texte porte : %(licence)s") % {"licence": text.get_licence_display()}
    yield Seen(words, plain=text.licence != Licence.RESERVED)


_FINDERS: dict[Hint, Callable[[ContributionPage], Iterator[Seen]]] = {
    Hint.SOURCES: _sources,
    Hint.RIGHTS: _rights,
    Hint.ALTERNATIVES: _alternatives,
    Hint.LICENCE: _licence,
}
