"""Stop trying to send a letter."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from kit.access import Refused
from notifications.enums import LetterState
from notifications.models import Letter

if TYPE_CHECKING:
    from people.models import User


def give_up(letter: Letter, *, by: User) -> Letter:
    """A letter that waits is dead from now on; it may be sent again later.

    Who may is asked by the room above. Raises Refused for one that left, or is leaving.
    """
    with transaction.atomic():
        row = Letter.objects.select_for_update().get(pk=letter.pk)
        if row.state == LetterState.DEAD:
            return row
        if row.state != LetterState.WAITING:
            raise Refused(_("Cette lettre est partie, ou en train de partir."))
        row.state = LetterState.DEAD
        row.save(update_fields=["state"])
        log(instance=row, action="notifications.give_up", user=by)
    return row
