"""The scene for what the public says: two visitors of one text, and three reports."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from contributions.models import ContributionRecord
from discussion.actions.confirm_reaction import confirm_reaction
from discussion.actions.react import react
from discussion.reactions.links import token_of
from moderation.actions.contest import contest
from moderation.actions.decide_report import decide_report
from moderation.actions.report import report
from moderation.models import Report
from moderation.models.reports import Outcome, Reason, Side
from moderation.reports.links import contest_path, follow_path
from moderation.reports.places import Place
from people.models import User

_DAY = datetime(2026, 5, 11, 9, tzinfo=UTC)


def set_scene() -> dict[str, str]:
    """A reaction to confirm and one that waits; a report of each kind of moment."""
    record = ContributionRecord.objects.get(ref="contrib-sante")
    text = record.page
    held = confirm_reaction(
        react(text, words="Notre médecin est parti en mars. (réaction fictive)", name="Ada Brouillon",
              email="ada@example.net", at=_DAY), at=_DAY,
    )  # fmt: skip
    unread = react(text, words="Et les aidants ?", name="Lise Essai", email="lise@example.net")
    place = Place(f"{text.get_url()}#synthese", text.title, record=record)
    waiting = _report(place, "Une habitante y est reconnaissable.", _DAY)
    decided = _decided(place, "Le délai de quatre mois n'a pas de source.", _DAY)
    asked = contest(
        report=_decided(place, "Ce texte ne cite pas sa source.", _DAY + timedelta(hours=1)),
        side=Side.REPORTER, words="La référence donnée est un rapport de 2015.", at=_DAY + timedelta(days=2),
    )  # fmt: skip
    return {
        "reaction": str(held.pk), "reaction link": token_of(unread), "report": str(waiting.pk),
        "follow": follow_path(decided), "contest": contest_path(decided, Side.REPORTER),
        "challenge": str(asked.pk),
    }  # fmt: skip


def _report(place: Place, words: str, at: datetime) -> Report:
    return report(
        place, reason=Reason.RESIDENT, words=words, name="Ada Brouillon",
        email="ada@example.net", quote="Le délai décourage", at=at,
    )  # fmt: skip


def _decided(place: Place, words: str, at: datetime) -> Report:
    """Decided by somebody else than the moderator who is looked over the shoulder of."""
    by = User.objects.get(email="robin.etalon@example.org")
    made = _report(place, words, at)
    why = "La référence est donnée sous le constat."
    return decide_report(made, by=by, outcome=Outcome.KEPT, decision=why, at=at + timedelta(days=1))
