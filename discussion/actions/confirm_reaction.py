"""A visitor proves the address under which they reacted."""

from __future__ import annotations

from datetime import datetime

from django.contrib.auth.models import AnonymousUser
from django.db import transaction

from contributions.records import lock_text
from discussion.enums import ReactionState
from discussion.models import Reaction
from discussion.reactions.news import tell_held
from discussion.reactions.rules import verdict_on_reacting
from kit.access import require
from kit.clock import moment


def confirm_reaction(reaction: Reaction, *, at: datetime | None = None) -> Reaction:
    """From here on it waits for a decision; doing it twice changes nothing.

    Raises Http404 where the text takes no reactions any more.
    """
    with transaction.atomic():
        lock_text(reaction.record.page_id)
        found = Reaction.objects.select_related("record__page").get(pk=reaction.pk)
        if found.state != ReactionState.UNCONFIRMED:
            return found
        require(verdict_on_reacting(AnonymousUser(), found.record.page))
        found.state, found.confirmed_at = ReactionState.HELD, moment(at)
        found.save(update_fields=["state", "confirmed_at"])
        tell_held(found)
    return found
