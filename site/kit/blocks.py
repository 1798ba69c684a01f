"""Blocks that every app may use."""

from __future__ import annotations

from typing import Any

from wagtail import blocks

from .richtext import RICH_TEXT_FEATURES, clean_html


class RichTextBlock(blocks.RichTextBlock):
    """Rich text that is clean however it was written.

    Wagtail cleans what its own form sends; here every way into the database (form, API,
    import, action) passes the one sanitiser when the value is stored.
    """

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("features", RICH_TEXT_FEATURES)
        super().__init__(**kwargs)

    def get_prep_value(self, value: Any) -> str:
        return clean_html(super().get_prep_value(value) or "")

    class Meta:
        icon = "pilcrow"
