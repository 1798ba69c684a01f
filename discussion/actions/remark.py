"""Remark on a passage, a block or a whole text."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from contributions.actions.base import locked
from contributions.enums import Verb
from contributions.models import ContributionPage, Version
from contributions.oversight import note_superuser_access
from discussion import rules
from discussion.models import Remark
from discussion.signals import remarked
from kit.access import require
from kit.clock import moment
from media.models import SiteDocument
from people.models import User

from .base import anchor_on, write_down


def remark(
    page: ContributionPage,
    *,
    by: User,
    words: str,
    block_id: str = "",
    quote: str = "",
    prefix: str = "",
    suffix: str = "",
    version: Version | None = None,
    files: Iterable[SiteDocument] = (),
    at: datetime | None = None,
) -> Remark:
    """Say something of words of the draft, or of a frozen `version`.

    Without a quote the remark is on the whole block, without a block on the whole text.
    The same sent twice is one. Raises Refused (no words, a block that left the text, a
    file that may not go with it) or Http404.
    """
    when = moment(at)
    with locked(page) as text:
        person = User.objects.get(pk=by.pk)
        require(rules.verdict_on_remarking(person, text, version))
        note_superuser_access(person, text, Verb.REMARK)
        anchor = anchor_on(
            text, version, block_id=block_id, quote=quote, prefix=prefix, suffix=suffix
        )
        written = write_down(
            text, words, at=when, by=person, version=version, files=files, **anchor
        )
        if written.is_new:
            remarked.send(sender=Remark, remark=written.remark, by=person, at=when)
    return written.remark
