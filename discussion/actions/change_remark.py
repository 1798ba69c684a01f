"""Change the words of one's own remark."""

from __future__ import annotations

from datetime import datetime

from discussion import rules
from discussion.models import Remark, RemarkEdit
from discussion.passages import covered_in
from kit.access import require
from kit.clock import moment
from people.models import User

from .base import locked_remark, mention, words_said


def change_remark(remark: Remark, *, by: User, words: str, at: datetime | None = None) -> Remark:
    """Say it otherwise; what it said before stays for the coordination's eyes.

    The same words change nothing. Raises Refused or Http404.
    """
    when = moment(at)
    with locked_remark(remark) as fresh:
        person = User.objects.get(pk=by.pk)
        require(rules.verdict_on_changing(person, fresh))
        said = covered_in(fresh.record, words_said(words))
        if said != fresh.comment:
            RemarkEdit.objects.create(remark=fresh, words=fresh.comment, at=when)
            Remark.objects.filter(pk=fresh.pk).update(comment=said, edited_at=when)
            fresh.comment, fresh.edited_at = said, when
            mention(fresh, person, when)
    return fresh
