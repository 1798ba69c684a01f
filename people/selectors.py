"""Questions that pages ask of the directory."""

from __future__ import annotations

from django.db.models import QuerySet

from .models import Centre


def directory() -> QuerySet[Centre]:
    """The centres that the public knows, by name; demonstration centres come last."""
    return Centre.objects.published().order_by("is_demonstration", "name")
