"""Keep all the choices of a page of preferences, together or not at all."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from django.db import transaction
from wagtail.models import Page

from notifications.models import Preference

from .prefer import follow, keep

if TYPE_CHECKING:
    from people.models import User

#: A page (none: everywhere) and a kind of news (empty: all).
About = tuple[int | None, str]


def choices_of(person: User) -> dict[About, str]:
    """What a person chose, by what they chose it about."""
    rows = Preference.objects.filter(person=person)
    return {
        (scope, kind): cadence
        for scope, kind, cadence in rows.values_list("scope", "kind", "cadence")
    }


@transaction.atomic
def choose(person: User, choices: Mapping[About, str]) -> int:
    """Write each choice that differs from the one kept (empty: none); how many did."""
    before = choices_of(person)
    changed = {about: new for about, new in choices.items() if before.get(about, "") != new}
    pages = Page.objects.in_bulk([scope for scope, _kind in changed if scope is not None])
    for (scope, kind), cadence in changed.items():
        keep(person, cadence or None, pages[scope] if scope else None, kind)
    if changed:
        follow(person)
    return len(changed)
