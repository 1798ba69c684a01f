"""People who write in a room, without a browser nor a socket: straight into the log."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from pycrdt import Doc, Map

from contributions.models import ContributionPage
from cowriting.models import Room
from cowriting.record.client_ids import client_for
from cowriting.record.log import Appended, Entry, append
from cowriting.record.opening import open_room
from cowriting.record.replaying import replay
from people.models import User
from tests.cast import fresh

Change = Callable[[Doc], object]


class Pen:
    """A person's own document of a room, and what they changed in it."""

    def __init__(self, text: ContributionPage | Room, person: User) -> None:
        room = text if isinstance(text, Room) else open_room(fresh(text), by=person)
        self.room, self.epoch, self.person = room, room.epoch, person
        self.client = client_for(room, person)
        self.doc: Doc = Doc(client_id=self.client)
        self.doc.apply_update(replay(room)[0].get_update())

    def change(self, *changes: Change, octets: int = 0, session_key: str = "") -> list[Entry]:
        """The updates of these changes, not sent yet."""
        written: list[bytes] = []
        watched = self.doc.observe(lambda event: written.append(event.update))
        for change in changes:
            with self.doc.transaction():
                change(self.doc)
        self.doc.unobserve(watched)
        return [
            Entry(self.person.pk, self.client, payload, octets, session_key) for payload in written
        ]

    def typed(self, words: str, field: str = "summary", **more: Any) -> list[Entry]:
        """Words at the end of a field of the page, a letter an update."""
        return [
            entry
            for letter in words
            for entry in self.change(adding(letter, field), octets=len(letter.encode()), **more)
        ]

    def send(self, entries: list[Entry]) -> Appended:
        return append(self.room.pk, self.epoch, entries)

    def type(self, words: str, field: str = "summary") -> Appended:
        return self.send(self.typed(words, field))


def adding(words: str, field: str = "summary") -> Change:
    def change(doc: Doc) -> None:
        text = doc.get("page", type=Map)[field]
        text += words

    return change


def cutting(start: int = 0, field: str = "summary") -> Change:
    """Take away what a field says from a byte on."""

    def change(doc: Doc) -> None:
        text = doc.get("page", type=Map)[field]
        del text[start : len(text)]

    return change


def choosing(block: str, choice: str, key: Any) -> Change:
    def change(doc: Doc) -> None:
        doc.get("blocks", type=Map)[block][choice] = key

    return change


def words(room: Room, field: str = "summary") -> str:
    """What the durable document says now."""
    room.refresh_from_db()
    return str(replay(room)[0].get("page", type=Map)[field])
