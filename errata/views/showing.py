"""The page of one correction, as it stands now for one person."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from contributions import rules
from contributions.enums import Verb
from contributions.models import ContributionPage
from errata.enums import Ruling
from errata.forms import ContestForm, RefuseForm, RulingForm
from errata.models import Contest, Correction
from errata.rules import (
    centres_contesting,
    targets_for,
    verdict_on_deciding,
    verdict_on_ruling,
    verdict_on_taking_back,
)
from errata.selectors import find_correction
from errata.targets import is_overtaken
from errata.telling import fields_told, part_of
from groups.rules import can_see_members
from kit.access import signed_in
from people.models import Centre, User


def show(
    request: HttpRequest,
    page: ContributionPage,
    found: Correction,
    *,
    refused: str = "",
    refuse: RefuseForm | None = None,
    contest: ContestForm | None = None,
    ruling: RulingForm | None = None,
    status: int = 200,
) -> HttpResponse:
    """What it changes and what may be said of it, which may not be what was seen before."""
    user = signed_in(request)
    now = find_correction(page, found.pk) or found
    # The words of every centre: for the text's people and the moderation.
    inside = bool(targets_for(user, page))
    verdict = verdict_on_deciding(user, page, now)
    centres = centres_contesting(user, page, now)
    contests = list(now.contests.select_related("ruled_by"))
    own = {centre.pk for centre in centres}
    waiting = _still_to_speak(centres, contests)
    decides = bool(verdict) and now.is_waiting
    rulings = _rulings(user, page, now, contests)
    context = {
        "page": page,
        "record": page.record,
        "correction": now,
        "part": part_of(now),
        "fields": fields_told(now),
        "sees_work": rules.can(Verb.SEE_PROGRESS, user, page),
        "names": can_see_members(user, page.record.lead_group),
        "decides": decides,
        "takes_back": now.is_waiting and bool(verdict_on_taking_back(user, page, now)),
        "overtaken": now.is_waiting and is_overtaken(page, now),
        "why_not": verdict.reason if now.is_waiting and not verdict else "",
        "refused": refused,
        "refuse": refuse or (RefuseForm() if decides else None),
        "contest": contest or (ContestForm(centres=waiting) if waiting else None),
        "contests": [each for each in contests if inside or each.centre_id in own],
        "rulings": rulings,
        "ruling": ruling or (RulingForm() if rulings else None),
        "proposes": inside,
    }
    return render(request, "errata/correction.html", context, status=status)


def _still_to_speak(centres: list[Centre], contests: list[Contest]) -> list[Centre]:
    said = {contest.centre_id for contest in contests}
    return [centre for centre in centres if centre.pk not in said]


def _rulings(
    user: User, page: ContributionPage, correction: Correction, contests: list[Contest]
) -> list[str]:
    """What this person may rule today: `kept`, `undone`."""
    if all(contest.ruling for contest in contests):
        return []
    return [each.value for each in Ruling if verdict_on_ruling(user, page, correction, each)]
