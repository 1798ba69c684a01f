"""Have everyone read an answer."""

from __future__ import annotations

from datetime import datetime

from contributions.actions.base import write_event
from contributions.enums import EventKind
from contributions.models import ContributionPage
from kit.access import require
from kit.clock import moment
from people.models import User
from proposals.models import Reply
from proposals.rules import verdict_on_opening

from .base import locked_reply, told_of


def open_reply(
    reply: Reply, *, by: User, with_file: bool = False, note: str = "", at: datetime | None = None
) -> Reply:
    """The network decides it, and the life of the text says so; twice changes nothing. Its
    file stays closed but for `with_file`: what proves an answer may name people.

    It is read as soon as its text is. Raises Refused or Http404.
    """
    when = moment(at)
    with locked_reply(reply) as fresh:
        require(verdict_on_opening(User.objects.get(pk=by.pk), fresh))
        text = fresh.record.page
        make_public(text, fresh, by, when, with_file=with_file, note=note.strip())
    return fresh


def make_public(
    text: ContributionPage,
    reply: Reply,
    by: User | None,
    when: datetime,
    *,
    with_file: bool,
    note: str = "",
) -> None:
    """Open an answer of a locked text; the caller has asked the rule, or the addressee."""
    if reply.opened_at is not None:
        return
    reply.opened_at, reply.opened_by = when, by
    reply.file_is_public = with_file and reply.document_id is not None
    reply.closed_at, reply.closed_by, reply.closing_reason = None, None, ""
    reply.save(
        update_fields=[
            "opened_at", "opened_by", "file_is_public", "closed_at", "closed_by",
            "closing_reason",
        ]
    )  # fmt: skip
    write_event(
        text, EventKind.REPLY_OPENED, by, when, version=reply.version, note=note,
        agreed=reply.agreed, with_file=reply.file_is_public, **told_of(reply),
    )  # fmt: skip
