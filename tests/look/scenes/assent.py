"""The scene for rounds: a text that changed after answers, one of which is to be confirmed."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

from django.utils import timezone

from assent.actions.answer import answer
from assent.enums import AnswerKind
from assent.links import link_for
from assent.selectors import open_round_of
from contributions.actions.create import create_contribution
from contributions.actions.open_review import open_review
from contributions.actions.recall import recall
from contributions.actions.write import write
from contributions.models import ContributionPage, ContributionRecord
from groups.models import WorkingGroupPage
from notifications.models import Notice
from people.models import Centre, User

REF = "look-avis"
_ASKED = ("demo-nord", "demo-ocean-indien", "demo-sud", "demo-idf")
_BODY = [
    ("heading", {"level": "h2", "text": "Ce que nous voyons"}),
    ("finding", {"title": "L'eau s'éloigne", "text": "<p>Deux fontaines sur trois sont fermées l'été.</p>"}),
    ("proposal", {"title": "Rouvrir les fontaines", "text": "<p>Une fontaine ouverte à dix minutes de marche, de mai à septembre.</p>", "horizon": "court", "lead_actors": ["Ville"]}),
]  # fmt: skip
_RESERVE = "Nous le portons si la ville dit qui entretient ; chez nous, personne ne le sait."


def set_scene() -> dict[str, str]:
    """Set what is shown; the words that addresses are made of."""
    group, writer = WorkingGroupPage.objects.get(slug="cadre-de-vie"), _person("gaby.croquis")
    create_contribution(
        group, "De l'eau à dix minutes (démonstration)", by=writer, ref=REF,
        is_demonstration=True, at=datetime(2026, 4, 2, 9, tzinfo=UTC),
    )  # fmt: skip
    at = datetime(2026, 5, 4, 9, tzinfo=UTC)
    _ask(
        writer, at, summary="L'eau se cherche : voici où elle manque.", body=_BODY,
        approach="Une marche, un relevé.", addressees="Ville",
    )  # fmt: skip
    _say("alix.fictif", "demo-ocean-indien", AnswerKind.RESERVE, at, _RESERVE)
    recall(_text(), by=writer, at=at.replace(day=6))
    again = at.replace(day=11)
    due = timezone.now().replace(minute=0, second=0, microsecond=0) + timedelta(days=5)
    _ask(writer, again, due, summary="L'eau se cherche : voici où elle manque, et qui l'apporte.")
    _say("sam.moule", "demo-idf", AnswerKind.CONSENT, again)
    objection = "Rien n'est dit du coût : nous ne pouvons pas le demander aux communes."
    _say("lior.patron", "demo-sud", AnswerKind.OBJECTION, again, objection)
    # Nobody else's list of news is about this scene.
    Notice.objects.filter(data__text=_text().record.pk).delete()
    return {"answer link": link_for(_person("morgan.essai")).removeprefix("/avis/lien/")[:-1]}


def _ask(writer: User, at: datetime, due: datetime | None = None, **words: Any) -> None:
    write(_text(), by=writer, at=at, **words)
    centres = Centre.objects.filter(slug__in=_ASKED)
    open_review(_text(), by=writer, centres=centres, due=due, at=at.replace(minute=10))


def _say(who: str, centre: str, kind: AnswerKind, at: datetime, words: str = "") -> None:
    asked = open_round_of(_text())
    assert asked is not None
    body = asked.version.revision.as_object().body
    block = UUID(next(one.id for one in body if one.block_type == "proposal"))
    answer(
        asked, centre=Centre.objects.get(slug=centre), kind=kind, by=_person(who), words=words,
        block_id=block, at=at.replace(hour=15),
    )  # fmt: skip


def _text() -> ContributionPage:
    return ContributionRecord.objects.select_related("page").get(ref=REF).page


def _person(name: str) -> User:
    return User.objects.get(email=f"{name}@example.org")
