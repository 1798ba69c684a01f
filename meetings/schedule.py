"""What dates and places a meeting may have: asked by forms, held by actions."""

from __future__ import annotations

from datetime import datetime, timedelta
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from django.conf import settings
from django.utils.translation import gettext as _

from kit.access import Refused

#: A meeting that lasts longer is a slip of the keyboard.
LONGEST = timedelta(hours=24)
#: Slots in one poll: more cannot be answered on a phone.
MOST_SLOTS = 20
LONGEST_TITLE = 200
_YEARS = range(2000, 2100)

PARIS = ZoneInfo(settings.TIME_ZONE)


def checked_times(starts_at: datetime, ends_at: datetime) -> tuple[datetime, datetime]:
    """Both moments, once they make a meeting. Raises Refused otherwise."""
    if starts_at.year not in _YEARS or ends_at.year not in _YEARS:
        raise Refused(_("Cette année est sans doute une faute de frappe."))
    if ends_at <= starts_at:
        raise Refused(_("La fin doit suivre le début."))
    if ends_at - starts_at > LONGEST:
        raise Refused(_("Une réunion dure au plus une journée : la fin est sans doute fausse."))
    return starts_at, ends_at


def checked_closing(closes_at: datetime, last: datetime, now: datetime) -> None:
    """Raises Refused for an end of answers that has passed, or after the last slot."""
    if not now < closes_at:
        raise Refused(_("La date limite des réponses est déjà passée."))
    if closes_at >= last:
        raise Refused(_("Les réponses doivent finir avant le dernier créneau."))


def checked_link(link: str) -> str:
    """`link` when it leads to a machine by https, or empty. Raises Refused otherwise."""
    link = link.strip()
    if not link:
        return ""
    try:
        parts = urlsplit(link)
        good = parts.scheme == "https" and bool(parts.hostname)
    except ValueError:
        good = False
    if not good or any(sign.isspace() or not sign.isprintable() for sign in link):
        raise Refused(_("Le lien doit commencer par https://."))
    return link


def checked_title(title: str) -> str:
    """A title on one line. Raises Refused when nothing is left of it, or too much."""
    words = " ".join(title.split())
    if not words:
        raise Refused(_("Une réunion a un titre."))
    if len(words) > LONGEST_TITLE:
        raise Refused(_("Ce titre est trop long."))
    return words
