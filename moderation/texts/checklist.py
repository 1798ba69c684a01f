"""The checklist of one version: what was found, by whom, and what is left to look at."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from contributions.beside import WorkLink
from contributions.enums import EventKind
from contributions.gates import Unlooked, unlooked, validation_gates, ways_through
from contributions.life import Data, tell_details
from contributions.models import Version
from kit.access import AnyUser
from moderation.models import Check, ChecklistItem

from .hints import Seen, seen_in
from .rules import verdict_on_text_desk

if TYPE_CHECKING:
    from contributions.models import ContributionPage


@dataclass(frozen=True)
class Point:
    """One point of the list before one version; without `check` nobody has looked yet."""

    item: ChecklistItem
    check: Check | None = None
    seen: Sequence[Seen] = field(default_factory=tuple)


def checks_of(version: Version) -> dict[int, Check]:
    """What was last found in a version, by the key of the point: what was found before its
    form alone was corrected still holds. Of a point that was put aside since, a problem
    alone: it is not mended by asking no more."""
    keys = version.same_text()
    rows = Check.objects.filter(version__in=keys)
    found: dict[int, Check] = {}
    for row in rows.select_related("item", "by").order_by("item__position", "item_id"):
        known = found.get(row.item_id)
        if known is None or keys.index(row.version_id) < keys.index(known.version_id):
            found[row.item_id] = row
    return {key: row for key, row in found.items() if row.item.is_active or row.is_problem}


def mark_of(check: Check | None) -> str:
    """What tells one look at a point from the next."""
    return f"{check.pk}-{check.at.timestamp():.6f}" if check else ""


def points_of(version: Version, text: ContributionPage) -> list[Point]:
    """Every point that is asked of each text, and those put aside under which a problem
    stands; `text`: the words of the version."""
    checks, seen = checks_of(version), seen_in(text)
    asked = ChecklistItem.objects.filter(Q(is_active=True) | Q(pk__in=list(checks)))
    return [Point(item, checks.get(item.pk), seen.get(item.hint, [])) for item in asked]


def problems_in(version: Version) -> list[Check]:
    """What somebody found wrong, and nobody has found in order since."""
    return [check for check in checks_of(version).values() if check.is_problem]


@unlooked.register
def points_left(page: ContributionPage) -> Unlooked | None:
    """The points that nobody has looked at in the version under decision."""
    version = page.record.reviewed_version
    if version is None:
        return None
    known = checks_of(version)
    left = [item.label for item in ChecklistItem.objects.active() if item.pk not in known]
    where = reverse("moderation:text", args=[page.record.pk]) + "#controle"
    return Unlooked(_("Points de contrôle que personne n'a encore regardés"), left, where) if left else None  # fmt: skip


@validation_gates.register
def problem_stands(page: ContributionPage) -> str | None:
    """Nobody validates over a problem that was noted; a list that was not begun stops no one."""
    version = page.record.reviewed_version
    problems = problems_in(version) if version else []
    if not problems:
        return None
    told = ", ".join(check.item.label for check in problems)
    return _(
        "La liste de contrôle note un problème (%(points)s) : dites qu'il est levé, ou renvoyez le texte au groupe."
    ) % {"points": told}


@ways_through.register
def way_to_checks(user: AnyUser, page: ContributionPage) -> WorkLink | None:
    """Where a problem that holds a validation is found in order."""
    if not verdict_on_text_desk(user, page):
        return None
    return WorkLink(
        reverse("moderation:text", args=[page.record.pk]), _("Voir la liste de contrôle")
    )


def _told(data: Data) -> list[str]:
    """How many points were found in order and not, without their words."""
    fine, wrong = int(data.get("fine", 0)), int(data.get("wrong", 0))
    lines = []
    if fine:
        lines.append(
            ngettext("%(count)s point en ordre", "%(count)s points en ordre", fine)
            % {"count": fine}
        )
    if wrong:
        lines.append(ngettext("%(count)s problème", "%(count)s problèmes", wrong) % {"count": wrong})  # fmt: skip
    return lines


tell_details(EventKind.CHECKED, _told)
