"""What a live room does by itself: watch what it rests on, save, and say that it is open."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable, Hashable
from datetime import datetime
from typing import Any, cast

from django.http import Http404
from django.utils import timezone

from contributions.enums import VersionKind
from contributions.models import Version
from people.models import User

from ..models import Room
from ..protocol.wire import Close
from ..record.base import Outside
from ..record.log import compact
from ..record.opening import OPEN_FOR, keep_open, merge_latest
from ..record.saving import Saved, save_now
from ..rules import Mode
from .bus import Bus
from .door import look_again
from .rooms import LiveRoom
from .seats import Seat
from .threads import saving, tending, watching
from .watch import fingerprint

logger = logging.getLogger(__name__)

#: Seconds: between two looks; after the last key, and at most, until words are saved;
#: between two signs of life.
WATCH_EVERY = 1.0
SAVE_AFTER, SAVE_WITHIN = 2.0, 10.0
_BEAT_EVERY = 5.0
#: Seconds at most between two tries of what fails.
_MOST_PAUSE = 30.0
_SILENCE = OPEN_FOR.total_seconds()


class Upkeep:
    """The tasks of one live room, from `start` to `stop`."""

    def __init__(self, room: LiveRoom, bus: Bus) -> None:
        self._room, self._bus = room, bus
        self._tasks: list[asyncio.Task[None]] = []
        #: What was seen at the last look: the facts, the state of the log, and who was here.
        self._facts: list[Any] | None = None
        self._log: Hashable = None
        self._seats: frozenset[Seat] = frozenset()
        #: Set when something may have been saved elsewhere; whoever merges clears it.
        self._elsewhere = asyncio.Event()
        #: The last version that people here know of, and since when they are here.
        self._version = 0
        self._began = timezone.now()

    def start(self) -> None:
        room = self._room
        works = [
            self._for_ever(self._watch), self._for_ever(self._beat),
            self._whenever(room.called, self._fetch), self._whenever(room.typed, self._save),
            self._whenever(self._elsewhere, self._merge), room.intake.scribe.run(),
        ]  # fmt: skip
        self._tasks = [asyncio.create_task(work) for work in works]

    async def stop(self) -> None:
        """Make durable and save what was typed, then let go of everything."""
        await self._room.intake.scribe.drained()
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        try:
            page_id, room_id = self._room.page_id, self._room.room_id
            await saving.of(page_id).do(_close, page_id, room_id, self._bus.alone)
        except Exception:
            logger.exception("Room %s was left as it is in the log", self._room.room_id)

    async def _for_ever(self, work: Callable[[], Awaitable[None]]) -> None:
        """A database that is away for a while ends nothing."""
        while True:
            try:
                await work()
            except Exception:
                logger.exception("Room %s goes on", self._room.room_id)
                await asyncio.sleep(WATCH_EVERY)

    async def _whenever(self, call: asyncio.Event, work: Callable[[], Awaitable[None]]) -> None:
        """Do it each time somebody calls; what failed is tried again, less and less often."""
        pause = WATCH_EVERY
        while True:
            await call.wait()
            try:
                await work()
                pause = WATCH_EVERY
            except Exception:
                logger.exception("Room %s tries again in %s s", self._room.room_id, pause)
                call.set()
                await asyncio.sleep(pause)
                pause = min(2 * pause, _MOST_PAUSE)

    # -- Watching --------------------------------------------------------------------------

    async def _watch(self) -> None:
        """Reads alone: what is written for it waits elsewhere."""
        await asyncio.sleep(WATCH_EVERY)
        room, seats = self._room, frozenset(self._room.seats)
        people = {seat.guest.person_id for seat in seats}
        sessions = {seat.guest.session_key for seat in seats}
        desk = watching.of(room.page_id)
        seen = await desk.do(fingerprint, room.page_id, people, sessions)
        *facts, log = cast(tuple[Any, ...], seen)
        if log != self._log:
            self._log = log
            room.called.set()
        # Who came in since the last look was welcomed by what was true before it.
        if facts == self._facts and seats == self._seats:
            return
        room.stand(await desk.do(look_again, room.page_id, people, sessions))
        if log is None:
            room.dismiss(Close.FORBIDDEN)
            return
        await self._tell_named()
        self._elsewhere.set()
        self._facts, self._seats = facts, seats

    async def _merge(self) -> None:
        self._elsewhere.clear()
        page_id = self._room.page_id
        try:
            outside = await tending.of(page_id).do(merge_latest, page_id)
        except Http404:
            self._room.dismiss(Close.FORBIDDEN)
            return
        if outside is not None:
            self._tell_outside(outside)

    async def _tell_named(self) -> None:
        """A version that somebody named while people write, in whichever process."""
        page_id = self._room.page_id
        named = await watching.of(page_id).do(_named_since, page_id, self._began, self._version)
        for version in named:
            self._room.tell_all("named", number=version.number, label=version.label)
            self._version = version.number

    async def _fetch(self) -> None:
        room = self._room
        room.called.clear()
        if await watching.of(room.page_id).do(_has_ended, room.room_id, room.epoch):
            room.dismiss(Close.OTHER_EPOCH)
        else:
            await room.catch_up()

    # -- Saving ----------------------------------------------------------------------------

    async def _save(self) -> None:
        await self._rest()
        self._room.typed.clear()
        page_id = self._room.page_id
        saved = await saving.of(page_id).do(_save_and_name, page_id)
        if saved is not None:
            self._tell_saved(*saved)

    async def _rest(self) -> None:
        """Until nobody has typed for a while, or for as long as words may wait."""
        loop = asyncio.get_running_loop()
        until = loop.time() + SAVE_WITHIN
        typed = self._room.typed
        while (left := until - loop.time()) > 0:
            typed.clear()
            try:
                # `wait_for` would miss that the room stops, if somebody typed at that moment.
                async with asyncio.timeout(min(SAVE_AFTER, left)):
                    await typed.wait()
            except TimeoutError:
                return

    def _tell_saved(self, saved: Saved, authors: list[dict[str, Any]]) -> None:
        self._room.tell_all(
            "saved", revision=saved.revision.pk, at=saved.at.isoformat(), authors=[],
            merged=saved.outside is not None, names={"authors": authors},
        )  # fmt: skip
        if saved.outside is not None:
            self._tell_outside(saved.outside)
            self._room.called.set()

    def _tell_outside(self, outside: Outside) -> None:
        report = outside.report
        if report is None:
            return
        self._room.tell_all(
            "outside", by="", at=outside.at.isoformat(), fields=list(report.fields),
            both=list(report.both_kept),
            names={"by": outside.by.public_name if outside.by else ""},
        )  # fmt: skip
        self._room.called.set()

    # -- Signs of life ---------------------------------------------------------------------

    async def _beat(self) -> None:
        room = self._room
        room.beat(silence=_SILENCE)
        if any(seat.mode is Mode.RW for seat in room.seats):
            until = timezone.now() + OPEN_FOR
            await tending.of(room.page_id).do(keep_open, room.room_id, until)
        await asyncio.sleep(_BEAT_EVERY)


def _named_since(page_id: int, began: datetime, last: int) -> list[Version]:
    versions = Version.objects.filter(record__page=page_id, kind=VersionKind.NAMED)
    return list(versions.filter(created_at__gte=began, number__gt=last).order_by("number"))


def _has_ended(room_id: int, epoch: int) -> bool:
    return not Room.objects.filter(pk=room_id, epoch=epoch, ended_at=None).exists()


def _save_and_name(page_id: int) -> tuple[Saved, list[dict[str, Any]]] | None:
    """What was saved, with the names of those who wrote it, most first."""
    saved = save_now(page_id)
    if saved is None:
        return None
    people = User.objects.in_bulk(list(saved.authors))
    most_first = sorted(saved.authors, key=lambda key: -saved.authors[key])
    named = [{"id": key, "name": people[key].public_name} for key in most_first if key in people]
    return saved, named


def _close(page_id: int, room_id: int, alone: bool) -> None:
    """The last one has left: a revision, a snapshot, and the ordinary editor is free."""
    save_now(page_id)
    if not Room.objects.filter(pk=room_id, ended_at=None).exists():
        return
    compact(room_id)
    if alone:
        Room.objects.filter(pk=room_id).update(open_until=None)
