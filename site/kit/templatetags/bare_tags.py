"""What pages may use when anything else may have failed."""

from __future__ import annotations

from django import template
from django.contrib.staticfiles.storage import staticfiles_storage

register = template.Library()


@register.filter
def static_files_at_hand(names: str) -> list[str]:
    """The addresses of the static files in `names`; none at all when one has none.

    A manifest that is missing, or older than the templates, must not break the page
    that says that something broke.
    """
    try:
        return [staticfiles_storage.url(name) for name in names.split()]
    except Exception:
        return []
