"""A deadline is a day: it ends when that day ends for the westernmost member."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.conf import settings
from django.utils import timezone
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from kit.formats import hour_words, moment_words

from .models import Membership


def westernmost_zone() -> ZoneInfo:
    """The time zone, among today's members' and the site's, where a day ends last."""
    people = Membership.objects.current().order_by("person__time_zone")
    names = set(people.values_list("person__time_zone", flat=True).distinct())
    now = timezone.now()
    zones = [ZoneInfo(name) for name in sorted(names | {settings.TIME_ZONE})]
    return min(zones, key=lambda zone: now.astimezone(zone).replace(tzinfo=None))


def end_of_day(day: date, zone: ZoneInfo) -> datetime:
    """The last minute of `day` in `zone`."""
    return datetime.combine(day, time(23, 59), tzinfo=zone)


def days_after(since: datetime, days: int) -> datetime:
    """The end of the day so many days after `since`: a date that nobody chose."""
    west = westernmost_zone()
    return end_of_day(since.astimezone(west).date() + timedelta(days=days), west)


def in_both_zones(moment: datetime) -> str:
    """A moment at Paris time, and at that of the person spoken to when it differs."""
    own, paris = localtime(moment), localtime(moment, ZoneInfo(settings.TIME_ZONE))
    words = moment_words(paris)
    if own.replace(tzinfo=None) == paris.replace(tzinfo=None):
        return words
    if own.date() == paris.date():
        here = _("(heure de Paris), soit %(own_hour)s chez vous") % {"own_hour": hour_words(own)}
    else:
        here = _("(heure de Paris), soit %(own)s chez vous") % {"own": moment_words(own)}
    return f"{words} {here}"
