"""The words that came too late: what they were, on the document as it stood.

Rows of one connection that were refused one after the other are one piece of writing.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import groupby

from pycrdt import Doc

from contributions.changes import Change, changes_between
from contributions.models import ContributionPage, Mask
from contributions.words import Piece, pieces_of
from kit.access import AnyUser
from people.models import User

from ..document.conversion import put_words, words_of
from ..document.crdt import new_doc
from ..enums import Handling, Refusal
from ..models import Room, Update
from ..rules import readers_of_refused
from .base import Words
from .foreign import readable_words, without_masked
from .replaying import holds_back, merged, steps_of

#: A longer silence makes two pieces of writing of one.
_SILENCE = timedelta(hours=1)
#: How many pieces of writing are shown.
_SHOWN = 50


@dataclass(frozen=True)
class Refused:
    """One piece of writing that was refused.

    `key`: its first update, by which actions know it. `changes`: what
    its words would have changed, block by block, on the document as it was; none when what
    it rested on is gone.
    """

    key: int
    epoch: int
    author: User | None
    began_at: datetime
    ended_at: datetime
    reason: Refusal
    handling: Handling | None
    handled_at: datetime | None
    handled_by: User | None
    changes: tuple[Change, ...]

    @property
    def is_waiting(self) -> bool:
        """Whether nobody has put these words back or set them aside yet."""
        return self.handling is None


def refused_words(room: Room, user: AnyUser) -> list[Refused]:
    """What of a room was refused and `user` may read, newest first; of very much, what
    waits before what was handled.

    Its author reads it while they are one of the text's people, and so does the
    coordination; everyone else gets an empty list. A constant number of queries for each
    epoch that something was refused in.
    """
    page = room.page
    may_read = readers_of_refused(user, page)
    pieces = pieces_of_writing(room)
    mine = [rows for rows in pieces if may_read(rows[0].person_id)]
    mine = sorted(mine, key=lambda rows: not rows[-1].handled)[-_SHOWN:]
    if not mine:
        return []
    draft = page.get_latest_revision_as_object()
    found, covers = [], Mask.objects.covers_of(room.page_id)
    for rows, before, after in _words_around(room, mine, pieces):
        readable = (readable_words(words, room, user, covers) for words in (before, after))
        changes = changes_between(*(_pieces(draft, words) for words in readable))
        found.append(_as_told(rows, tuple(changes)))
    return sorted(found, key=lambda piece: piece.key, reverse=True)


def words_around(room: Room, rows: list[Update]) -> tuple[Words, Words]:
    """The words of the document as it was, without one piece of writing and with it."""
    ((_rows, before, after),) = _words_around(room, [rows], pieces_of_writing(room))
    return without_masked(before, room), without_masked(after, room)


def count_waiting(room: Room, user: AnyUser) -> int:
    """How many refused pieces of writing wait for `user`, without reading their words."""
    if not Update.objects.filter(room=room, refused=True, handled="").exists():
        return 0
    may_read = readers_of_refused(user, room.page)
    pieces = pieces_of_writing(room)
    return sum(1 for rows in pieces if not rows[-1].handled and may_read(rows[0].person_id))


def pieces_of_writing(room: Room) -> list[list[Update]]:
    """The refused rows of a room without what they hold, a list for each piece of writing,
    oldest first; one query."""
    rows = Update.objects.filter(room=room, refused=True).defer("payload")
    rows = rows.select_related("person", "handled_by").order_by("epoch", "client", "pk")
    found: list[list[Update]] = []
    for _client, written in groupby(rows, key=lambda row: (row.epoch, row.client, row.person_id)):
        found += _between_silences(written)
    return sorted(found, key=lambda piece: piece[0].pk)


def _between_silences(rows: Iterable[Update]) -> Iterator[list[Update]]:
    piece: list[Update] = []
    for row in rows:
        if piece and not _go_together(piece[-1], row):
            yield piece
            piece = []
        piece.append(row)
    if piece:
        yield piece


def _go_together(before: Update, row: Update) -> bool:
    return row.at - before.at < _SILENCE and before.handled == row.handled


def _words_around(
    room: Room, wanted: list[list[Update]], pieces: list[list[Update]]
) -> Iterator[tuple[list[Update], Words, Words]]:
    """Each wanted piece with the words of the document before and after it."""
    payloads = _payloads_of(wanted)
    by_epoch = groupby(sorted(wanted, key=_epoch_and_last), key=lambda rows: rows[0].epoch)
    for epoch, of_epoch in by_epoch:
        doc: Doc = new_doc()
        steps = steps_of(room, epoch)
        ahead = next(steps, None)
        for rows in of_epoch:
            while ahead is not None and ahead.first <= rows[-1].pk:
                doc.apply_update(ahead.payload)
                ahead = next(steps, None)
            yield rows, *_words_with(room, doc, rows, payloads, pieces)


def _epoch_and_last(rows: list[Update]) -> tuple[int, int]:
    return rows[0].epoch, rows[-1].pk


def _payloads_of(pieces: Iterable[list[Update]]) -> dict[int, bytes]:
    """What refused updates hold, by their keys; one query."""
    keys = [row.pk for rows in pieces for row in rows]
    found = Update.objects.filter(pk__in=keys).values_list("pk", "payload")
    return {key: bytes(payload) for key, payload in found.iterator(chunk_size=2000)}


def _words_with(
    room: Room,
    doc: Doc,
    rows: list[Update],
    payloads: dict[int, bytes],
    pieces: list[list[Update]],
) -> tuple[Words, Words]:
    """The words of `doc`, and those with `rows`; what these rest on of other refused
    pieces is in both. `payloads` takes what had to be read of those."""
    own = [payloads[row.pk] for row in rows]
    before, after = _copy(doc), _copy(doc)
    if not all(_takes_in(after, payload) for payload in own):
        words = words_of(before, room.base_body)
        return words, words
    written = merged(own)
    if holds_back(after, written):
        others = [one for one in pieces if one is not rows and one[0].epoch == rows[0].epoch]
        payloads |= _payloads_of(one for one in others if one[0].pk not in payloads)
        for row in (row for other in others for row in other):
            _takes_in(before, payloads[row.pk])
        after = _copy(before)
        after.apply_update(written)
    return words_of(before, room.base_body), words_of(after, room.base_body)


def _takes_in(doc: Doc, payload: bytes) -> bool:
    """Apply an update, if the parser can: nobody applied it when it was refused."""
    try:
        doc.apply_update(payload)
    except BaseException as error:
        if isinstance(error, Exception) or type(error).__name__ == "PanicException":
            return False
        raise
    return True


def _copy(doc: Doc) -> Doc:
    copy: Doc = new_doc()
    copy.apply_update(doc.get_update())
    return copy


def _pieces(draft: ContributionPage, words: Words) -> list[Piece]:
    put_words(draft, words)
    return pieces_of(draft)


def _as_told(rows: list[Update], changes: tuple[Change, ...]) -> Refused:
    first, last = rows[0], rows[-1]
    return Refused(
        key=first.pk, epoch=first.epoch,
        author=first.person, began_at=first.at, ended_at=last.at,
        reason=Refusal(first.reason), handling=Handling(last.handled) if last.handled else None,
        handled_at=last.handled_at, handled_by=last.handled_by, changes=changes,
    )  # fmt: skip
