"""Move a date of a call, for all its texts at once."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from groups.enums import Step
from groups.models import Call
from groups.rules import verdict_on_network
from kit.access import forget, require
from people.models import User


def move_call(call: Call, step: Step, due: datetime | None, *, by: User) -> Call:
    """Set when a step of the call ends; texts read the call's dates, so all move."""
    forget(by)
    require(verdict_on_network(by))
    with transaction.atomic():
        call = Call.objects.select_for_update().get(pk=call.pk)
        setattr(call, f"{step.value}_due", due)
        call.save(update_fields=[f"{step.value}_due"])
    return call
