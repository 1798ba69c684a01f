"""Publications that did not happen at their minute: which, and why."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from django.db.models import Q
from django.utils.translation import gettext as _

from .enums import EventKind
from .models.events import TextEvent
from .models.record import ContributionRecord
from .rules import can_publish
from .standing import Case

if TYPE_CHECKING:
    from .models import ContributionPage

#: `run_due` comes every minute; after as many, nobody waits for it any more.
PATIENCE = timedelta(minutes=5)


class Why(StrEnum):
    """What kept a text from being published at its minute."""

    HAND = "hand"  # who scheduled it has written in it since
    MANDATE = "mandate"  # who scheduled it may publish no more
    WITHDRAWAL = "withdrawal"  # its public text may be withdrawn: one person asked for it
    BROKEN = "broken"  # the machine could not
    TOGETHER = "together"  # another text of its lot could not


def why_no_more(page: ContributionPage) -> Why | None:
    """Why a text that was scheduled may not come out by itself today; None when it may.

    The rule of publishing is asked again: hours or weeks may lie between.
    """
    if page.record.withdrawal_asked_by_id is not None:
        return Why.WITHDRAWAL
    person = page.record.scheduled_by
    if person is None or not person.is_active:
        return Why.MANDATE
    if can_publish(person, page):
        return None
    case = Case(person, page)
    return Why.HAND if case.moderator or case.superuser else Why.MANDATE


def is_noted(record: ContributionRecord, minute: datetime, why: Why) -> bool:
    """Whether the life of a text says already that it failed at this minute for this reason."""
    last = record.events.filter(kind=EventKind.PUBLICATION_FAILED).order_by("-pk").first()
    told = {"minute": minute.isoformat(), "why": why.value}
    return last is not None and told.items() <= last.data.items()


def is_overdue(record: ContributionRecord, at: datetime) -> bool:
    """Whether a text that waits for its minute should be public by now."""
    return record.embargo_until is not None and record.embargo_until < at - PATIENCE


def is_late(at: datetime) -> Q:
    """Of records: those that should be public by now, and are not."""
    return Q(embargo_until__lt=at - PATIENCE) | Q(
        embargo_until__lte=at, events__kind=EventKind.PUBLICATION_FAILED
    )


def last_failures(records: Iterable[ContributionRecord]) -> dict[int, TextEvent]:
    """The last failure of each of these texts at the minute that it still has; one query."""
    minutes = {record.pk: record.embargo_until for record in records}
    events = TextEvent.objects.filter(record__in=minutes, kind=EventKind.PUBLICATION_FAILED)
    found: dict[int, TextEvent] = {}
    for event in events.order_by("pk"):
        minute = minutes[event.record_id]
        if minute is not None and event.data.get("minute") == minute.isoformat():
            found[event.record_id] = event
    return found


def words_on_failure(data: dict[str, Any]) -> str:
    """Why it did not come out, from the data of the event."""
    match data.get("why"):
        case Why.HAND:
            return _("La personne qui l'a programmé a mis la main au texte depuis : une autre doit décider.")  # fmt: skip
        case Why.MANDATE:
            return _("La personne qui l'a programmé ne peut plus publier : une autre doit décider.")
        case Why.WITHDRAWAL:
            return _("Le retrait du texte publié est demandé : sa suite est à décider avant.")
        case Why.TOGETHER:
            return _("Un autre texte du même lot (n° %(stopping)s) n'a pas pu sortir.") % data
    return _("Une erreur technique l'empêche ; un nouvel essai a lieu chaque minute.")
