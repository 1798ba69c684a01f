"""People who type in a room, without a server between them and the log."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.core.cache import cache
from pycrdt import Doc, Map, Text, XmlElement, XmlText

from contributions.actions.write import write
from contributions.models import ContributionPage
from cowriting.document.reading import root
from cowriting.models import Room
from cowriting.protocol.inspection import UNLIMITED, inspect
from cowriting.record.client_ids import new_client
from cowriting.record.log import Appended, Entry, append
from cowriting.record.opening import open_room
from cowriting.record.replaying import replay
from people.models import User
from tests.cast import Cast, draft, fresh

Change = Callable[[Doc[Any]], None]


def begun(cast: Cast, summary: str = "Début.") -> ContributionPage:
    """A draft with a summary, of which nothing is remembered from another test."""
    cache.clear()
    page = draft(cast)
    write(page, by=cast.member, summary=summary)
    return fresh(page)


def room_of(page: ContributionPage) -> Room:
    return Room.objects.get(page=page.pk)


def write_in_room(
    page: ContributionPage, by: User, change: Change, *, at: datetime | None = None
) -> Appended:
    """Have `by` do something to the document; it is durable, or refused, at once."""
    room = open_room(page, by=by)
    return late(room, by, change, at=at)


def late(room: Room, by: User, change: Change, *, at: datetime | None = None) -> Appended:
    """The same in a room as it is, whatever became of its text."""
    client = new_client(room, by)
    own: Doc[Any] = Doc(client_id=client)
    own.apply_update(replay(room)[0].get_update())
    written: list[bytes] = []
    watched = own.observe(lambda event: written.append(event.update))
    with own.transaction():
        change(own)
    own.unobserve(watched)
    octets = sum(inspect(update, UNLIMITED).octets for update in written)
    (payload,) = written
    return append(room.pk, room.epoch, [Entry(by.pk, client, payload, octets, at=at)])


def in_slot(key: str, slot: str, words: str, place: int | None = None) -> Change:
    """Type in a plain slot of a block; at its end, or at a place in UTF-8 bytes."""

    def change(doc: Doc[Any]) -> None:
        text = root(doc, "blocks")[key][slot]
        assert isinstance(text, Text)
        text.insert(len(text) if place is None else place, words)

    return change


def in_page(name: str, words: str, place: int | None = None) -> Change:
    """Type in a field of the page."""

    def change(doc: Doc[Any]) -> None:
        text = root(doc, "page")[name]
        text.insert(len(text) if place is None else place, words)

    return change


def in_rich(key: str, words: str, place: int | None = None) -> Change:
    """Type in the first paragraph of a block's formatted words."""

    def change(doc: Doc[Any]) -> None:
        text = first_text(root(doc, "blocks")[key])
        text.insert(len(text) if place is None else place, words)

    return change


def first_text(block: Map[Any]) -> XmlText:
    paragraph = block["text"].children[0]
    assert isinstance(paragraph, XmlElement)
    words = paragraph.children[0]
    assert isinstance(words, XmlText)
    return words
