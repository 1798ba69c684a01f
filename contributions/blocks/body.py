"""The body: every block type, in the groups that the editor shows."""

from typing import Any

from django.core.exceptions import BadRequest
from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from .media import DocumentBlock, ImageBlock, TableBlock, VideoBlock
from .prose import (
    AttentionBlock,
    FigureBlock,
    FindingBlock,
    HeadingBlock,
    ProposalBlock,
    QuoteBlock,
    TextBlock,
)

_CONTENT = _("Contribution")
_TEXT = _("Texte")
_MEDIA = _("Images et fichiers")

BODY_BLOCKS = [
    ("finding", FindingBlock(group=_CONTENT)),
    ("proposal", ProposalBlock(group=_CONTENT)),
    ("attention", AttentionBlock(group=_CONTENT)),
    ("heading", HeadingBlock(group=_TEXT)),
    ("text", TextBlock(group=_TEXT)),
    ("quote", QuoteBlock(group=_TEXT)),
    ("figure", FigureBlock(group=_TEXT)),
    ("table", TableBlock(group=_MEDIA)),
    ("image", ImageBlock(group=_MEDIA)),
    ("document", DocumentBlock(group=_MEDIA)),
    ("video", VideoBlock(group=_MEDIA)),
]


class ContributionBody(blocks.StreamBlock):
    """Blocks in reading order; a proposal's number never depends on its place."""

    def __init__(self, **kwargs: object) -> None:
        super().__init__(BODY_BLOCKS, **kwargs)

    def value_from_datadict(self, data: Any, files: Any, prefix: str) -> Any:
        """The blocks of a sent form. Raises BadRequest for a form cut short on its way,
        which would otherwise read as a text without blocks."""
        if f"{prefix}-count" not in data:
            raise BadRequest(f"The form holds no {prefix}-count.")
        return super().value_from_datadict(data, files, prefix)

    class Meta:
        required = False
