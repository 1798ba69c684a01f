"""Write to those whom a list invited: a few at a time, each with a link of their own."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from people.invitations import new_token
from people.letters import send_invitation
from people.models import Invitation

#: Letters made in one transaction, and in one call.
_BATCH, _AT_MOST = 50, 500


def send_invitations(now: datetime) -> int:
    """Send what waits, oldest first, and return how many; two machines share the work."""
    sent = 0
    while sent < _AT_MOST and (count := _send_some(now)):
        sent += count
    return sent


def _send_some(now: datetime) -> int:
    with transaction.atomic():
        waiting = Invitation.objects.open(now).filter(sent_at__isnull=True).order_by("pk")
        free = waiting.select_for_update(skip_locked=True, of=("self",))
        rows = list(free.select_related("invited_by", "centre", "scope")[:_BATCH])
        links = [new_token() for _row in rows]
        for row, (_token, known_by) in zip(rows, links, strict=True):
            row.token_hash, row.sent_at = known_by, now
        Invitation.objects.bulk_update(rows, ["token_hash", "sent_at"])
        for row, (token, _known_by) in zip(rows, links, strict=True):
            send_invitation(row, token)
    return len(rows)
