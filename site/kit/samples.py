"""Stand-ins for what templates are given: samples of patterns, never saved."""

from __future__ import annotations

from datetime import datetime, timedelta
from types import SimpleNamespace
from typing import Any

from django.utils import timezone
from wagtail.models import Page

HUES = ("garance", "ocre", "mousse", "paon", "outremer", "prune")


class Thing(SimpleNamespace):
    """Anything with the attributes that a template reads; it is called by its `title`."""

    def __str__(self) -> str:
        return str(self.title)

    def get_absolute_url(self) -> str:
        return "#"


def page(title: str, *, pk: int = 1, **facts: Any) -> Page:
    """A page that templates can link to, and that no database knows."""
    # With its number, it does not look up its type.
    sample = Page(pk=pk, title=title, draft_title=title, slug="exemple", live=True)
    sample.get_url = lambda request=None, current_site=None: "#"
    for name, value in facts.items():
        setattr(sample, name, value)
    return sample


def in_days(days: float) -> datetime:
    """So far from now, at a round hour: what deadlines say depends on the day."""
    return (timezone.now() + timedelta(days=days)).replace(minute=0, second=0, microsecond=0)


def on(day: str) -> datetime:
    """That day at noon."""
    return timezone.make_aware(datetime.fromisoformat(f"{day}T12:00"))
