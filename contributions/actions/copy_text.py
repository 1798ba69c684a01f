"""Start a new text from one that may be read."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from contributions.actions.base import decision, write_event
from contributions.actions.create import create_contribution
from contributions.actions.write import WRITABLE
from contributions.enums import EventKind, Verb
from contributions.settling import settle
from contributions.standing import Case
from groups.models import WorkingGroupPage
from kit.clock import moment
from people.models import User

if TYPE_CHECKING:
    from contributions.models import ContributionPage


def copy_text(
    page: ContributionPage,
    *,
    by: User,
    group: WorkingGroupPage,
    title: str = "",
    at: datetime | None = None,
) -> ContributionPage:
    """A new draft in `group`: from the draft for its people, else from what is live.

    One revision is made, and no older one is copied. Blocks keep their ids; a proposal
    is known by its page and block, so that the copy's ones are others.
    """
    when = moment(at)
    with decision(page, Verb.COPY, by) as text:
        case = Case(by, text)
        source: ContributionPage = text
        if case.member or case.superuser:
            settle(text)
            source = text.get_latest_revision_as_object()
        words = {name: getattr(source, name) for name in WRITABLE - {"title"}}
        words["themes"] = list(source.themes.all())
        new = create_contribution(group, title or source.title, by=by, at=when, **words)
        write_event(new, EventKind.COPIED, by, when, source=text.record.pk)
    return new
