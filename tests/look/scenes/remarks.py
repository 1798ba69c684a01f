"""The scene for pages of remarks: one more on the demonstration's, answered and changed."""

from __future__ import annotations

from datetime import UTC, datetime

from contributions.models import ContributionRecord
from discussion.actions.change_remark import change_remark
from discussion.actions.settle import settle
from discussion.enums import Outcome
from discussion.models import Remark
from people.models import User


def set_scene() -> dict[str, str]:
    """A thread with an answer, whose words changed; another that ended with a reason."""
    record = ContributionRecord.objects.get(ref="chaleurs-sante")
    roots = Remark.objects.roots().filter(record=record).order_by("pk")
    answered = roots.filter(answers__isnull=False)[0]
    change_remark(
        answered, by=answered.user, words=f"{answered.comment} Merci.",
        at=datetime(2026, 5, 11, 9, tzinfo=UTC),
    )  # fmt: skip
    ended = roots.filter(answers__isnull=True, suggestion__isnull=True)[0]
    settle(
        ended, by=User.objects.get(email="dominique.modele@example.org"),
        outcome=Outcome.DISAGREEMENT, note="Deux centres observent le contraire.",
        at=datetime(2026, 5, 12, 9, tzinfo=UTC),
    )  # fmt: skip
    return {"remark": str(answered.pk)}
