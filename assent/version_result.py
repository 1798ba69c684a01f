"""What came of the round of a frozen version, under it, for who may read the answers."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from assent.enums import AnswerKind
from assent.models import Round
from assent.rules import Sight, sight_of, verdict_on_round
from assent.selectors import tally
from contributions.beside import Beneath
from contributions.models import ContributionPage, Version


@dataclass(frozen=True)
class Result:
    """The centres by what they said; of those who said nothing, only who had objected before
    is named. `url`: where it is told whole."""

    round: Round
    said: list[tuple[str, list[str]]]
    url: str


def beneath_frozen(
    request: HttpRequest, page: ContributionPage, version: Version, text: ContributionPage
) -> Beneath | None:
    """The part under a version that is not public; an addressee of it learns nothing."""
    user = request.user
    if version.published_at is not None or not user.is_authenticated:
        return None
    if not verdict_on_round(user, page) or sight_of(user, page) is Sight.PROGRESS:
        return None
    rounds = Round.objects.filter(version__in=version.same_text())
    last = rounds.order_by("-opened_at", "-pk").first()
    if last is None:
        return None
    url = reverse("assent:round", args=[page.record.pk])
    return Beneath("assent/components/round_result.html", Result(last, _by_kind(last), url))


def _by_kind(round_: Round) -> list[tuple[str, list[str]]]:
    names: dict[str, list[str]] = {kind: [] for kind in AnswerKind}
    counted = tally(round_)
    for _centre, answer in counted.answered:
        if answer is not None:
            names[answer.kind].append(answer.centre_name)
    told = [(str(AnswerKind(kind).label), found) for kind, found in names.items() if found]
    lapsed = [answer.centre_name for _centre, answer in counted.unconfirmed if answer]
    if lapsed and not round_.is_open:
        told.append((_("Objection d'un tour d'avant, non confirmée"), lapsed))
    return told
