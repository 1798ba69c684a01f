"""Write one part of a text by a plain form, beside people who write it live.

What was typed enters the shared document as its writer's own minimal change, through the
same log as everybody's: open rooms show it, and it is durable before it is acknowledged.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from hashlib import sha256
from typing import Any

from django.db import transaction
from django.utils import timezone

from contributions.models import ContributionPage
from contributions.records import lock_text
from people.models import User

from ..document import values
from ..document.conversion import words_of
from ..document.shape import SCHEMA
from ..enums import Refusal
from ..models import Room, SentPart
from ..protocol.inspection import UNLIMITED, inspect
from ..record.base import Words, merge_words
from ..record.log import Entry, append, lock_room
from ..record.opening import open_room
from ..record.replaying import replay
from ..record.saving import save_now
from ..rules import Mode, mode_for
from .forms import Shown, words_of_field
from .parts import Part, part_in, with_part, without

#: An update that says nothing.
_NOTHING = b"\x00\x00"


@dataclass(frozen=True)
class Both:
    """A field that two people changed: what stood there, and what was typed in the form.
    Both are in the text now."""

    name: str
    theirs: str
    yours: str


@dataclass(frozen=True)
class Written:
    """What became of a form: in the text, unless `refused` says why not.

    `kept`: whether refused words wait where their author finds them again; `again`: the
    same form had come before, and nothing was done a second time.
    """

    key: str
    both: list[Both] = field(default_factory=list)
    refused: Refusal | None = None
    kept: bool = True
    again: bool = False


def write_part(
    page: ContributionPage, *, by: User, shown: Shown, value: Mapping[str, Any]
) -> Written:
    """Put a part as it was typed into the text, merged with what changed since it was shown.

    The caller knows that `shown` was made for `by` and for this text. Safe to repeat; the
    same form with other words, sent after a step back in the browser, changes what it
    wrote before. A revision that holds the words is saved before it returns. Raises
    Http404 for a text that was deleted.
    """
    with transaction.atomic():
        lock_text(page.pk)
        sent = SentPart.objects.filter(pk=shown.key).first()
        if sent is not None and sent.digest == _digest(value):
            return _again(sent)
        if sent is not None and sent.value is not None:
            part = Part(shown.part.key, shown.part.kind, sent.value)
            shown = replace(shown, part=part, after=None)
        try:
            with transaction.atomic():
                written = _write(page, User.objects.get(pk=by.pk), shown, value)
        except _NotKept as not_kept:
            return Written(shown.part.key, refused=not_kept.reason, kept=False)
    save_now(page.pk)
    return written


class _NotKept(Exception):
    """Too much of this person's waits as refused already: nothing is written at all."""

    def __init__(self, reason: Refusal) -> None:
        super().__init__(reason)
        self.reason = reason


def _again(sent: SentPart) -> Written:
    both = [Both(*found) for found in sent.both]
    refused = Refusal(sent.refused) if sent.refused else None
    return Written(sent.block, both, refused, again=True)


def _digest(value: Mapping[str, Any]) -> str:
    spelled = json.dumps(value, sort_keys=True, ensure_ascii=False)
    return sha256(spelled.encode()).hexdigest()


def _write(page: ContributionPage, by: User, shown: Shown, value: Mapping[str, Any]) -> Written:
    room = _room_for(page, by)
    if room is None:
        return Written(shown.part.key, refused=Refusal.MOMENT, kept=False)
    doc, _last = replay(room)
    now = words_of(doc, room.base_body)
    base, theirs = _sides(now, shown, value)
    _report, client, payload = merge_words(room, doc, base, theirs, by)
    refused = None
    if payload != _NOTHING:
        entry = Entry(by.pk, client, payload, inspect(payload, UNLIMITED).octets)
        appended = append(room.pk, room.epoch, [entry])
        refused = appended.refused.get(0)
        if refused is not None and appended.dropped:
            raise _NotKept(refused)
    now_there = part_in(now, shown.part.key)
    both = [] if refused else _both(now_there, shown.part, value)
    _note(page, by, shown, value, both, refused)
    return Written(shown.part.key, both, refused)


def _note(
    page: ContributionPage,
    by: User,
    shown: Shown,
    value: Mapping[str, Any],
    both: list[Both],
    refused: Refusal | None,
) -> None:
    """Remember what came, so that it is written once."""
    facts: dict[str, Any] = {
        "person": by, "page": page, "block": shown.part.key, "digest": _digest(value),
        "both": [[found.name, found.theirs, found.yours] for found in both],
        "refused": refused or "", "at": timezone.now(),
    }  # fmt: skip
    if refused is None:
        facts["value"] = dict(value)
    SentPart.objects.update_or_create(pk=shown.key, defaults=facts)


def _room_for(page: ContributionPage, by: User) -> Room | None:
    """The text's room, opened for who may write in it; otherwise the one that exists: what
    is refused waits there."""
    text = ContributionPage.objects.get(pk=page.pk)
    if mode_for(by, text) is Mode.RW:
        return lock_room(open_room(text, by=by).pk)
    room = Room.objects.filter(page=page.pk, ended_at=None, schema=SCHEMA).first()
    return lock_room(room.pk) if room else None


def _sides(now: Words, shown: Shown, value: Mapping[str, Any]) -> tuple[Words, Words]:
    """The text as it is but for one part: as that was shown, and as it was typed."""
    typed = Part(shown.part.key, shown.part.kind, value)
    if shown.after is not None:
        return without(now, shown.part.key), with_part(now, typed, shown.after)
    base = with_part(now, shown.part)
    return base, with_part(base, typed)


def _both(now: Part | None, shown: Part, value: Mapping[str, Any]) -> list[Both]:
    """The fields that the text and the form both changed since it was shown, otherwise
    than each other."""
    if now is None or now.kind != shown.kind:
        return []
    found = []
    for name, kind in shown.fields.items():
        theirs, base, yours = (
            values.of_raw(kind, side.get(name)) for side in (now.value, shown.value, value)
        )
        if base not in (theirs, yours) and theirs != yours:
            words = (words_of_field(kind, side.get(name)) for side in (now.value, value))
            found.append(Both(name, *words))
    return found
