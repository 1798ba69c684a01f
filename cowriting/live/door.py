"""Who comes into a room, and who of those in it may stay."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from django.http import Http404

from contributions.enums import Verb
from contributions.lifecycle import state_of
from contributions.models import ContributionPage
from people.models import User

from ..document.shape import SCHEMA
from ..enums import Refusal
from ..models import Room
from ..protocol.wire import Close
from ..record.client_ids import TooMany, client_for
from ..record.opening import open_room
from ..rules import Mode, admit, modes_of, page_for_rules
from ..sessions import people_of


class Closed(Exception):
    """The door stays shut; `code` says why."""

    def __init__(self, code: int) -> None:
        super().__init__(code)
        self.code = code


@dataclass(frozen=True)
class Knock:
    """What a browser says when it comes; the numbers are None when it says none."""

    page_id: int
    session_key: str
    epoch: int | None = None
    schema: int | None = None
    former: int | None = None


@dataclass(frozen=True)
class Guest:
    """Somebody at the door of a room, whose document is ready for them."""

    room_id: int
    epoch: int
    person_id: int
    name: str
    session_key: str
    mode: Mode


def welcome(knock: Knock) -> Guest:
    """Who knocks, once they may come in. Raises Closed.

    A superuser's visit is noted in the life of the text; the document is made, or brought
    up to date with what was saved elsewhere.
    """
    person_id = people_of([knock.session_key]).get(knock.session_key)
    if person_id is None:
        raise Closed(Close.SIGN_IN)
    person = User.objects.get(pk=person_id)
    try:
        page = page_for_rules(knock.page_id)
    except ContributionPage.DoesNotExist:
        raise Closed(Close.FORBIDDEN) from None
    mode = admit(person, page)
    if mode.close_code is not None:
        raise Closed(mode.close_code)
    if knock.schema != SCHEMA:
        raise Closed(Close.OTHER_SCHEMA)
    room = _ready(page, person)
    if knock.epoch not in (None, room.epoch):
        raise Closed(Close.OTHER_EPOCH)
    return Guest(room.pk, room.epoch, person_id, person.public_name, knock.session_key, mode)


def _ready(page: ContributionPage, person: User) -> Room:
    try:
        return open_room(page, by=person)
    except Http404:
        raise Closed(Close.FORBIDDEN) from None


def give_client(guest: Guest, former: int | None) -> int:
    """The client id of a connection. Raises Closed when the epoch ended meanwhile, or for
    somebody who took too many lately."""
    room = Room.objects.get(pk=guest.room_id)
    if room.epoch != guest.epoch:
        raise Closed(Close.OTHER_EPOCH)
    try:
        return client_for(room, User.objects.get(pk=guest.person_id), former)
    except TooMany:
        raise Closed(Close.SLOW) from None


@dataclass(frozen=True)
class Standing:
    """How people may be in a room now. `modes` is by person, `signed_in` by session;
    `reason` is why who only reads does not write. `people` and `sessions` are those whom
    it was read for."""

    modes: Mapping[int, Mode]
    signed_in: Mapping[str, int]
    reason: str
    people: Collection[int]
    sessions: Collection[str]

    def of(self, person_id: int, session_key: str) -> Mode | None:
        """None for somebody who came in while it was read: it says nothing of them."""
        if person_id not in self.people or session_key not in self.sessions:
            return None
        if self.signed_in.get(session_key) != person_id:
            return Mode.SIGNED_OUT
        return self.modes.get(person_id, Mode.FORBIDDEN)


def look_again(page_id: int, person_ids: set[int], session_keys: set[str]) -> Standing:
    """How these people may be in the room of a text, read afresh in a few queries."""
    signed_in = people_of(session_keys)
    try:
        page = page_for_rules(page_id)
    except ContributionPage.DoesNotExist:
        return Standing({}, signed_in, Refusal.RIGHTS.value, person_ids, session_keys)
    drafting = state_of(page).allows(Verb.EDIT)
    reason = Refusal.RIGHTS if drafting else Refusal.MOMENT
    modes = modes_of(person_ids, page)
    return Standing(modes, signed_in, reason.value, person_ids, session_keys)
