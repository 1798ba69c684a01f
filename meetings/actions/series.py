"""Meetings that come back: begin, go on ahead of time, change or end what follows."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta

from django.db import transaction
from django.db.models import F, Q
from django.utils.translation import gettext as _

from groups.models import WorkingGroupPage
from kit.access import Refused, forget, require
from kit.clock import moment
from meetings import rules
from meetings.actions.base import TooLate, locked_meeting, write_log
from meetings.actions.change import Facts, apply, cancel, require_ahead
from meetings.models import Meeting, Series
from meetings.recurrence import AHEAD, first_starts, starts_of
from meetings.signals import meeting_cancelled, meeting_fixed, meeting_moved
from people.models import User

_TICK = timedelta(seconds=1)


def plan_series(
    group: WorkingGroupPage, facts: Facts, rhythm: str, *, by: User,
    until: datetime | None = None, at: datetime | None = None,
) -> Series:  # fmt: skip
    """Plan a meeting that comes back; the group's members are told once.

    Raises Refused for dates that make no sense, or what `require` raises.
    """
    when, facts = moment(at), facts.checked()
    if until is not None and until <= facts.starts_at:
        raise Refused(_("La série finirait avant sa première réunion."))
    with transaction.atomic():
        group = WorkingGroupPage.objects.select_related("record").get(pk=group.pk)
        forget(by)
        require(rules.verdict_on_planning(by, group))
        series = _begin(group, facts, rhythm, by, until, when)
        _generate(series, series.starts_at - _TICK, max(when, series.starts_at) + AHEAD, when)
        first = series.meetings.order_by("recurrence_at")[0]
        write_log(first, "plan", by)
        meeting_fixed.send(sender=Meeting, meeting=first, by=by, at=when, series=series)
    return series


def _begin(
    group: WorkingGroupPage, facts: Facts, rhythm: str, by: User | None,
    until: datetime | None, when: datetime,
) -> Series:  # fmt: skip
    return Series.objects.create(
        group=group, title=facts.title, place=facts.place, link=facts.link, rhythm=rhythm,
        starts_at=facts.starts_at, ends_at=facts.ends_at, until=until, created_by=by,
        changed_at=when,
    )  # fmt: skip


def _generate(series: Series, after: datetime, until: datetime, when: datetime) -> int:
    """Make the meetings of a locked or new series up to `until`; how many there are."""
    starts = starts_of(series, after, until)
    length = series.ends_at - series.starts_at
    made = Meeting.objects.bulk_create(
        Meeting(
            group_id=series.group_id, series=series, title=series.title, place=series.place,
            link=series.link, uid=series.uid, starts_at=start, ends_at=start + length,
            recurrence_at=start, created_by_id=series.created_by_id, created_at=when,
            changed_at=when,
        )
        for start in starts
    )  # fmt: skip
    series.generated_until = until
    series.save(update_fields=["generated_until"])
    return len(made)


def extend_series(now: datetime) -> int:
    """Make the meetings of every series that come within view; how many there are.

    Those of a closed group wait; what passed meanwhile is not made afterwards.
    """
    made = 0
    due = Series.objects.filter(
        Q(until__isnull=True) | Q(until__gt=F("generated_until")),
        generated_until__lt=now + AHEAD - timedelta(days=7),
        group__record__closed_at__isnull=True,
    )
    for key in due.order_by("pk").values_list("pk", flat=True):
        with transaction.atomic():
            series = due.select_for_update(of=("self",)).filter(pk=key).first()
            if series is not None:
                after = max(series.generated_until or series.starts_at, now)
                made += _generate(series, after, now + AHEAD, now)
    return made


@contextmanager
def _following(
    meeting: Meeting, by: User, when: datetime
) -> Iterator[tuple[Series, Meeting, list[Meeting]]]:
    """A series, one of its meetings still ahead, and those from it on, cancelled or not, all
    locked. What its rule no longer reaches, since it was ended before, is not among them."""
    with locked_meeting(meeting, by) as fresh:
        require(rules.verdict_on_managing(by, fresh))
        require_ahead(fresh, when)
        if fresh.series_id is None or fresh.recurrence_at is None:
            raise Refused(_("Cette réunion ne fait pas partie d'une série."))
        series = Series.objects.select_for_update().get(pk=fresh.series_id)
        if series.until is not None and fresh.recurrence_at > series.until:
            raise Refused(_("Cette réunion ne fait pas partie d'une série."))
        rows = Meeting.objects.select_for_update().filter(
            series=series, recurrence_at__gte=fresh.recurrence_at
        )
        if series.until is not None:
            rows = rows.filter(recurrence_at__lte=series.until)
        yield series, fresh, list(rows.order_by("recurrence_at"))


def _end_before(series: Series, start: datetime | None, when: datetime) -> None:
    assert start is not None
    series.until, series.changed_at = start - _TICK, when
    series.sequence += 1
    series.save(update_fields=["until", "changed_at", "sequence"])


def change_following(
    meeting: Meeting, facts: Facts, *, by: User, seen: int | None = None,
    at: datetime | None = None,
) -> Series:  # fmt: skip
    """Give a meeting and all that follow other facts: another series begins there.

    Rows stay, with their addresses and agendas; what was changed of one alone stays too.
    Facts that are the rule's already change nothing. Raises as `change_meeting` does.
    """
    when, facts = moment(at), facts.checked()
    with _following(meeting, by, when) as (old, fresh, rows):
        if facts == Facts.of(fresh) == _ruled(old, fresh):
            return old
        if seen is not None and seen != fresh.sequence:
            raise TooLate(_("Une autre personne vient de modifier cette réunion."))
        ranks, until = _ranks(old, rows), old.until
        _end_before(old, fresh.recurrence_at, when)
        # Without an end while the rows that stand are given their dates.
        series = _begin(fresh.group, facts, old.rhythm, by, None, when)
        starts = first_starts(series, ranks[-1] + 1)
        for row, rank in zip(rows, ranks, strict=True):
            told = facts if row.pk == fresh.pk else _carried(old, row, facts, starts[rank])
            row.series, row.uid, row.recurrence_at = series, series.uid, starts[rank]
            row.save(update_fields=["series", "uid", "recurrence_at"])
            apply(row, told, when)
        series.until = max(until, starts[-1]) if until else None
        series.generated_until = starts[-1]
        series.save(update_fields=["until", "generated_until"])
        write_log(fresh, "move", by)
        following = len([row for row in rows if not row.is_cancelled]) - 1
        meeting_moved.send(sender=Meeting, meeting=rows[0], by=by, at=when, following=following)
    return series


def _ranks(series: Series, rows: list[Meeting]) -> list[int]:
    """Which occurrence of its series each row is, counted from the first of `rows`: the rule
    may have skipped some while the group was closed."""
    first, last = rows[0].recurrence_at, rows[-1].recurrence_at
    assert first is not None
    assert last is not None
    found = starts_of(series, first - _TICK, last)
    ranks = {start.astimezone(UTC): rank for rank, start in enumerate(found)}
    return [ranks[row.recurrence_at] for row in rows if row.recurrence_at]


def _ruled(series: Series, meeting: Meeting) -> Facts:
    """What a meeting is as long as nobody changed it alone."""
    start = meeting.recurrence_at
    assert start is not None
    end = start + (series.ends_at - series.starts_at)
    return Facts(series.title, start, end, series.place, series.link)


def _carried(old: Series, row: Meeting, facts: Facts, start: datetime) -> Facts:
    """The new facts of a meeting that follows, besides what was changed of it alone."""
    rule = _ruled(old, row)
    starts_at, ends_at = start, start + (facts.ends_at - facts.starts_at)
    if (row.starts_at, row.ends_at) != (rule.starts_at, rule.ends_at):
        starts_at, ends_at = row.starts_at, row.ends_at
    return Facts(
        facts.title if row.title == rule.title else row.title, starts_at, ends_at,
        facts.place if row.place == rule.place else row.place,
        facts.link if row.link == rule.link else row.link,
    )  # fmt: skip


def cancel_following(
    meeting: Meeting, *, by: User, reason: str = "", at: datetime | None = None
) -> int:
    """Cancel a meeting and all that follow; how many there were."""
    when = moment(at)
    with _following(meeting, by, when) as (series, fresh, found):
        rows = [row for row in found if not row.is_cancelled]
        _end_before(series, fresh.recurrence_at, when)
        for row in rows:
            cancel(row, reason, when)
        write_log(fresh, "cancel", by)
        meeting_cancelled.send(
            sender=Meeting, meeting=rows[0], by=by, at=when, following=len(rows) - 1
        )
    return len(rows)
