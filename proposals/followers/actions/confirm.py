"""Whoever reads an address says that they want to follow."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from kit.clock import moment
from proposals.models import Follower


def confirm(follower: Follower, *, at: datetime | None = None) -> bool:
    """From here on the address is written to; whether it is one, since it may have been
    forgotten meanwhile. Doing it twice changes nothing."""
    with transaction.atomic():
        row = Follower.objects.select_for_update().filter(pk=follower.pk).first()
        if row is None:
            return False
        if row.confirmed_at is None:
            row.confirmed_at = moment(at)
            row.save(update_fields=["confirmed_at"])
    return True
