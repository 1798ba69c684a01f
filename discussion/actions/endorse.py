"""Say that one agrees with a remark, or no longer."""

from __future__ import annotations

from datetime import datetime

from django_comments.models import CommentFlag
from django_comments_xtd.models import LIKEDIT_FLAG

from discussion import rules
from discussion.models import Remark
from kit.access import require
from kit.clock import moment
from people.models import User

from .base import locked_remark


def endorse(remark: Remark, *, by: User, at: datetime | None = None) -> None:
    """Agree with what somebody else said. Twice is once. Raises Refused or Http404."""
    when = moment(at)
    with locked_remark(remark) as fresh:
        person = User.objects.get(pk=by.pk)
        require(rules.verdict_on_endorsing(person, fresh))
        CommentFlag.objects.get_or_create(
            comment_id=fresh.pk, user=person, flag=LIKEDIT_FLAG, defaults={"flag_date": when}
        )


def take_back_endorsement(remark: Remark, *, by: User) -> None:
    """Agree no longer; without an agreement, nothing changes. Raises Refused or Http404."""
    with locked_remark(remark) as fresh:
        person = User.objects.get(pk=by.pk)
        require(rules.verdict_on_endorsing(person, fresh))
        CommentFlag.objects.filter(comment=fresh.pk, user=person, flag=LIKEDIT_FLAG).delete()
