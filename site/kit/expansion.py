"""Rich texts made ready for reading together, at the cost of one."""

from __future__ import annotations

from collections.abc import Sequence

from django.template.loader import render_to_string
from wagtail.rich_text import RichText, expand_db_html

#: Between two texts while their links are looked up; a text cannot hold it.
_SEPARATOR = "\x1e"


class ExpandedRichText(RichText):
    """A rich text whose links were looked up already; its source stays as written."""

    def __init__(self, source: str, html: str) -> None:
        super().__init__(source)
        self._html = html

    def __html__(self) -> str:
        return render_to_string("wagtailcore/shared/richtext.html", {"html": self._html})


def expand_together(texts: Sequence[RichText]) -> list[RichText]:
    """The same texts with their links looked up in one query a kind of link."""
    if not texts:
        return []
    sources = [text.source.replace(_SEPARATOR, "") for text in texts]
    expanded = expand_db_html(_SEPARATOR.join(sources)).split(_SEPARATOR)
    return [ExpandedRichText(source, html) for source, html in zip(sources, expanded, strict=True)]
