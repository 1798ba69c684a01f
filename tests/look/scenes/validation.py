"""The scene for the validation desk: a text that was returned once and submitted again, its
checks begun, one remark made. Nothing of it is public."""

from __future__ import annotations

from datetime import UTC, datetime

from contributions.actions.close_review import close_review
from contributions.actions.create import create_contribution
from contributions.actions.open_review import open_review
from contributions.actions.return_text import return_text
from contributions.actions.write import write
from contributions.models import ContributionPage, ContributionRecord
from discussion.actions.remark import remark
from groups.models import WorkingGroupPage
from moderation.actions.check import Found, check
from moderation.models import ChecklistItem
from notifications.models import Notice
from people.models import User

REF = "look-validation"
_FIGURE = {
    "value": "14,8", "unit": "%", "label": "des logements relevés", "year": "2025",
    "source": "Relevé d'exemple", "exactness": "environ",
}  # fmt: skip
_BODY = [
    ("heading", {"level": "h2", "text": "Ce que nous voyons"}),
    ("finding", {"title": "L'ombre manque à midi", "text": "<p>Trois bancs sur quatre sont en plein soleil, et 40 % des cours n'ont aucun arbre.</p>"}),
    ("proposal", {"title": "Planter avant de construire", "text": "<p>Un arbre adulte devant chaque école, l'année des travaux.</p>", "horizon": "moyen", "lead_actors": ["Ville"]}),
]  # fmt: skip


def set_scene() -> dict[str, str]:
    """Set what is shown; the words that addresses are made of."""
    group = WorkingGroupPage.objects.get(slug="education")
    writer, moderator = _person("jo.esquisse"), _person("charlie.maquette")
    create_contribution(
        group, "De l'ombre dans les cours d'école (démonstration)", by=writer, ref=REF,
        is_demonstration=True, at=datetime(2026, 4, 2, 9, tzinfo=UTC),
    )  # fmt: skip
    _submit(writer, datetime(2026, 4, 3, 9, tzinfo=UTC))
    returned = datetime(2026, 4, 4, 9, tzinfo=UTC)
    return_text(_text(), by=moderator, note="Dites où, et en combien de temps.", at=returned)
    at = datetime(2026, 5, 5, 9, tzinfo=UTC)
    _submit(writer, at, summary="L'ombre se plante : voici où, avec qui, et en combien de temps.")
    _look_at_it(moderator, at.replace(hour=14))
    # Nobody else's list of news is about this scene.
    Notice.objects.filter(data__text=_text().record.pk).delete()
    return {}


def _submit(writer: User, at: datetime, **changed: str) -> None:
    words = {
        "summary": "L'ombre se plante : voici où.", "approach": "Deux visites, un relevé.",
        "addressees": "Ville", "body": [*_BODY, ("figure", _FIGURE)] if changed else _BODY,
    }  # fmt: skip
    write(_text(), by=writer, at=at, **{**words, **changed})
    open_review(_text(), by=writer, at=at.replace(minute=10))
    close_review(_text(), by=writer, at=at.replace(minute=20))


def _look_at_it(moderator: User, at: datetime) -> None:
    points = {one.hint: one.pk for one in ChecklistItem.objects.active()}
    found = {
        points["licence"]: Found("ok", "Rien n'empêche de la reprendre."),
        points["sources"]: Found("problem", "D'où viennent les 40 % ?"),
    }
    check(_text(), by=moderator, found=found, at=at)
    remark(
        _text(), by=moderator, words="Qui a fait le relevé, et quand ?",
        version=_text().record.reviewed_version, at=at,
    )  # fmt: skip


def _text() -> ContributionPage:
    return ContributionRecord.objects.select_related("page").get(ref=REF).page


def _person(name: str) -> User:
    return User.objects.get(email=f"{name}@example.org")
