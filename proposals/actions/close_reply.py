"""Have an answer that everyone reads be read by the text's people alone."""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext as _

from contributions.actions.base import required_note, write_event
from contributions.enums import EventKind
from contributions.models import Mask
from kit.access import require
from kit.clock import moment
from people.models import User
from proposals.models import Reply
from proposals.notifications import tell_closed
from proposals.rules import verdict_on_closing

from .base import locked_reply, told_of


def close_reply(reply: Reply, *, by: User, reason: str, at: datetime | None = None) -> Reply:
    """The network or the moderation decides it; its words stay, and the life of the text
    keeps the reason. What the same addressee said before it, and is public, is then their
    last public answer. Twice changes nothing.

    Raises Refused without a reason, and Refused or Http404 for anybody else.
    """
    when = moment(at)
    with locked_reply(reply) as fresh:
        text = fresh.record.page
        require(verdict_on_closing(User.objects.get(pk=by.pk), fresh))
        note = required_note(reason, _("Donnez le motif : les personnes du texte le liront."))
        if fresh.opened_at is None:
            return fresh
        fresh.closing_reason = Mask.objects.cover(text.pk, note)
        # Who had opened it stays named: they do not hear a challenge about it.
        fresh.opened_at, fresh.file_is_public = None, False
        fresh.closed_at, fresh.closed_by = when, by
        fresh.save(
            update_fields=[
                "opened_at", "file_is_public", "closed_at", "closed_by", "closing_reason",
            ]
        )  # fmt: skip
        write_event(
            text, EventKind.REPLY_CLOSED, by, when, version=fresh.version,
            note=fresh.closing_reason, **told_of(fresh),
        )  # fmt: skip
        tell_closed(text, fresh, by)
    return fresh
