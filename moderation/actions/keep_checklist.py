"""Change the points of the checklist: what moderators look at, in the network's own words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from contributions.actions.base import NotNow
from kit.access import require
from kit.clock import moment
from moderation.models import ChecklistChange, ChecklistItem
from moderation.texts.rules import verdict_on_checklist
from people.models import User

Values = Mapping[str, Any]


@dataclass(frozen=True)
class Wanted:
    """What one point should say. `item`: its key, None for a point to add; `seen`: what the
    person saw of it, None where nobody knows."""

    item: int | None
    values: Values
    seen: Values | None = None


class PointsMoved(NotNow):
    """Somebody else changed points that this person changes too; `items`: what they say now,
    by their keys, None for one that is gone."""

    def __init__(self, items: dict[int, Values | None]) -> None:
        super().__init__(_("Une autre personne a changé la liste depuis que vous avez ouvert cette page."))  # fmt: skip
        self.items = items


def keep_checklist(wanted: Sequence[Wanted], *, by: User, at: datetime | None = None) -> int:
    """Write what differs, and who changed it; how many points did.

    A point that the person left as they saw it stays as it is, whatever it says now. Raises
    PointsMoved, and then nothing is written.
    """
    when = moment(at)
    with transaction.atomic():
        person = User.objects.get(pk=by.pk)
        require(verdict_on_checklist(person))
        items = {item.pk: item for item in ChecklistItem.objects.select_for_update()}
        changed = [one for one in wanted if one.seen is None or dict(one.values) != dict(one.seen)]
        _require_as_seen(changed, items)
        return sum(_write(one, items, person, when) for one in changed)


def _require_as_seen(changed: Sequence[Wanted], items: Mapping[int, ChecklistItem]) -> None:
    moved: dict[int, Values | None] = {}
    for one in changed:
        if one.item is None:
            continue
        item = items.get(one.item)
        now = item.said if item else None
        if now is None or (one.seen is not None and now != dict(one.seen)):
            moved[one.item] = now
    if moved:
        raise PointsMoved(moved)


def _write(one: Wanted, items: Mapping[int, ChecklistItem], by: User, when: datetime) -> bool:
    item = ChecklistItem() if one.item is None else items[one.item]
    was = {} if one.item is None else item.said
    now = dict(one.values)
    if was == now:
        return False
    for name, value in now.items():
        setattr(item, name, value)
    item.save()
    kept = {name: value for name, value in was.items() if now.get(name) != value}
    ChecklistChange.objects.create(
        item=item, label=was.get("label") or item.label, by=by, at=when, was=kept,
        now={name: value for name, value in now.items() if was.get(name) != value},
    )  # fmt: skip
    return True
