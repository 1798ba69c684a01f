"""How far a date is from now, in the words that one would say aloud."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from kit.formats import day_words

_MONTH, _YEAR = 30, 365
#: Up to so many days are counted in days; up to so many, in months.
_IN_DAYS, _IN_MONTHS = 60, 730
#: A past event is said by its distance for a week, then by its day.
_LATELY = 7


def remaining_words(due: datetime, now: datetime) -> str:
    """`dans 3 jours`, `demain`, `en retard de 2 jours`.

    What is to come is counted in days of the reader's own calendar; what is late, in time
    gone by.
    """
    if due < now:
        return _late(now - due)
    days = (localtime(due).date() - localtime(now).date()).days
    if days == 0:
        return _today(due - now)
    return _("demain") if days == 1 else _ahead(days)


def elapsed_words(at: datetime, now: datetime) -> str:
    """`aujourd'hui`, `hier`, `il y a 3 jours`, and after a week the day itself."""
    days = (localtime(now).date() - localtime(at).date()).days
    if days <= 0:
        return _("aujourd'hui")
    if days == 1:
        return _("hier")
    if days > _LATELY:
        return _("le %(day)s") % {"day": day_words(localtime(at))}
    return ngettext("il y a %(count)s jour", "il y a %(count)s jours", days) % {"count": days}


def _today(left: timedelta) -> str:
    hours = left // timedelta(hours=1)
    if hours == 0:
        return _("aujourd'hui, dans moins d'une heure")
    words = ngettext(
        "aujourd'hui, dans %(count)s heure", "aujourd'hui, dans %(count)s heures", hours
    )
    return words % {"count": hours}


def _ahead(days: int) -> str:
    if days < _IN_DAYS:
        return ngettext("dans %(count)s jour", "dans %(count)s jours", days) % {"count": days}
    if days < _IN_MONTHS:
        months = days // _MONTH
        return ngettext("dans %(count)s mois", "dans %(count)s mois", months) % {"count": months}
    years = days // _YEAR
    return ngettext("dans %(count)s an", "dans %(count)s ans", years) % {"count": years}


def _late(since: timedelta) -> str:
    hours, days = since // timedelta(hours=1), since.days
    if hours == 0:
        return _("en retard de moins d'une heure")
    if days == 0:
        words = ngettext("en retard de %(count)s heure", "en retard de %(count)s heures", hours)
        return words % {"count": hours}
    if days < _IN_DAYS:
        words = ngettext("en retard de %(count)s jour", "en retard de %(count)s jours", days)
        return words % {"count": days}
    if days < _IN_MONTHS:
        months = days // _MONTH
        words = ngettext("en retard de %(count)s mois", "en retard de %(count)s mois", months)
        return words % {"count": months}
    years = days // _YEAR
    words = ngettext("en retard de %(count)s an", "en retard de %(count)s ans", years)
    return words % {"count": years}
