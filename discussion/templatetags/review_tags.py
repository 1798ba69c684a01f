"""The files of a version, at addresses that a reviewer's link opens."""

from __future__ import annotations

import re

from django import template
from django.conf import settings
from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe

register = template.Library()

_ATTRIBUTE = re.compile(r'(?<=\s)(src|srcset|href)="([^"]*)"')
_DOCUMENT = re.compile(r"^/documents/(?=\d+/)")


@register.simple_block_tag
def files_by_link(content: str, token: str) -> SafeString:
    """A text with the addresses of its images and documents led through a link."""
    stored = reverse("discussion:review_file", args=[token, "-"]).removesuffix("-")
    documents = reverse("discussion:review", args=[token]) + "documents/"
    media = re.compile(rf"(?:^|(?<=,\s)){re.escape(settings.MEDIA_URL)}")

    def led(match: re.Match[str]) -> str:
        address = _DOCUMENT.sub(documents, media.sub(stored, match[2]))
        return f'{match[1]}="{address}"'

    return mark_safe(_ATTRIBUTE.sub(led, content))  # rendered by templates already
