"""How a text was written: its moments, and what it said at each of them.

A moment is an hour in which somebody wrote, by the clock, as the log keeps it once it is
compacted; after some days, a day. It is known by its last update, and an address with any
update of it leads to it, so that what was an hour yesterday is found in its day.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby

from django.core.cache import cache
from django.db.models import Max
from pycrdt import Doc

from contributions.models import ContributionPage
from contributions.words import Piece, pieces_of

from ..document.conversion import put_words, words_of
from ..document.crdt import new_doc
from ..models import Period, Room, Update
from ..protocol.inspection import UNLIMITED, inspect
from ..record.base import Words
from ..record.client_ids import writers_of
from ..record.replaying import Step, rows_of, steps_of
from .shadows import seed_in

#: In seconds; what was masked or purged is not remembered for long.
_KEPT_FOR = 300


@dataclass(frozen=True)
class Moment:
    """`last`: its last update; `octets`: who wrote how many bytes of words in it.

    With `begins`, it is what the document of an epoch began with, and nobody's."""

    epoch: int
    first: int
    last: int
    began_at: datetime
    ended_at: datetime
    octets: dict[int, int]
    begins: bool = False

    @property
    def people(self) -> list[int]:
        """Who wrote in it, by how much."""
        return sorted(self.octets, key=lambda person: (-self.octets[person], person))


def moments_of(room: Room) -> list[Moment]:
    """The moments of a text, oldest first, former epochs included."""
    return [moment for epoch in epochs_of(room) for moment in _moments(room, epoch)]


def epochs_of(room: Room) -> list[int]:
    """The epochs of which something can be replayed, oldest first."""
    found = set(Period.objects.filter(room=room).values_list("epoch", flat=True))
    found |= set(Update.objects.filter(room=room, refused=False).values_list("epoch", flat=True))
    return sorted(found)


def _moments(room: Room, epoch: int) -> Iterator[Moment]:
    """What the document began with is a moment of its own, wherever the log keeps it."""
    steps = list(steps_of(room, epoch))
    if not steps:
        return
    seed = steps[0]
    at = seed.began_at
    yield Moment(epoch, seed.first, seed.first, at, at, {}, begins=True)
    writers = writers_of(room, epoch)
    written = steps if seed.last > seed.first else steps[1:]
    for _hour, together in groupby(written, key=lambda step: _hour_of(step.began_at)):
        yield _moment(epoch, list(together), seed.first, writers)


def _hour_of(at: datetime) -> datetime:
    return at.replace(minute=0, second=0, microsecond=0)


def _moment(epoch: int, steps: list[Step], seed: int, writers: dict[int, int]) -> Moment:
    octets: dict[int, int] = {}
    for step in steps:
        for person, count in (step.octets or _outside(step, writers)).items():
            octets[person] = octets.get(person, 0) + count
    first = max(steps[0].first, seed + 1)
    return Moment(epoch, first, steps[-1].last, steps[0].began_at, steps[-1].ended_at, octets)


def _outside(step: Step, writers: dict[int, int]) -> dict[int, int]:
    """Who wrote what the server took in from a revision that was saved elsewhere."""
    inspection = inspect(step.payload, UNLIMITED)
    people = {writers[client] for client in inspection.clients if client in writers}
    return {person: inspection.octets // len(people) for person in people}


def moment_of(moments: Iterable[Moment], update: int) -> Moment | None:
    """The moment that holds an update of the log."""
    return next((moment for moment in moments if moment.first <= update <= moment.last), None)


def last_before(moments: Iterable[Moment], update: int) -> Moment | None:
    """The last moment that holds nothing newer than an update."""
    return max((m for m in moments if m.last <= update), key=lambda m: m.last, default=None)


def words_at(room: Room, moment: Moment) -> Words:
    """What the document said when a moment ended."""
    key = f"cowriting:words:{room.pk}:{moment.epoch}:{moment.last}"
    words: Words | None = cache.get(key)
    if words is None:
        words = words_of(_document_at(room, moment), room.base_body)
        cache.set(key, words, _KEPT_FOR)
    return words


def _document_at(room: Room, moment: Moment) -> Doc:
    doc: Doc = new_doc()
    for step in steps_of(room, moment.epoch):
        if moment.begins:
            doc.apply_update(_seed_of(room, moment.epoch, step))
            return doc
        if step.first > moment.last:
            return doc
        doc.apply_update(step.payload)
    return doc


def _seed_of(room: Room, epoch: int, step: Step) -> bytes:
    """What an epoch began with: the server wrote it, and nobody else under its client id."""
    writers = writers_of(room, epoch)
    lengths = {
        client: sum(length for _clock, length in ranges)
        for client, ranges in inspect(step.payload, UNLIMITED).ranges.items()
        if client not in writers
    }
    return seed_in(step.payload, max(lengths, key=lambda client: lengths[client], default=0))


def pieces_at(page: ContributionPage, words: Words, ranks: Mapping[str, int]) -> list[Piece]:
    """The words of a document as its page would tell them."""
    draft = page.get_latest_revision_as_object()
    put_words(draft, words)
    return pieces_of(draft, ranks)


def last_update(room: Room) -> int | None:
    """The key of the last update of the present epoch that is part of the document."""
    last: int | None = rows_of(room).aggregate(last=Max("pk"))["last"]
    return last
