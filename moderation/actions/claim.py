"""Say that one sees to something of the desk, or give it back."""

from __future__ import annotations

from datetime import datetime

from django.db import IntegrityError, transaction
from django.http import Http404
from django.utils.translation import gettext as _

from kit.access import Refused, require
from kit.clock import moment
from moderation.models import Claim
from moderation.queue import find_row
from moderation.rules import verdict_on_desk
from people.models import User


class Taken(Refused):
    """A colleague was quicker."""

    def __init__(self, claim: Claim) -> None:
        who = claim.person.public_name
        super().__init__(_("%(who)s s'en charge déjà.") % {"who": who})


def claim(kind: str, key: int, *, by: User, at: datetime | None = None) -> Claim:
    """Take one thing that waits for `by`; once more changes nothing.

    It lapses after two days. Raises Taken when somebody else has it, Http404 for what does
    not wait for `by`.
    """
    when = moment(at)
    _require_waiting(kind, key, by)
    try:
        with transaction.atomic():
            return _take(kind, key, by, when)
    except IntegrityError:
        # Both found it free: the other one wrote first.
        with transaction.atomic():
            return _take(kind, key, by, when)


def _take(kind: str, key: int, by: User, when: datetime) -> Claim:
    rows = Claim.objects.select_for_update().select_related(None)
    held = rows.filter(kind=kind, key=key).first()
    if held is None:
        return Claim.objects.create(kind=kind, key=key, person=by, at=when)
    if held.is_current(when):
        if held.person_id != by.pk:
            raise Taken(held)
        return held
    held.person, held.at = by, when
    held.save(update_fields=["person", "at"])
    return held


def give_back(kind: str, key: int, *, by: User) -> None:
    """Let colleagues take it; what one does not hold stays with who does."""
    _require_waiting(kind, key, by)
    Claim.objects.filter(kind=kind, key=key, person=by).delete()


def _require_waiting(kind: str, key: int, by: User) -> None:
    person = User.objects.get(pk=by.pk)
    require(verdict_on_desk(person))
    if find_row(person, kind, key) is None:
        raise Http404
