"""Send a dead letter again."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from kit.access import Refused
from kit.clock import moment
from notifications.enums import LetterState
from notifications.models import Letter
from notifications.tasks import deliver

if TYPE_CHECKING:
    from people.models import User


def retry_letter(letter: Letter, *, by: User, at: datetime | None = None) -> Letter:
    """Put a dead letter back among those that wait, as if it had never been tried.

    Who may is asked by the room above that shows the list. Raises Refused for a letter
    that is not dead.
    """
    with transaction.atomic():
        row = Letter.objects.select_for_update().get(pk=letter.pk)
        if row.state != LetterState.DEAD:
            raise Refused(_("Cette lettre n'est pas abandonnée : elle ne se relance pas."))
        row.state, row.attempts, row.next_try_at = LetterState.WAITING, 0, moment(at)
        row.save(update_fields=["state", "attempts", "next_try_at"])
        log(instance=row, action="notifications.retry", user=by)
        deliver.enqueue()
    return row
