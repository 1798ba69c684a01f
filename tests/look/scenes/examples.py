"""The scene for pages of examples: two that came to a group, one of them set aside."""

from __future__ import annotations

from datetime import UTC, datetime

from examples.actions.send import send_example
from examples.actions.set_aside import set_example_aside
from groups.models import WorkingGroupPage
from people.models import User


def set_scene() -> dict[str, str]:
    """Set what is shown; the words that addresses are made of."""
    group = WorkingGroupPage.objects.get(slug="sante")
    sender = _person("noa.prototype")
    aside = send_example(
        group, by=sender, what="Un bus santé fait halte le jeudi (démonstration).",
        place="Ville B (fictive)", shows="On y vient en voisin.",
        at=datetime(2026, 5, 4, 9, tzinfo=UTC),
    )  # fmt: skip
    set_example_aside(
        aside, by=_person("camille.exemple"), reason="Le texte en parle déjà.",
        at=datetime(2026, 5, 6, 9, tzinfo=UTC),
    )  # fmt: skip
    waiting = send_example(
        group, by=sender, place="Ville A (fictive)",
        what="Une permanence de santé se tient dans le hall d'un immeuble (démonstration).",
        shows="Des personnes qui n'allaient plus chez le médecin y reviennent.",
        at=datetime(2026, 5, 12, 9, tzinfo=UTC),
    )  # fmt: skip
    return {"example": str(waiting.pk)}


def _person(name: str) -> User:
    return User.objects.get(email=f"{name}@example.org")
