"""A person's news as they read them: what they may know today, newest first.

Whoever lost a group or a mandate neither reads nor counts what it told them.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from wagtail.models import Page

from .models import Notice

if TYPE_CHECKING:
    from people.models import User

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
    return [one for one in notices if one.news and one.news.may_know(person, one)]


def unread_count(person: User) -> int:
    """How many news are unread, to one more than `COUNTED`; one query when none is."""
    newest = Notice.objects.of(person).unread().order_by("-at", "-pk")
    return len(known(newest[: COUNTED + 1], person))
