"""Send a text back to its group, with remarks on passages of the version submitted."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from contributions.actions.base import NotNow, decision
from contributions.actions.return_text import return_text
from contributions.enums import Verb
from contributions.models import ContributionPage, Version
from discussion.actions.remark import remark
from kit.access import Refused
from kit.clock import moment
from people.models import User

#: Remarks that one return carries.
AT_MOST = 20


@dataclass(frozen=True)
class Passage:
    """A remark on a block of the version (empty: the whole text), on the very words of
    `quote` where there are some."""

    words: str
    block_id: str = ""
    quote: str = ""


class PassageRefused(Refused):
    """One remark cannot be made; `rank` says which one, from 0."""

    def __init__(self, rank: int, reason: str) -> None:
        super().__init__(reason)
        self.rank = rank


def return_with_remarks(
    page: ContributionPage,
    *,
    by: User,
    note: str,
    passages: Sequence[Passage] = (),
    at: datetime | None = None,
    task_state_id: int | None = None,
) -> ContributionPage:
    """Return the text and write each remark on the frozen version, or do neither.

    Raises PassageRefused, NotNow for a text that was decided upon, Refused without words
    for the group, or Http404.
    """
    when = moment(at)
    if len(passages) > AT_MOST:
        raise Refused(_("Un renvoi porte au plus %(most)s remarques.") % {"most": AT_MOST})
    with decision(page, Verb.RETURN, by, task_state_id=task_state_id) as text:
        version = text.record.reviewed_version
        if version is None:
            raise NotNow(_("Une décision a déjà été prise sur ce texte."))
        for rank, passage in enumerate(passages):
            try:
                _remark(text, version, passage, by, when)
            except Refused as refusal:
                raise PassageRefused(rank, refusal.reason) from refusal
        return return_text(text, by=by, note=note, at=when, task_state_id=task_state_id)


def _remark(
    text: ContributionPage, version: Version, passage: Passage, by: User, when: datetime
) -> None:
    made = remark(
        text, by=by, words=passage.words, block_id=passage.block_id, quote=passage.quote,
        version=version, at=when,
    )  # fmt: skip
    if passage.quote.strip() and not made.field:
        raise Refused(_("Ces mots ne sont pas dans ce passage : copiez-les de la version soumise."))
