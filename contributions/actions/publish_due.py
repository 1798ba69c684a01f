"""Publish what is due: the texts of a call that share a minute together, or none of them."""

from __future__ import annotations

import logging
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from django.db import OperationalError, transaction
from django.http import Http404

from contributions.actions.base import locked, write_event
from contributions.actions.publish import make_live
from contributions.enums import EventKind, Verb
from contributions.late import Why, is_noted, is_overdue, why_no_more
from contributions.lifecycle import state_of
from contributions.models.record import ContributionRecord
from contributions.models.versions import Version
from kit.clock import moment

if TYPE_CHECKING:
    from contributions.models import ContributionPage

logger = logging.getLogger(__name__)

#: How late a machine may be and the text still bear the minute that was announced; what
#: stayed private for longer was not public then.
AS_OF_THE_MINUTE = timedelta(days=1)


@dataclass(eq=False)
class _Stopped(Exception):
    """One text of a lot cannot be published; the others wait with it."""

    record: int
    why: Why


class _Busy(OperationalError):
    """Other processes hold the rows of one text of a lot."""

    def __init__(self, record: int) -> None:
        super().__init__(f"text {record}")
        self.record = record


def publish_due(now: datetime | None = None) -> list[Version]:
    """Publish every text whose minute has come, under the name of who scheduled it, if they
    still may: their mandate, and that they wrote nothing since, are asked again.

    The texts of a call at one minute come out in one transaction. When one cannot, none
    does: each keeps its minute and is tried again, a line of its life says why, once, and
    who scheduled it and the moderation are told; of a database that is busy, once nobody
    waits any more (`late.PATIENCE`). One lot holds back no other. Idempotent: a
    text published or cancelled by another process meanwhile is passed over.
    """
    when = moment(now)
    published: list[Version] = []
    for lot in _lots_due(when):
        try:
            published += _publish_together(lot, when)
        except _Stopped as stopped:
            _note(lot, stopped, when)
        except OperationalError as busy:
            # Another process holds the rows: the next minute tries again.
            logger.exception("Texts %s were due at %s: the database was busy", _keys(lot), when)
            if is_overdue(lot[0], when):
                which = busy.record if isinstance(busy, _Busy) else lot[0].pk
                broken = _Stopped(which, Why.BROKEN)
                broken.__cause__ = busy
                _note(lot, broken, when)
    return published


def _lots_due(when: datetime) -> Iterable[list[ContributionRecord]]:
    due = ContributionRecord.objects.filter(embargo_until__lte=when, trashed_at__isnull=True)
    lots: dict[tuple[datetime, str], list[ContributionRecord]] = {}
    # Locked in the order in which `publish_batch` locks them.
    for record in due.select_related("page").order_by("embargo_until", "page_id"):
        assert record.embargo_until is not None
        with_whom = f"call {record.call_id}" if record.call_id else f"text {record.pk}"
        lots.setdefault((record.embargo_until, with_whom), []).append(record)
    return lots.values()


def _publish_together(lot: list[ContributionRecord], when: datetime) -> list[Version]:
    with transaction.atomic():
        made = (_publish_if_due(record, when) for record in lot)
        return [version for version in made if version is not None]


def _publish_if_due(record: ContributionRecord, when: datetime) -> Version | None:
    try:
        with locked(record.page) as text:
            minute = text.record.embargo_until
            if minute is None or minute > when or not state_of(text).allows(Verb.PUBLISH):
                return None
            why = why_no_more(text)
            if why is not None:
                raise _Stopped(record.pk, why)
            at = minute if when - minute <= AS_OF_THE_MINUTE else when
            return make_live(text, by=text.record.scheduled_by, at=at)
    except Http404:
        return None
    except _Stopped:
        raise
    except OperationalError as busy:
        raise _Busy(record.pk) from busy
    except Exception as broken:
        raise _Stopped(record.pk, Why.BROKEN) from broken


def _note(lot: list[ContributionRecord], stopped: _Stopped, when: datetime) -> None:
    """Write in the life of each text of a lot why it did not come out; once for each reason.
    What cannot be written is tried again with the next minute, like the publication."""
    first = False
    for record in lot:
        why = stopped.why if record.pk == stopped.record else Why.TOGETHER
        try:
            with locked(record.page) as text:
                first |= _note_once(text, why, stopped.record, when)
        except Http404:
            continue
        except OperationalError:
            logger.exception("Text %s was due and not published: it could not be noted", record.pk)
    if first:
        logger.error(
            "Texts %s were due and not published: %s, because of text %s",
            _keys(lot), stopped.why, stopped.record, exc_info=stopped.__cause__,
        )  # fmt: skip


def _note_once(text: ContributionPage, why: Why, stopping: int, when: datetime) -> bool:
    minute = text.record.embargo_until
    if minute is None or minute > when or is_noted(text.record, minute, why):
        return False
    write_event(
        text, EventKind.PUBLICATION_FAILED, None, when, version=text.record.validated_version,
        minute=minute.isoformat(), why=why.value, stopping=stopping,
    )  # fmt: skip
    return True


def _keys(lot: list[ContributionRecord]) -> list[int]:
    return [record.pk for record in lot]
