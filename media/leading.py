"""A text's files at other addresses than their own, for who reads it by a link."""

from __future__ import annotations

import re

from django.conf import settings

_ATTRIBUTE = re.compile(r'(?<=\s)(src|srcset|href)="([^"]*)"')
_DOCUMENT = re.compile(r"^/documents/(?=\d+/)")


def led_through(html: str, *, files: str, documents: str) -> str:
    """`html`, as templates rendered it, with its images asked for below `files` and its
    documents below `documents`."""
    stored = re.compile(rf"(?:^|(?<=,\s)){re.escape(settings.MEDIA_URL)}")

    def led(match: re.Match[str]) -> str:
        address = _DOCUMENT.sub(documents, stored.sub(files, match[2]))
        return f'{match[1]}="{address}"'

    return _ATTRIBUTE.sub(led, html)
