"""Answer in a thread."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from contributions.enums import Verb
from contributions.oversight import note_superuser_access
from discussion import rules
from discussion.models import Remark
from discussion.signals import answered
from kit.access import require
from kit.clock import moment
from media.models import SiteDocument
from people.models import User

from .base import locked_remark, write_down


def answer(
    root: Remark,
    *,
    by: User,
    words: str,
    files: Iterable[SiteDocument] = (),
    at: datetime | None = None,
) -> Remark:
    """Say something under a remark, or under an answer to it: threads have one level.

    Raises Refused or Http404.
    """
    when = moment(at)
    with locked_remark(root.root or root) as fresh:
        person, text = User.objects.get(pk=by.pk), rules.page_of(fresh)
        require(rules.verdict_on_answering(person, fresh))
        note_superuser_access(person, text, Verb.REMARK)
        written = write_down(
            text, words, at=when, by=person, root=fresh, version=fresh.version, files=files
        )
        if written.is_new:
            answered.send(sender=Remark, remark=written.remark, by=person, at=when)
    return written.remark
