"""Who is in a room and where their caret is; nobody speaks for anybody else."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from ..protocol.lib0 import Malformed, parse_json
from ..protocol.wire import State

#: How many colours people are told apart by; the browser says which ones.
COLOURS = 8
_FIELD_LENGTH = 200
_POSITION_LENGTH = 1_000


@dataclass(frozen=True)
class Person:
    """Somebody as the others of a room see them. `colour` is one of `COLOURS`."""

    id: int
    name: str
    initials: str
    colour: int

    def as_json(self) -> dict[str, Any]:
        return {
            "id": self.id,
            "name": self.name,
            "initials": self.initials,
            "colour": self.colour,
        }


def initials_of(name: str) -> str:
    """One or two letters for a name: « Awa N'Diaye » → « AN »."""
    words = [word for word in name.replace("-", " ").split() if word[0].isalnum()]
    chosen = [words[0], words[-1]] if len(words) > 1 else words[:1]
    return "".join(word[0].upper() for word in chosen) or "?"


def colour_for(person_id: int, taken: Iterable[int]) -> int:
    """A colour that nobody has, always the same for who comes back to an empty room."""
    free = set(range(COLOURS)) - set(taken)
    turns = ((person_id + turn) % COLOURS for turn in range(COLOURS))
    return next((colour for colour in turns if colour in free), person_id % COLOURS)


@dataclass
class Presence:
    """The awareness of a room: each client's last state, with its clock.

    `here` are the clients of this process, `elsewhere` those of others, by process.
    """

    here: dict[int, State] = field(default_factory=dict)
    elsewhere: dict[str, dict[int, State]] = field(default_factory=dict)
    _heard: dict[str, float] = field(default_factory=dict)

    def say(self, state: State, person: Person, since: str) -> State | None:
        """The state to send to the others, under the server's word on who it is.

        None when it is older than the last one. Raises Malformed when it is not what our
        browser writes.
        """
        before = self.here.get(state.client)
        if before is not None and state.clock <= before.clock:
            return None
        if state.words is None:
            said = State(state.client, state.clock, None)
        else:
            user = {**person.as_json(), "since": since}
            said = State(state.client, state.clock, _dump({"user": user, **_place(state.words)}))
        self.here[state.client] = said
        return said

    def leave(self, client: int) -> State | None:
        """The state that says that a client of this process is gone."""
        state = self.here.pop(client, None)
        return None if state is None else State(client, state.clock + 1, None)

    def everyone(self) -> list[State]:
        """What a newcomer is told."""
        known = dict(self.here)
        for states in self.elsewhere.values():
            known |= states
        return [state for state in known.values() if state.words is not None]

    def hear(
        self, process: str, states: Iterable[State], now: float, *, all_of_it: bool
    ) -> list[State]:
        """Another process speaks of its people, of all of them when `all_of_it`.

        Returns what is new for ours.
        """
        self._heard[process] = now
        known = self.elsewhere.setdefault(process, {})
        new = []
        for state in states:
            before = known.get(state.client)
            if before is None or state.clock > before.clock:
                known[state.client] = state
                new.append(state)
        if all_of_it:
            named = {state.client for state in states}
            new += [self._gone(process, client) for client in set(known) - named]
        return new

    def forget_silent(self, before: float) -> list[State]:
        """Those of processes that have not been heard since `before` are gone."""
        silent = [process for process, heard in self._heard.items() if heard < before]
        gone = []
        for process in silent:
            gone += [self._gone(process, client) for client in list(self.elsewhere[process])]
            del self._heard[process], self.elsewhere[process]
        return gone

    def _gone(self, process: str, client: int) -> State:
        state = self.elsewhere[process].pop(client)
        return State(client, state.clock + 1, None)


def _place(words: str) -> dict[str, Any]:
    """Where the person is, of a state that anybody may have written."""
    said = parse_json(words)
    if not isinstance(said, dict):
        raise Malformed("not a state")
    try:
        words.encode()
        _dump(said).encode()
    except UnicodeEncodeError:
        raise Malformed("half a letter") from None
    place = said.get("field")
    return {
        "field": place[:_FIELD_LENGTH] if isinstance(place, str) else None,
        "anchor": _position(said.get("anchor")),
        "head": _position(said.get("head")),
        "idle": said.get("idle") is True,
    }


def _position(value: Any) -> Any:
    """A relative position of Yjs: a small object of ids and names, opaque to us."""
    if not isinstance(value, dict) or len(_dump(value)) > _POSITION_LENGTH:
        return None
    return value


def _dump(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))
