"""What is held about who reports a content and who contests a decision."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta

from django.db.models import Q
from django.utils.translation import gettext as _g
from django.utils.translation import gettext_lazy as _

from kit.personal_data import FORMER, Holding, Row, holdings
from moderation.models import Challenge, Report
from people.models import User

#: Names and addresses are forgotten so long after the decision, or after the report when
#: nobody ever decided.
_KEPT = timedelta(days=365)


def _own(person: User) -> Q:
    return Q(person=person) | Q(email__iexact=person.email)


def _reports(person: User) -> Iterator[Row]:
    for row in Report.objects.filter(_own(person)).order_by("at", "pk"):
        yield {
            _g("numéro"): row.pk,
            _g("adresse"): row.address,
            _g("raison"): row.get_reason_display(),
            _g("mots"): row.words,
            _g("le"): row.at,
            _g("décision"): row.get_outcome_display(),
            _g("motif"): row.decision,
        }
    for challenge in Challenge.objects.filter(by=person).order_by("at", "pk"):
        yield {
            _g("contestation"): challenge.words,
            _g("le"): challenge.at,
            _g("décision"): challenge.get_ruling_display(),
        }


def _forget_reporter(person: User) -> None:
    Report.objects.filter(_own(person)).update(name=FORMER, email="")


def _purge(now: datetime) -> int:
    decided, unanswered = Q(decided_at__lt=now - _KEPT), Q(decided_at=None, at__lt=now - _KEPT)
    old = Report.objects.filter(decided | unanswered).exclude(name="", email="")
    waiting = Challenge.objects.filter(ruling="", report__isnull=False)
    return old.exclude(pk__in=waiting.values("report")).update(name="", email="")


holdings.register(
    Holding(
        "moderation.reports",
        _("Vos signalements et contestations"),
        _("Répondre à qui signale un contenu, et garder la trace de ce qui a été décidé."),
        _("Les mots et la décision restent ; votre nom et votre adresse, un an après la décision ou, sans décision, un an après le signalement."),
        _reports,
        scrub=_forget_reporter,
        purge=_purge,
    )
)  # fmt: skip
