"""Rich text: what may be written in it, and the one function that cleans it."""

from __future__ import annotations

import nh3

#: Headings are blocks and images are blocks: a text holds words alone.
RICH_TEXT_FEATURES = ["bold", "italic", "link", "document-link", "ol", "ul"]

_TAGS = {"p", "br", "b", "strong", "i", "em", "a", "ul", "ol", "li"}
_ATTRIBUTES = {"a": {"href", "linktype", "id"}, "p": {"data-block-key"}, "li": {"data-block-key"}}
_SCHEMES = {"http", "https", "mailto", "tel"}


def clean_html(html: str) -> str:
    """Keep bold, italic, links and lists; drop everything else, never the words.

    Every writer of rich text (form, API, import) passes its HTML through here.
    """
    return nh3.clean(
        html,
        tags=_TAGS,
        attributes=_ATTRIBUTES,
        url_schemes=_SCHEMES,
        link_rel=None,
    )
