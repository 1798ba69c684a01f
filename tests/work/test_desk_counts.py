"""A person's space counts what waits at the desk without asking the desk for all of it."""

from __future__ import annotations

import pytest

from groups.actions.memberships import join
from groups.enums import Role
from home.desk import desk_of
from moderation.queue import queue_of
from moderation.rules import has_desk
from people.models import User
from tests.cast import Cast
from tests.moderation.test_desk import busy

pytestmark = pytest.mark.django_db


def test_each_space_says_what_the_desk_says(cast: Cast) -> None:
    busy(cast)
    join(cast.moderator_two, cast.health, by=cast.network, role=Role.COORDINATOR)
    counted = 0
    for name, known in cast.people().items():
        user = User.objects.get(pk=known.pk)
        desk, rows = desk_of(user), queue_of(user)
        assert desk.moderation == (len(rows) if has_desk(user) else None), name
        assert desk.overdue_on_desk == sum(row.overdue for row in rows), name
        counted += len(rows)
    assert counted > 10
