"""Send an example to a call or to a group."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.http import Http404
from django.utils.translation import gettext as _

from examples.models import Example
from examples.notifications import tell_sent
from examples.rules import verdict_on_sending
from examples.selectors import centres_of
from groups.models import Call, WorkingGroupPage
from kit.access import Refused, forget, require
from kit.clock import moment
from people.models import Centre, User

#: How many examples one sends in a day: each writes to people.
DAILY_LIMIT = 20
_DAY = timedelta(days=1)


def send_example(
    target: Call | WorkingGroupPage,
    *,
    by: User,
    what: str,
    place: str,
    shows: str,
    centre: Centre | None = None,
    at: datetime | None = None,
) -> Example:
    """Send, for `centre`, else for the only one that the sender was of then; the same words
    sent again within a day are the example that is there.

    Raises Refused for a call or group that is closed, for an empty field, and for who sent
    too many today; Http404 outside the network.
    """
    when = moment(at)
    words = {"what": what.strip(), "place": place.strip(), "shows": shows.strip()}
    with transaction.atomic():
        # Locked, so that the day's limit counts one example at a time.
        by = User.objects.select_for_update().get(pk=by.pk)
        target = _read_again(target)
        forget(by)
        require(verdict_on_sending(by, target))
        if not all(words.values()):
            raise Refused(_("Un exemple tient en trois réponses : aucune ne peut manquer."))
        lately = Example.objects.filter(person=by, at__gt=when - _DAY)
        facts: dict[str, Any] = words | {_name_of(target): target}
        if twin := lately.filter(**facts).first():
            return twin
        if lately.count() >= DAILY_LIMIT:
            raise Refused(
                _("Vous avez envoyé %(limit)d exemples en un jour : réessayez demain.")
                % {"limit": DAILY_LIMIT}
            )
        centre = centre or _only_centre(by, when)
        example = Example.objects.create(person=by, centre=centre, at=when, **facts)
        tell_sent(example)
    return example


def _only_centre(person: User, when: datetime) -> Centre | None:
    centres = centres_of(person, when)
    return centres[0] if len(centres) == 1 else None


def _name_of(target: Call | WorkingGroupPage) -> str:
    return "call" if isinstance(target, Call) else "group"


def _read_again(target: Call | WorkingGroupPage) -> Call | WorkingGroupPage:
    found: Call | WorkingGroupPage | None
    if isinstance(target, Call):
        found = Call.objects.filter(pk=target.pk).first()
    else:
        found = WorkingGroupPage.objects.select_related("record").filter(pk=target.pk).first()
    if found is None:
        raise Http404
    return found
