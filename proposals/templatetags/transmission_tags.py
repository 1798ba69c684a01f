"""The files of a version that was transmitted, at addresses that its link opens."""

from __future__ import annotations

from django import template
from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe

from media.leading import led_through

register = template.Library()


@register.simple_block_tag
def files_transmitted(content: str, token: str) -> SafeString:
    """A text with the addresses of its images and documents led through a link; as it is for
    an account, which has no token."""
    if not token:
        return mark_safe(content)  # rendered by templates already
    stored = reverse("proposals:link_file", args=[token, "-"]).removesuffix("-")
    documents = reverse("proposals:by_link", args=[token]) + "documents/"
    return mark_safe(led_through(content, files=stored, documents=documents))
