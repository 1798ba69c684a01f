"""Entrust a person with a mandate, and end it."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from kit.access import answer_for, forget, require
from kit.clock import moment
from people.models import Centre, Mandate, User
from people.rules import can_manage_network


def entrust(
    person: User,
    kind: str,
    *,
    by: User,
    centre: Centre | None = None,
    at: datetime | None = None,
) -> Mandate:
    """Give a mandate; one that the person already holds is returned as it is.

    Raises ValidationError when a centre is missing or does not belong, and what
    `require` raises when `by` does not lead the network.
    """
    with transaction.atomic():
        # Locked, so that a button pressed twice gives one mandate.
        User.objects.select_for_update().get(pk=person.pk)
        forget(by)
        require(answer_for(by, can_manage_network(by), may_know=False))
        held = Mandate.objects.current().filter(person=person, kind=kind, centre=centre).first()
        if held:
            return held
        mandate = Mandate(person=person, kind=kind, centre=centre, starts_at=moment(at))
        mandate.full_clean()
        mandate.save()
        forget(person)
    return mandate


def end_mandate(mandate: Mandate, *, by: User, at: datetime | None = None) -> Mandate:
    """End a mandate now or at `at`; the row stays, and says who answered when."""
    with transaction.atomic():
        forget(by)
        require(answer_for(by, can_manage_network(by), may_know=False))
        mandate = Mandate.objects.select_for_update().get(pk=mandate.pk)
        mandate.ends_at = max(moment(at), mandate.starts_at)
        mandate.save(update_fields=["ends_at"])
        forget(mandate.person)
    return mandate
