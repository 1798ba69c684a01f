"""Say what one found under the points of the checklist, in the version under decision."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from contributions.actions.base import NotNow, decision, write_event
from contributions.enums import EventKind, Verb
from contributions.models import ContributionPage, Version
from discussion.passages import covered_in
from kit.access import Refused
from kit.clock import moment
from moderation.models import Check, ChecklistItem, CheckState
from moderation.texts.checklist import checks_of, mark_of
from people.models import User


@dataclass(frozen=True)
class Found:
    """What one person found under one point; an empty `state` takes back what was said.

    `seen` is the mark of what stood there when they looked; None where nobody knows.
    """

    state: str
    note: str = ""
    seen: str | None = None


class ProblemWithoutWords(Refused):
    """A problem that nobody could mend; `item` is the key of its point."""

    def __init__(self, item: int) -> None:
        super().__init__(_("Dites quel est le problème, en quelques mots."))
        self.item = item


class Overtaken(NotNow):
    """Somebody else noted something under a point since; `item` is the key of the point."""

    def __init__(self, item: int) -> None:
        super().__init__(
            _(
                "Une autre personne a noté un point depuis que vous avez ouvert cette page : le voici."
            )
        )
        self.item = item


def check(
    page: ContributionPage,
    *,
    by: User,
    found: Mapping[int, Found],
    shown: int | None = None,
    at: datetime | None = None,
) -> int:
    """Note what was found, by the keys of points; how many of them changed.

    `shown`: the key of the version that the person looked at. Who may decide on the text
    notes it; what is said already changes nothing. Raises ProblemWithoutWords, Overtaken,
    NotNow for a text that moved on, Refused or Http404.
    """
    when = moment(at)
    with decision(page, Verb.VALIDATE, by) as text:
        version = text.record.reviewed_version
        if version is None or (shown is not None and version.pk != shown):
            raise NotNow(_("La version a changé depuis que vous avez ouvert cette page."))
        changed = _changed(text, version, found)
        for item, one in changed.items():
            _write(version, item, one, by, when)
        if changed:
            states = [one.state for one in changed.values()]
            write_event(
                text, EventKind.CHECKED, by, when, version=version,
                fine=states.count(CheckState.OK), wrong=states.count(CheckState.PROBLEM),
            )  # fmt: skip
    return len(changed)


def _changed(
    text: ContributionPage, version: Version, found: Mapping[int, Found]
) -> dict[int, Found]:
    """What differs from what stands, with what is masked of the text hidden in its words."""
    known = checks_of(version)
    asked = {*ChecklistItem.objects.active().values_list("pk", flat=True), *known}
    changed = {}
    for item, one in found.items():
        note = covered_in(text.record, one.note.strip()) if one.state else ""
        if item not in asked or one.state not in ("", *CheckState.values):
            raise NotNow(_("La liste de contrôle a changé depuis que vous avez ouvert cette page."))
        if one.state == CheckState.PROBLEM and not note:
            raise ProblemWithoutWords(item)
        was = known.get(item)
        if (one.state, note) != ((was.state, was.note) if was else ("", "")):
            if one.seen is not None and one.seen != mark_of(was):
                raise Overtaken(item)
            changed[item] = Found(one.state, note)
    return changed


def _write(version: Version, item: int, one: Found, by: User, when: datetime) -> None:
    if not one.state:
        Check.objects.filter(item=item, version__in=version.same_text()).delete()
        return
    Check.objects.update_or_create(
        item_id=item, version=version,
        defaults={"state": one.state, "note": one.note, "by": by, "at": when},
    )  # fmt: skip
