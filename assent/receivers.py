"""A round begins and ends with the review of its text, and follows its dates."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.dispatch import receiver
from django.utils.translation import gettext as _

from assent.actions.extend import move_end
from assent.actions.open_round import open_round
from assent.ends import why_not_until
from assent.enums import AnswerKind, Outcome
from assent.models import Round
from assent.outcome import end_round
from assent.selectors import open_round_of, owing_still
from contributions.actions.base import locked
from contributions.enums import EventKind
from contributions.life import Data, tell_details
from contributions.models import ContributionPage, TextEvent, Version
from contributions.recipients import still_owing
from contributions.signals import life_written
from groups.deadlines import in_both_zones
from groups.enums import Step
from groups.models import Call
from groups.signals import call_moved
from kit.access import Refused
from people.models import User


@receiver(life_written)
def follow_review(sender: Any, page: ContributionPage, event: TextEvent, **kwargs: Any) -> None:
    """Open a round with a review, end it with a recall, move its date with the text's."""
    if event.kind == EventKind.REVIEW_OPENED and event.version is not None:
        asked = event.version.asked_centres.all()
        open_round(page, event.version, by=event.actor, at=event.at, centres=asked)
    elif event.kind in (EventKind.RECALLED, EventKind.RETURNED, EventKind.MOVED):
        round_ = open_round_of(page)
        if round_ is not None:
            end_round(round_, Outcome.RECALLED, event.actor, event.at)
    elif event.kind == EventKind.DATES_MOVED and event.data.get("step") == Step.REVIEW:
        end = page.record.effective_due(Step.REVIEW)
        # A date that was emptied may leave the call's, gone by before the round began.
        if end is None or end > event.at:
            page.record.rounds.filter(closed_at__isnull=True).update(due=end)


@receiver(call_moved)
def follow_call(
    sender: Any, call: Call, step: Step, due: datetime | None, by: User, at: datetime, **kwargs: Any
) -> None:
    """Move the end of the rounds whose texts have the call's; all of them, or none.

    Raises Refused for a date gone by, or one that gives a centre less time.
    """
    if step != Step.REVIEW:
        return
    rounds = Round.objects.filter(record__call=call, record__review_due__isnull=True)
    for found in list(rounds.filter(closed_at__isnull=True).select_related("record__page")):
        with locked(found.record.page) as text:
            round_ = open_round_of(text)
            if round_ is not None and text.record.review_due is None:
                _follow_call(text, round_, call, due, by, at)


def _follow_call(
    text: ContributionPage, round_: Round, call: Call, due: datetime | None, by: User, at: datetime
) -> None:
    refusal = why_not_until(round_, due)
    if refusal:
        raise Refused(refusal)
    if due is None or due == round_.due:
        return
    if due <= at:
        raise Refused(_("Des centres répondent à un tour de cette saisine : choisissez une date à venir."))  # fmt: skip
    move_end(text, round_, due, by, at, call=call.pk)


@still_owing.register
def centres_owing(version: Version) -> Any:
    """Which of the centres asked on a version have not answered: keys."""
    if not Round.objects.filter(record=version.record_id, closed_at__isnull=True).exists():
        return version.asked_centres.values("pk")
    return owing_still(version).values("centre")


# -- What lines of a text's life say ---------------------------------------------------


def _centre(data: Data) -> list[str]:
    return [str(data["centre"])] if data.get("centre") else []


def _until(data: Data) -> list[str]:
    return [in_both_zones(datetime.fromisoformat(data["due"]))] if data.get("due") else []


def _rank_and_end(data: Data) -> list[str]:
    """Which round it is, from the third on; its name says it of the second."""
    rank = data.get("rank", 2)
    return [*([_("tour %(rank)s") % {"rank": rank}] if rank > 2 else []), *_until(data)]


def _result(data: Data) -> list[str]:
    """How many centres said what; those who said nothing are not counted here."""
    said, waited = data.get("answers", {}), data.get("unconfirmed", [])
    lapsed = [_("Objections non confirmées : %(count)s") % {"count": len(waited)}] if waited else []
    counts = [f"{kind.label} : {len(said[kind])}" for kind in AnswerKind if said.get(kind)]
    outcome = [str(Outcome(data["outcome"]).label)] if data.get("outcome") else []
    return [*outcome, *counts, *lapsed]


def _other_text(data: Data) -> list[str]:
    number = data.get("into") or data.get("out_of")
    return [_("texte n° %(number)s") % {"number": number}] if number else []


tell_details(EventKind.CENTRE_ANSWERED, _centre)
tell_details(EventKind.ROUND_EXTENDED, _until)
tell_details(EventKind.SECOND_ROUND, _rank_and_end)
tell_details(EventKind.ROUND_CLOSED, _result)
tell_details(EventKind.DETACHED, _other_text)
