"""What groups do when a room below tells them something."""

from datetime import datetime
from typing import Any

from django.dispatch import receiver

from people.models import User
from people.signals import account_closed


@receiver(account_closed)
def end_memberships(sender: Any, person: User, at: datetime, **kwargs: Any) -> None:
    """Who closed their account is in no group any more, as from that moment."""
    person.memberships.filter(ends_at__isnull=True).update(ends_at=at)
