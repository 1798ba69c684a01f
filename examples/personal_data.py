"""What this room holds about persons."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta

from django.db.models import Q
from django.utils.translation import gettext as _g
from django.utils.translation import gettext_lazy as _

from kit.personal_data import Holding, Row, holdings
from people.models import User

from .enums import Outcome
from .models import Example

#: What no group took is forgotten so long after it came.
_KEPT = timedelta(days=730)


def _sent(person: User) -> Iterator[Row]:
    rows = person.examples.select_related("call", "group", "centre").order_by("at", "pk")
    for row in rows:
        yield {
            _g("envoyé à"): row.sent_to,
            _g("centre"): row.centre.name if row.centre else "",
            _g("quoi"): row.what,
            _g("où"): row.place,
            _g("ce que cela montre"): row.shows,
            _g("envoyé le"): row.at,
            _g("suite"): row.get_outcome_display(),
            _g("motif"): row.reason,
        }


def _forget(now: datetime) -> int:
    """Those that are in a text stay with it."""
    old = Example.objects.filter(~Q(outcome=Outcome.TAKEN), at__lt=now - _KEPT)
    return old.delete()[0]


holdings.register(
    Holding(
        "examples.sent",
        _("Vos exemples de terrain"),
        _("Permettre aux groupes d'en faire des constats, et savoir d'où viennent ceux-ci."),
        _("Aussi longtemps que le texte qui le reprend, sinon deux ans ; sous « Ancien membre » quand le compte est fermé."),
        _sent,
        purge=_forget,
    )
)  # fmt: skip
