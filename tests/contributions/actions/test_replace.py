"""A more recent text takes the place of a published one."""

from __future__ import annotations

import pytest
from django.test import Client

from contributions.actions.base import NotNow
from contributions.actions.replace import replace
from contributions.enums import EventKind, PublicState
from contributions.lifecycle import state_of
from kit.access import Refused
from tests.cast import Cast, at, fresh, text_in

from ..life import facts, kinds, last_event

pytestmark = pytest.mark.django_db


def test_the_old_text_points_to_the_new_one_and_stays_readable(cast: Cast) -> None:
    old, new = text_in(cast, "published"), text_in(cast, "published", "La suite")
    replace(old, by=cast.moderator, successor=new, at=at("2026-05-25"))
    old = fresh(old)
    assert (old.record.replaced_by, old.record.replaced_at) == (new.record, at("2026-05-25"))
    assert state_of(old).public is PublicState.REPLACED
    assert state_of(fresh(new)).public is PublicState.PUBLISHED
    assert Client().get(old.url).status_code == 200
    line = last_event(old)
    assert (line.kind, line.data["successor"]) == (EventKind.REPLACED, new.record.pk)


def test_replacing_twice_is_refused(cast: Cast) -> None:
    old, new = text_in(cast, "published"), text_in(cast, "published", "La suite")
    replace(old, by=cast.coordinator, successor=new)
    with pytest.raises(NotNow):
        replace(old, by=cast.coordinator, successor=new)
    assert kinds(old).count(EventKind.REPLACED) == 1


def test_a_text_does_not_replace_itself(cast: Cast) -> None:
    text = text_in(cast, "published")
    before = facts(text)
    with pytest.raises(Refused, match="nouvelle édition"):
        replace(text, by=cast.moderator, successor=text)
    assert facts(text) == before


def test_two_texts_do_not_replace_each_other(cast: Cast) -> None:
    old, new = text_in(cast, "published"), text_in(cast, "published", "La suite")
    replace(old, by=cast.moderator, successor=new)
    with pytest.raises(Refused, match="publié"):
        replace(new, by=cast.moderator, successor=old)


@pytest.mark.parametrize("state", ["drafting", "validated", "replaced", "withdrawn"])
def test_what_the_public_does_not_read_replaces_nothing(cast: Cast, state: str) -> None:
    old, other = text_in(cast, "published"), text_in(cast, state, "La suite")
    before = facts(old)
    with pytest.raises(Refused, match="publié"):
        replace(old, by=cast.moderator, successor=other)
    assert facts(old) == before
