"""What is read of people's rights says nothing of those whom it was not read for."""

from __future__ import annotations

import pytest

from cowriting.live.door import look_again
from cowriting.rules import Mode
from tests.cast import Cast, draft

from .clients import signed_in


@pytest.mark.django_db
def test_who_came_in_while_rights_were_read_stays(cast: Cast) -> None:
    early, late = signed_in(cast.member), signed_in(cast.coordinator)
    standing = look_again(draft(cast).pk, {cast.member.pk}, {early})
    assert standing.of(cast.member.pk, early) is Mode.RW
    assert standing.of(cast.coordinator.pk, late) is None
    # Nor of somebody's second page, whose session was not looked at.
    assert standing.of(cast.member.pk, signed_in(cast.member)) is None


@pytest.mark.django_db
def test_whoever_was_asked_about_and_is_nobody_leaves(cast: Cast) -> None:
    key = signed_in(cast.gone)
    page = draft(cast)
    standing = look_again(page.pk, {cast.gone.pk, cast.member.pk}, {key, "ended"})
    assert standing.of(cast.gone.pk, key) is Mode.FORBIDDEN
    assert standing.of(cast.member.pk, "ended") is Mode.SIGNED_OUT
