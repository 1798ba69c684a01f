"""A person's news as they read them: what they may know today, newest first.

Whoever lost a group or a mandate neither reads nor counts what it told them.
"""

from __future__ import annotations

import logging
from collections.abc import Iterable
from typing import TYPE_CHECKING

from wagtail.models import Page

from .models import Notice

if TYPE_CHECKING:
    from people.models import User

logger = logging.getLogger(__name__)

#: How far back the list goes, and the count beside its name.
LISTED, COUNTED = 500, 99


def news_of(person: User, *, unread: bool = False, scope: Page | None = None) -> list[Notice]:
    """The last news of a person, in a constant number of queries."""
    notices = Notice.objects.of(person)
    if unread:
        notices = notices.unread()
    if scope is not None:
        notices = notices.filter(scope__path__startswith=scope.path)
    return known(notices.order_by("-at", "-pk")[:LISTED], person)


def known(notices: Iterable[Notice], person: User) -> list[Notice]:
    """Those that the person may know today."""
    return [notice for notice in notices if _may_know(notice, person)]


def _may_know(notice: Notice, person: User) -> bool:
    """False for one that its room can no longer answer for: it must not close every page
    to the person who would count it."""
    try:
        return notice.news is not None and notice.news.may_know(person, notice)
    except Exception:
        logger.exception("Who may know a notice of %s cannot be told", notice.kind)
        return False


def unread_count(person: User) -> int:
    """How many news are unread, to one more than `COUNTED`; one query when none is."""
    newest = Notice.objects.of(person).unread().order_by("-at", "-pk")
    return len(known(newest[: COUNTED + 1], person))
