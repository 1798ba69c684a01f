"""Move a date of a call, for all its texts at once."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from groups.enums import Step
from groups.models import Call
from groups.rules import verdict_on_network
from groups.signals import call_moved
from kit.access import forget, require
from kit.clock import moment
from people.models import User


def move_call(
    call: Call, step: Step, due: datetime | None, *, by: User, at: datetime | None = None
) -> Call:
    """Set when a step of the call ends; texts read the call's dates, so all move.

    The same date again changes nothing, and nobody is told. Raises Refused where a room above
    needs the date as it is; then nothing moved.
    """
    forget(by)
    require(verdict_on_network(by))
    with transaction.atomic():
        call = Call.objects.select_for_update().get(pk=call.pk)
        if call.due(step) == due:
            return call
        setattr(call, f"{step.value}_due", due)
        call.save(update_fields=[f"{step.value}_due"])
        call_moved.send(sender=Call, call=call, step=step, due=due, by=by, at=moment(at))
    return call
