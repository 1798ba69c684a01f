"""The files of a version, at addresses that a reviewer's link opens."""

from __future__ import annotations

from django import template
from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe

from media.leading import led_through

register = template.Library()


@register.simple_block_tag
def files_by_link(content: str, token: str) -> SafeString:
    """A text with the addresses of its images and documents led through a link."""
    stored = reverse("discussion:review_file", args=[token, "-"]).removesuffix("-")
    documents = reverse("discussion:review", args=[token]) + "documents/"
    return mark_safe(led_through(content, files=stored, documents=documents))  # rendered already
