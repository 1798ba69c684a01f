"""Give a person's calendar another address; the one before is dead at once."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone

from meetings.models import FeedKey
from people.models import User


def renew_feed(person: User) -> FeedKey:
    """End every address given before."""
    with transaction.atomic():
        # The person's row is locked first: two that come at once make one row.
        User.objects.select_for_update().get(pk=person.pk)
        key, made = FeedKey.objects.get_or_create(person=person, defaults={"turn": 2})
        if not made:
            key.turn += 1
            key.renewed_at = timezone.now()
            key.save(update_fields=["turn", "renewed_at"])
    return key
