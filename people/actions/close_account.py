"""Close an account: nobody enters with it any more, and what names the person goes."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from kit.access import answer_for, forget, require
from kit.clock import moment
from kit.personal_data import scrub
from people.models import User
from people.rules import can_manage_settings
from people.signals import account_closed


def close_account(person: User, *, by: User, at: datetime | None = None) -> User:
    """Close an account at once, open sessions included. Doing it twice changes nothing.

    Open sessions end by themselves: they rest on the password, and the account is
    inactive. What the person wrote stays whole, under *Ancien membre*; each room lets go of
    what names them (`kit.personal_data`). Raises what `require` raises when `by` may close
    neither this account nor any.
    """
    require(answer_for(by, by.pk == person.pk or can_manage_settings(by), may_know=False))
    with transaction.atomic():
        person = User.objects.select_for_update().get(pk=person.pk)
        if person.closed_at is None:
            person.is_active = False
            person.closed_at = moment(at)
            person.set_unusable_password()
            person.save(update_fields=["is_active", "closed_at", "password"])
            person.groups.clear()
            person.mandates.filter(ends_at__isnull=True).update(ends_at=person.closed_at)
            account_closed.send(sender=User, person=person, by=by, at=person.closed_at)
            scrub(person)
        forget(person)
    return person
