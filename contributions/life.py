"""The life of a text as one person may read it, a line an event.

What a line tells besides its kind (which group, which date, what ended) is states, dates
and names of groups alone: whoever follows the progress of a text reads them.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any

from django.utils.translation import gettext as _

from kit.access import AnyUser

from .enums import EventKind
from .late import words_on_failure
from .models import ContributionPage, ContributionRecord, TextEvent
from .moving import words_on_stopped
from .news import moved_date
from .selectors import STATE_EVENTS

Data = dict[str, Any]
Told = Callable[[AnyUser, ContributionPage], bool]


def _moved(data: Data) -> list[str]:
    groups = [_("De « %(left)s » à « %(joined)s »") % data] if "left" in data else []
    return [*groups, *words_on_stopped(data.get("stopped", {}))]


def _group(name: str) -> Callable[[Data], list[str]]:
    return lambda data: [str(data[name])] if data.get(name) else []


#: What a line of a kind tells besides it; rooms above add theirs with `tell_details`.
_OF: dict[str, Callable[[Data], list[str]]] = {
    EventKind.MOVED: _moved,
    EventKind.DATES_MOVED: lambda data: [moved_date(data)],
    EventKind.PUBLICATION_FAILED: lambda data: [words_on_failure(data)],
    EventKind.MOVE_ASKED: _group("group"),
    EventKind.MOVE_REFUSED: _group("group"),
    EventKind.MOVE_TAKEN_BACK: _group("group"),
    EventKind.ASSOCIATED: _group("joined"),
    EventKind.DISSOCIATED: _group("left"),
}


#: Who is told of a line of a kind at all, where it is not whoever follows the text.
_TOLD: dict[str, Told] = {}

#: Whose notes are between a centre, or who corrects, and those whose page they were typed on.
_NOTES_INSIDE = frozenset(
    {
        EventKind.SIGNATURE_WITHDRAWN, EventKind.CORRECTION_PROPOSED,
        EventKind.CORRECTION_REFUSED, EventKind.CORRECTION_CONTESTED,
        EventKind.CONTEST_SETTLED,
    }
)  # fmt: skip

#: What they tell besides the fact is for those who read the words of the text.
_DETAILS_WITH_WORDS = frozenset({EventKind.ROUND_CLOSED})


def tell_details(
    kind: EventKind, tell: Callable[[Data], list[str]], *, to: Told | None = None
) -> None:
    """Have lines of this kind say more, from the event's data; asked at start-up.

    Whoever follows the progress of a text reads it: dates, states and names of groups or
    centres, never words of the text. With `to`, whoever it answers yes for, and the actor,
    read the line, and nobody else.
    """
    _OF[kind] = tell
    if to is not None:
        _TOLD[kind] = to


def details_of(event: TextEvent) -> list[str]:
    """Short lines, in the language of who reads."""
    tell = _OF.get(event.kind)
    return tell(event.data) if tell else []


@dataclass(frozen=True)
class Line:
    """One line of a text's life, holding no more than its reader may see."""

    at: datetime
    what: str
    who: str = ""
    note: str = ""
    details: tuple[str, ...] = ()
    #: The number of the proposal that the words are about.
    proposal: int | None = None


def life_of(
    record: ContributionRecord,
    user: AnyUser,
    *,
    with_words: bool,
    with_names: bool,
    inside: bool = False,
) -> list[Line]:
    """What happened to a text, oldest first.

    Without `with_words`: states and dates alone, besides what `user` did and said.
    `with_names`: who acted, for those who may see the group's people. `inside`: what a
    meeting of the group decided too, which is told to the text's people alone.
    """
    lines, is_told = [], cache(lambda rule: rule(user, record.page))
    for event in record.events.select_related("actor"):
        own = event.actor_id is not None and event.actor_id == user.pk
        if event.kind == EventKind.DECIDED and not inside:
            continue
        rule = _TOLD.get(event.kind)
        follows = with_words or event.kind in STATE_EVENTS
        if not (own or (is_told(rule) if rule else follows)):
            continue
        names = own or (with_words and with_names)
        noted = own or (inside if event.kind in _NOTES_INSIDE else with_words)
        detailed = own or with_words or event.kind not in _DETAILS_WITH_WORDS
        lines.append(
            Line(
                event.at,
                event.get_kind_display(),
                event.actor.public_name if names and event.actor else "",
                event.note if noted else "",
                tuple(details_of(event)) if detailed else (),
                event.data.get("proposal") if with_words or own else None,
            )
        )
    return lines
