"""How long the log of a finished edition is kept: its words stay in the revisions."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Max, Q

from ..models import ClientId, Period, Room, Update
from .opening import is_open

#: Long enough to find a word again after a publication; then nobody needs to know any
#: more who typed what at which minute.
KEPT_FOR = timedelta(days=90)


def purge(now: datetime) -> int:
    """Remove the log of epochs that ended with an edition long ago; how many rows.

    The edition in progress is kept whole, with every epoch that began in it. Refused words
    go with their epoch, and earlier once they were handled. Safe when run twice at once.
    """
    rows = sum(_purge_room(room_id, now) for room_id in _rooms_with_old_rows(now))
    handled = Update.objects.filter(refused=True, handled_at__lt=now - KEPT_FOR)
    return rows + handled.delete()[0]


def _rooms_with_old_rows(now: datetime) -> list[int]:
    old = Q(periods__ended_at__lt=now - KEPT_FOR) | Q(updates__at__lt=now - KEPT_FOR)
    return list(Room.objects.filter(old).order_by("pk").values_list("pk", flat=True).distinct())


@transaction.atomic
def _purge_room(room_id: int, now: datetime) -> int:
    room = (
        Room.objects.select_for_update(of=("self",))
        .select_related("page__record")
        .filter(pk=room_id)
        .first()
    )
    if room is None:
        return 0
    writing_since = room.page.record.edition_opened_at
    rows = 0
    for epoch, last in _last_in_epochs(room):
        of_this_edition = writing_since is not None and (
            epoch == room.epoch or last >= writing_since
        )
        if of_this_edition or last >= now - KEPT_FOR:
            continue
        if epoch == room.epoch:
            if is_open(room, now):
                continue
            _end(room, now)
        rows += _forget(room, epoch)
    return rows


def _last_in_epochs(room: Room) -> Iterator[tuple[int, datetime]]:
    """Each epoch with the moment of the last thing written in it."""
    last: dict[int, datetime] = {}
    for model, field in ((Update, "at"), (Period, "ended_at")):
        rows = model._default_manager.filter(room=room).order_by()
        for epoch, at in rows.values_list("epoch").annotate(Max(field)):
            last[epoch] = max(at, last.get(epoch, at))
    yield from sorted(last.items())


def _end(room: Room, now: datetime) -> None:
    """Whoever opens the room next begins an epoch from the words of the page."""
    room.ended_at, room.snapshot, room.base_body = now, b"", {}
    room.base_revision = room.base_at = None
    room.save()


def _forget(room: Room, epoch: int) -> int:
    return sum(
        model._default_manager.filter(room=room, epoch=epoch).delete()[0]
        for model in (Update, Period, ClientId)
    )
