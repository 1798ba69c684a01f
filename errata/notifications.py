"""What is told of corrections: that one waits, what became of it, that a centre contests."""

from __future__ import annotations

from typing import Any

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _g
from django.utils.translation import gettext_lazy as _

from contributions import recipients as to
from contributions.facts import facts_of
from contributions.models import ContributionPage
from notifications.enums import Cadence
from notifications.kinds import Kind, Line, kinds
from notifications.models import Notice
from notifications.outbox import announce
from people.models import User

from .enums import Ruling
from .models import Contest, Correction
from .rules import moderation_reads
from .telling import in_short

Data = dict[str, Any]


def tell_proposed(page: ContributionPage, correction: Correction) -> None:
    """To who may approve it: the coordination, and the moderation where it reads it."""
    _tell("errata.proposed", page, correction, _deciding(page, correction),
          by=correction.proposed_by, words=correction.reason, at=correction.proposed_at)  # fmt: skip


def tell_refused(page: ContributionPage, correction: Correction) -> None:
    _tell("errata.refused", page, correction, Q(pk=correction.proposed_by_id),
          by=correction.decided_by, words=correction.answer, at=correction.decided_at)  # fmt: skip


def tell_applied(page: ContributionPage, correction: Correction) -> None:
    """To the text's people, to who proposed it, and to who speaks for the centres whose
    answers and signatures stand: they may contest it."""
    versions = [key for key in (correction.made_id, correction.carried_version_id) if key]
    asked = to.speaking_for_centres_asked(Q(version__in=versions))
    whom = to.in_groups(to.group_keys(page.record)) | Q(pk=correction.proposed_by_id) | asked
    _tell("errata.applied", page, correction, whom, by=correction.decided_by,
          words=in_short(correction), at=correction.decided_at)  # fmt: skip


def tell_contested(page: ContributionPage, correction: Correction, contest: Contest) -> None:
    """To the coordination, and the moderation where it reads it: they rule on it."""
    _tell("errata.contested", page, correction, _deciding(page, correction), by=contest.by, words=contest.words,
          at=contest.at, centre=contest.centre_name, more=f"-{contest.pk}")  # fmt: skip


def tell_ruled(page: ContributionPage, correction: Correction, contests: list[Contest]) -> None:
    """To who contested, and to who speaks for their centres today."""
    last = contests[-1]
    centres = [contest.centre_id for contest in contests if contest.centre_id]
    whom = Q(pk__in=[contest.by_id for contest in contests]) | to.speaking_for(centres)
    _tell("errata.ruled", page, correction, whom, by=last.ruled_by, words=last.answer,
          at=last.ruled_at, more=f"-{last.pk}", ruling=last.ruling)  # fmt: skip


def _deciding(page: ContributionPage, correction: Correction) -> Q:
    coordinators = to.leading_groups(to.group_keys(page.record))
    if not moderation_reads(page, correction):
        return coordinators
    return coordinators | to.every_moderator()


def _tell(
    kind: str, page: ContributionPage, correction: Correction, whom: Q, *, by: User | None,
    words: str, at: Any, more: str = "", **said: str,
) -> None:  # fmt: skip
    data = {
        "text": page.record.pk, "title": correction.version.title, "correction": correction.pk,
        "words": words, "public": correction.in_public, "by": by.pk if by else None, **said,
    }  # fmt: skip
    people = to.accounts(whom).values_list("pk", flat=True)
    announce(kind, people, scope=page.record.lead_group, data=data, by=by,
             key=f"correction-{correction.pk}{more}", at=at)  # fmt: skip


# -- Reading ---------------------------------------------------------------------------


def _line(headline: Any, data: Data, person: User) -> Line:
    url = reverse("errata:correction", args=[data["text"], data["correction"]])
    quoted = data["public"] or facts_of(person).reads(data["text"])
    return Line(headline % data, data["words"] if quoted else "", url, about=data["title"])


def _proposed(data: Data, person: User) -> Line:
    return _line(_g("Une correction de forme attend une seconde personne"), data, person)


def _refused(data: Data, person: User) -> Line:
    return _line(_g("Votre correction de forme est écartée"), data, person)


def _applied(data: Data, person: User) -> Line:
    return _line(_g("Une correction de forme est faite : réponses et signatures tiennent"), data, person)  # fmt: skip


def _contested(data: Data, person: User) -> Line:
    return _line(_g("%(centre)s conteste une correction de forme"), data, person)


def _ruled(data: Data, person: User) -> Line:
    if data["ruling"] == Ruling.UNDONE:
        return _line(_g("La correction que votre centre conteste est défaite"), data, person)
    return _line(_g("La correction que votre centre conteste est maintenue"), data, person)


def _may_know(person: User, notice: Notice) -> bool:
    return facts_of(person).follows(notice.data["text"])


kinds.register(
    Kind("errata.proposed", _("Une correction de forme attend votre accord"), _proposed,
         Cadence.DAILY, may_know=_may_know)
)  # fmt: skip
kinds.register(
    Kind("errata.refused", _("Une correction de forme que vous avez proposée est écartée"),
         _refused, Cadence.DAILY, may_know=_may_know)
)  # fmt: skip
kinds.register(
    Kind("errata.applied", _("La forme d'un texte de vos groupes ou de votre centre est corrigée"),
         _applied, Cadence.DAILY, may_know=_may_know)
)  # fmt: skip
kinds.register(
    Kind("errata.contested", _("Un centre conteste une correction de forme"), _contested,
         Cadence.DAILY, may_know=_may_know)
)  # fmt: skip
kinds.register(
    Kind("errata.ruled", _("Une décision sur une correction que votre centre conteste"), _ruled,
         Cadence.DAILY, may_know=_may_know)
)  # fmt: skip
