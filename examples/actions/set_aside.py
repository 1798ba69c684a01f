"""Leave an example aside, with a reason that its sender reads."""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext as _

from examples.enums import Outcome
from examples.models import Example
from examples.notifications import tell_set_aside
from examples.rules import groups_taking
from groups.models import WorkingGroupPage
from kit.access import Refused
from kit.clock import moment
from people.models import User

from .base import refuse_taken, to_decide


def set_example_aside(
    example: Example, *, by: User, reason: str, at: datetime | None = None
) -> Example:
    """Say why it is not taken; set aside already, it is left as it is.

    Raises Refused without a reason, and for what is in a text already.
    """
    with to_decide(example, by) as example:
        if example.is_set_aside:
            return example
        refuse_taken(example)
        if not reason.strip():
            raise Refused(_("Dites pourquoi : la personne qui l'a envoyé lira vos mots."))
        group = example.group or WorkingGroupPage.objects.get(pk=min(groups_taking(by, example)))
        example.outcome, example.outcome_by, example.outcome_at = Outcome.SET_ASIDE, by, moment(at)
        example.reason, example.group_of_outcome = reason.strip(), group
        example.save()
        tell_set_aside(example)
    return example
