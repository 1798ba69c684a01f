"""What is said of people: by themselves, under the server's word on who they are."""

from __future__ import annotations

import json

import pytest

from cowriting.live.presence import COLOURS, Person, Presence, colour_for, initials_of
from cowriting.protocol.lib0 import Malformed
from cowriting.protocol.wire import State

AWA = Person(3, "Awa N'Diaye", "AN", 2)


def said(presence: Presence, words: str, clock: int = 1, client: int = 7) -> dict[str, object]:
    state = presence.say(State(client, clock, words), AWA, "10:00")
    assert state is not None and state.words is not None
    told: dict[str, object] = json.loads(state.words)
    return told


def test_only_places_are_taken_from_a_browser() -> None:
    words = json.dumps(
        {"user": {"name": "X"}, "field": "b/text", "anchor": {"t": 1}, "head": 3, "idle": 1, "z": 2}
    )
    assert said(Presence(), words) == {
        "user": {"id": 3, "name": "Awa N'Diaye", "initials": "AN", "colour": 2, "since": "10:00"},
        "field": "b/text",
        "anchor": {"t": 1},
        "head": None,
        "idle": False,
    }


def test_long_places_are_cut() -> None:
    words = json.dumps({"field": "x" * 999, "anchor": {"a": "x" * 2000}})
    told = said(Presence(), words)
    assert (told["field"], told["anchor"]) == ("x" * 200, None)


@pytest.mark.parametrize("words", ["[]", "{", "3", '"x"', "[" * 5000, '{"a":NaN}'])
def test_what_is_no_state_is_refused(words: str) -> None:
    with pytest.raises(Malformed):
        Presence().say(State(7, 1, words), AWA, "")


def test_an_older_word_is_not_heard() -> None:
    presence = Presence()
    said(presence, "{}", clock=5)
    assert presence.say(State(7, 5, "{}"), AWA, "") is None
    assert presence.say(State(7, 4, None), AWA, "") is None
    assert presence.say(State(7, 6, None), AWA, "") == State(7, 6, None)


def test_who_leaves_is_gone_for_everyone() -> None:
    presence = Presence()
    said(presence, "{}", clock=5)
    assert presence.leave(7) == State(7, 6, None)
    assert presence.leave(7) is None
    assert presence.everyone() == []


# -- Other processes --------------------------------------------------------------------


def test_what_other_processes_say_is_told_once() -> None:
    presence = Presence()
    state = State(9, 2, "{}")
    assert presence.hear("b", [state], 0, all_of_it=False) == [state]
    assert presence.hear("b", [state], 1, all_of_it=True) == []
    assert presence.everyone() == [state]


def test_whom_a_process_no_longer_names_is_gone() -> None:
    presence = Presence()
    presence.hear("b", [State(9, 2, "{}"), State(10, 1, "{}")], 0, all_of_it=True)
    assert presence.hear("b", [State(10, 1, "{}")], 1, all_of_it=True) == [State(9, 3, None)]


def test_people_of_a_process_that_fell_silent_are_gone() -> None:
    presence = Presence()
    presence.hear("b", [State(9, 2, "{}")], 100, all_of_it=True)
    presence.hear("c", [State(10, 2, "{}")], 114, all_of_it=True)
    assert presence.forget_silent(before=99) == []
    assert presence.forget_silent(before=101) == [State(9, 3, None)]
    assert presence.everyone() == [State(10, 2, "{}")]


# -- Names ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "initials"),
    [
        ("Awa N'Diaye", "AN"),
        ("Élise", "É"),
        ("Jean-Paul de La Tour", "JT"),
        ("« »", "?"),
        ("", "?"),
    ],
)
def test_initials(name: str, initials: str) -> None:
    assert initials_of(name) == initials


def test_people_of_a_room_have_different_colours() -> None:
    taken: list[int] = []
    for person_id in (8, 16, 24, 3, 11, 19, 27, 35):
        taken.append(colour_for(person_id, taken))
    assert sorted(taken) == list(range(COLOURS))
    assert colour_for(3, []) == colour_for(3, []) == 3
    assert colour_for(99, taken) in range(COLOURS)
