"""Hours of meetings, for the templates that show them."""

from __future__ import annotations

from datetime import datetime

from django import template

from meetings import times

register = template.Library()


@register.simple_tag
def meeting_time(start: datetime, end: datetime) -> str:
    """The day and hours of a meeting, for the reader."""
    return times.range_words(start, end)


@register.simple_tag
def paris_time(start: datetime, end: datetime) -> str:
    """The hours in Paris, empty for who has that clock."""
    return times.paris_words(start, end)


@register.filter(expects_localtime=True)
def long_day(moment: datetime) -> str:
    """`vendredi 22 novembre 2024`."""
    return times.long_day(moment)
