"""What this room holds about persons: when they were in a group's space."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta

from django.utils.translation import gettext as _g
from django.utils.translation import gettext_lazy as _

from kit.personal_data import Holding, Row, holdings
from people.models import User

from .models import SpaceVisit

#: Whoever did not come for so long is shown the space as on a first visit.
_KEPT = timedelta(days=365)


def _visits(person: User) -> Iterator[Row]:
    for visit in person.space_visits.select_related("group").order_by("seen_at", "pk"):
        yield {_g("groupe"): visit.group.title, _g("vu le"): visit.seen_at}


def _forget(person: User) -> None:
    person.space_visits.all().delete()


def _purge(now: datetime) -> int:
    return SpaceVisit.objects.filter(seen_at__lt=now - _KEPT).delete()[0]


holdings.register(
    Holding(
        "home.visits",
        _("Vos visites dans les espaces des groupes"),
        _("Vous dire ce qui est nouveau depuis la dernière fois."),
        _("Un an après la dernière visite ; rien quand le compte est fermé."),
        _visits,
        _forget,
        _purge,
    )
)
