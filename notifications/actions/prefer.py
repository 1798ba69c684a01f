"""Choose how often one is written to."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from wagtail.models import Page

from notifications.enums import DIGESTS, Cadence
from notifications.kinds import kinds
from notifications.models import Notice, Preference
from notifications.preferences import cadence_of

if TYPE_CHECKING:
    from people.models import User


@transaction.atomic
def prefer(person: User, cadence: str | None, *, scope: Page | None = None, kind: str = "") -> None:
    """Write a person's choice for a page (none: everywhere) and a kind (empty: all), or
    take it back with None. What waits for a digest follows the new choice."""
    keep(person, cadence, scope, kind)
    follow(person)


def keep(person: User, cadence: str | None, scope: Page | None, kind: str) -> None:
    """Write one choice alone: who writes several calls `follow` once after them."""
    if cadence is None:
        Preference.objects.filter(person=person, scope=scope, kind=kind).delete()
    else:
        Preference.objects.update_or_create(
            person=person, scope=scope, kind=kind, defaults={"cadence": Cadence(cadence)}
        )


def follow(person: User) -> None:
    """Digests that were to come keep to the new choice; nothing is sent at once for it."""
    waiting = Notice.objects.filter(person=person, letter=None, cadence__in=DIGESTS)
    pairs = waiting.order_by().values_list("kind", "scope").distinct()
    pages = Page.objects.in_bulk([scope for _kind, scope in pairs if scope])
    for name, scope in pairs:
        kind = kinds.get(name)
        if kind is None:
            continue
        chosen = cadence_of(person, kind, pages.get(scope) if scope else None)
        rows = waiting.filter(kind=name, scope=scope)
        rows.update(cadence=Cadence.DAILY if chosen == Cadence.AT_ONCE else chosen)
