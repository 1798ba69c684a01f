"""Telling the coordination that a text is ready."""

from __future__ import annotations

import pytest
from django.http import Http404

from contributions.actions.open_review import open_review
from contributions.actions.propose import propose
from contributions.actions.recall import recall
from contributions.enums import EventKind
from tests.cast import Cast, at, draft, fresh

from ..life import kinds, last_event

pytestmark = pytest.mark.django_db


def test_proposing_notes_who_and_when(cast: Cast) -> None:
    text = draft(cast)
    propose(text, by=cast.member, note=" Prêt ! ", at=at("2026-05-25"))
    record = fresh(text).record
    assert (record.proposed_by, record.proposed_at) == (cast.member, at("2026-05-25"))
    line = last_event(text)
    assert (line.kind, line.actor, line.note) == (EventKind.PROPOSED, cast.member, "Prêt !")


def test_proposing_twice_writes_one_line(cast: Cast) -> None:
    text = draft(cast)
    propose(text, by=cast.member)
    propose(text, by=cast.coordinator)
    assert kinds(text).count(EventKind.PROPOSED) == 1
    assert fresh(text).record.proposed_by == cast.member


def test_a_text_that_came_back_may_be_proposed_again(cast: Cast) -> None:
    text = draft(cast)
    propose(text, by=cast.member)
    open_review(text, by=cast.coordinator)
    recall(text, by=cast.coordinator)
    assert fresh(text).record.proposed_at is None
    propose(text, by=cast.member)
    assert kinds(text).count(EventKind.PROPOSED) == 2


@pytest.mark.parametrize("role", ["account", "moderator", "network", "director", "superuser"])
def test_only_its_people_propose(cast: Cast, role: str) -> None:
    with pytest.raises(Http404):
        propose(draft(cast), by=getattr(cast, role))
