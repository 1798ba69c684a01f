"""Dates that somebody must keep, for the templates that show them."""

from __future__ import annotations

from datetime import datetime

from django import template
from django.utils import timezone

from groups.countdown import elapsed_words, remaining_words
from kit.formats import hour_words

register = template.Library()


@register.filter
def remaining(due: datetime | None) -> str:
    """How far away a date is: `dans 3 jours`, `en retard de 2 jours`; empty without one."""
    return remaining_words(due, timezone.now()) if due else ""


@register.filter
def ago(at: datetime | None) -> str:
    """How long ago something happened: `hier`, `il y a 3 jours`; empty without a date."""
    return elapsed_words(at, timezone.now()) if at else ""


@register.filter
def is_over(due: datetime | None) -> bool:
    return due is not None and due < timezone.now()


@register.filter(expects_localtime=True)
def hour(value: datetime | None) -> str:
    """`18 h 30`, or `18:30`; empty without a moment."""
    return hour_words(value) if value else ""
