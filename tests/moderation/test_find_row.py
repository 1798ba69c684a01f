"""One thing of the desk is asked for alone, and no line of the desk reads a whole text."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from contributions.actions.mask import mask
from moderation.queue import find_row, queue_of
from moderation.sources import _ASKED_ALONE
from people.models import User
from tests.cast import Cast, text_in
from tests.discussion.reacting import held, opened
from tests.moderation.test_desk import report

pytestmark = pytest.mark.django_db

WHY = "Une habitante se reconnaît."


def waiting(cast: Cast) -> None:
    """Two of most kinds, as a moderator finds them."""
    for n in range(2):
        text_in(cast, "validation", f"À valider {n}")
        text_in(cast, "validated", f"À publier {n}")
        report(cast, title=f"Signalé {n}")
        mask(text_in(cast, "published", f"À masquer {n}"), by=cast.coordinator,
             words="soins reportés", reason=WHY)  # fmt: skip
    page = opened(cast)
    held(page, "Une réaction."), held(page, "Une autre.")


def test_a_row_is_found_alone_as_it_is_in_the_queue(cast: Cast) -> None:
    waiting(cast)
    moderator, kinds = User.objects.get(pk=cast.moderator.pk), set()
    for row in queue_of(moderator):
        with CaptureQueriesContext(connection) as queries:
            found = find_row(moderator, row.kind, row.key)
        assert found is not None
        assert (found.title, found.place, found.url, found.due, found.since) == (
            row.title, row.place, row.url, row.due, row.since,
        )  # fmt: skip
        kinds.add(row.kind)
        if row.kind in _ASKED_ALONE:
            assert len(queries) <= 4, row.kind
            assert find_row(moderator, row.kind, row.key + 10_000) is None
    assert {"validation", "validated", "report", "mask", "reaction"} <= kinds


def test_no_line_of_the_desk_reads_a_whole_text(cast: Cast) -> None:
    waiting(cast)
    with CaptureQueriesContext(connection) as queries:
        assert queue_of(User.objects.get(pk=cast.moderator.pk))
    whole = '"contributions_contributionpage"."body"'
    assert [query["sql"][:80] for query in queries if whole in query["sql"]] == []
