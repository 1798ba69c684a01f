"""Starting work again beside what the public reads."""

from __future__ import annotations

import pytest

from contributions.actions.base import NotNow
from contributions.actions.open_edition import open_edition
from contributions.actions.write import write
from contributions.enums import EventKind
from contributions.lifecycle import state_of
from kit.access import Refused
from tests.cast import Cast, fresh, text_in

from ..life import kinds, last_event, public_words

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("state", ["published", "replaced", "withdrawn"])
def test_a_text_that_was_public_may_be_taken_up_again(cast: Cast, state: str) -> None:
    text = text_in(cast, state)
    public = state_of(text).public
    open_edition(text, by=cast.coordinator, note="Une suite.")
    text = fresh(text)
    assert state_of(text).work.value == "drafting"
    assert state_of(text).public is public
    line = last_event(text)
    assert (line.kind, line.version, line.note) == (
        EventKind.EDITION_OPENED, text.record.current_version, "Une suite.",
    )  # fmt: skip


def test_opening_changes_nothing_for_the_public(cast: Cast) -> None:
    text = text_in(cast, "published")
    before = public_words(text)
    open_edition(text, by=cast.coordinator)
    write(text, by=cast.member, summary="Une suite.")
    assert public_words(text) == before
    assert fresh(text).record.current_version.content_hash == before


def test_a_withdrawn_text_stays_withdrawn_while_it_is_rewritten(cast: Cast) -> None:
    text = text_in(cast, "withdrawn")
    open_edition(text, by=cast.coordinator)
    write(text, by=cast.member, title="Un titre encore secret")
    assert not fresh(text).live
    assert fresh(text).record.withdrawn_at is not None


def test_opening_twice_is_refused(cast: Cast) -> None:
    text = text_in(cast, "published")
    open_edition(text, by=cast.coordinator)
    with pytest.raises(NotNow):
        open_edition(text, by=cast.coordinator)
    assert kinds(text).count(EventKind.EDITION_OPENED) == 1


def test_a_member_asks_the_coordination(cast: Cast) -> None:
    with pytest.raises(Refused, match="animation"):
        open_edition(text_in(cast, "published"), by=cast.member)
