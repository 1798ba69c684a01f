"""What this room does when an account is saved, by whichever screen."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from allauth.account.models import EmailAddress
from django.db.models.signals import post_save
from django.dispatch import receiver

from .models import User


@receiver(post_save, sender=User)
def forget_other_addresses(
    sender: Any, instance: User, update_fields: Collection[str] | None, **kwargs: Any
) -> None:
    """An account has one address, its own: allauth would ask its table of addresses first,
    and go on writing to the one that the person left."""
    if update_fields is None or "email" in update_fields:
        EmailAddress.objects.filter(user=instance).delete()
