"""The scene for signatures: a text that waits for a centre's, and one that is published
with a reserve and a signature withdrawn since."""

from __future__ import annotations

from datetime import UTC, datetime

from assent.actions.answer import answer
from assent.enums import AnswerKind
from assent.selectors import open_round_of
from assent.signing.actions.sign import sign
from assent.signing.actions.withdraw_signature import withdraw_signature
from contributions.actions.close_review import close_review
from contributions.actions.create import create_contribution
from contributions.actions.open_review import open_review
from contributions.actions.publish import publish
from contributions.actions.validate import validate
from contributions.actions.write import write
from contributions.models import ContributionPage, ContributionRecord
from groups.models import WorkingGroupPage
from notifications.models import Notice
from people.models import Centre, Mandate, User

WAITS, SIGNED = "look-a-signer", "look-signe"
_BODY = [
    ("heading", {"level": "h2", "text": "Ce que nous voyons"}),
    ("finding", {"title": "On attend longtemps", "text": "<p>Deux guichets sur trois ferment avant la sortie des écoles.</p>"}),
    ("proposal", {"title": "Ouvrir un soir par semaine", "text": "<p>Un soir, toujours le même, dans chaque quartier.</p>", "horizon": "court", "lead_actors": ["Ville"]}),
]  # fmt: skip


def set_scene() -> dict[str, str]:
    """Set what is shown; the words that addresses are made of."""
    director = _person("alix.fictif")
    centre = Centre.objects.get(pk__in=Mandate.objects.filter(person=director).values("centre"))
    _review(SIGNED, "Des guichets ouverts le soir (démonstration)", centre, _on(6, month=1))
    round_ = open_round_of(_text(SIGNED))
    assert round_ is not None
    answer(
        round_, centre=centre, kind=AnswerKind.RESERVE, by=director, is_public=True,
        words="Sous réserve d'un financement sur trois ans (démonstration).", at=_on(6, 11, 1),
    )  # fmt: skip
    _validate(SIGNED, _on(7, month=1))
    publish(_text(SIGNED), by=_person("robin.etalon"), at=_on(8, month=1))
    withdraw_signature(_text(SIGNED), centre=centre, by=director, at=_on(12, month=1))
    sign(_text(SIGNED), centre=centre, by=director, at=_on(13, month=1))
    _review(WAITS, "Des bancs à l'ombre (démonstration)", centre, _on(17))
    _validate(WAITS, _on(18))
    texts = [_text(ref).record.pk for ref in (WAITS, SIGNED)]
    # Nobody else's list of news is about this scene.
    Notice.objects.filter(data__text__in=texts).delete()
    return {"centre signing": centre.slug}


def _on(day: int, hour: int = 9, month: int = 5) -> datetime:
    return datetime(2026, month, day, hour, tzinfo=UTC)


def _review(ref: str, title: str, centre: Centre, at: datetime) -> None:
    """A text of the school's group, frozen on that day; the centre is asked besides."""
    writer = _person("jo.esquisse")
    create_contribution(
        WorkingGroupPage.objects.get(slug="education"), title, by=writer, ref=ref,
        is_demonstration=True, at=at.replace(hour=7),
    )  # fmt: skip
    write(
        _text(ref), by=writer, at=at.replace(hour=8), summary="Un texte court, pour voir qui le signe.",
        approach="Une visite, un relevé.", addressees="Ville", body=_BODY,
    )  # fmt: skip
    open_review(_text(ref), by=writer, centres=[centre], at=at)


def _validate(ref: str, at: datetime) -> None:
    close_review(_text(ref), by=_person("jo.esquisse"), at=at)
    validate(_text(ref), by=_person("robin.etalon"), at=at.replace(hour=10))


def _text(ref: str) -> ContributionPage:
    return ContributionRecord.objects.select_related("page").get(ref=ref).page


def _person(name: str) -> User:
    return User.objects.get(email=f"{name}@example.org")
