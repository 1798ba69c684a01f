"""Ask a group's members which of several dates suit them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from groups.models import WorkingGroupPage
from kit.access import Refused, forget, require
from kit.clock import moment
from meetings import rules
from meetings.models import Poll, Slot
from meetings.schedule import (
    MOST_SLOTS,
    checked_closing,
    checked_link,
    checked_times,
    checked_title,
)
from meetings.signals import poll_opened
from people.models import User

Times = tuple[datetime, datetime]


def open_poll(
    group: WorkingGroupPage,
    title: str,
    slots: Sequence[Times],
    *,
    by: User,
    closes_at: datetime,
    place: str = "",
    link: str = "",
    at: datetime | None = None,
    ref: str = "",
    is_demonstration: bool = False,
) -> Poll:
    """Open a poll over `slots` until `closes_at`; the group's members are told.

    Raises Refused for dates that make no choice, or what `require` raises.
    """
    when = moment(at)
    times = checked_slots(slots, when)
    checked_closing(closes_at, times[-1][1], when)
    with transaction.atomic():
        group = WorkingGroupPage.objects.select_related("record").get(pk=group.pk)
        forget(by)
        require(rules.verdict_on_planning(by, group))
        poll = Poll.objects.create(
            group=group, title=checked_title(title), place=place.strip(),
            link=checked_link(link), closes_at=closes_at, created_by=by, created_at=when,
            ref=ref, is_demonstration=is_demonstration,
        )  # fmt: skip
        Slot.objects.bulk_create(
            Slot(poll=poll, starts_at=start, ends_at=end) for start, end in times
        )
        poll_opened.send(sender=Poll, poll=poll, by=by, at=when)
    return poll


def checked_slots(slots: Sequence[Times], when: datetime) -> list[Times]:
    """The slots in their order, each once. Raises Refused when they make no choice."""
    if len(slots) > MOST_SLOTS:
        words = ngettext("Au plus %(count)s créneau.", "Au plus %(count)s créneaux.", MOST_SLOTS)
        raise Refused(words % {"count": MOST_SLOTS})
    starts = dict(sorted(checked_times(start, end) for start, end in slots))
    if len(starts) < 2:
        raise Refused(_("Proposez au moins deux créneaux différents."))
    if min(starts) <= when:
        raise Refused(_("Un des créneaux est déjà passé."))
    return list(starts.items())
