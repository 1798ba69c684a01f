"""The scene for pages of texts: readers, moves, assignments."""

from __future__ import annotations

from datetime import timedelta

from django.utils import timezone

from contributions.actions.ask_move import ask_move
from contributions.actions.grant_reading import grant_reading, revoke_reading
from contributions.models import ContributionRecord
from groups.models import WorkingGroupPage
from people.models import User


def set_scene() -> dict[str, str]:
    """A draft open to others, and proposed to another group."""
    text = ContributionRecord.objects.get(ref="chaleurs-sante").page
    coordinator, now = _person("dominique.modele"), timezone.now()
    until = now + timedelta(days=14)
    closed = grant_reading(text, by=coordinator, person=_person("charlie.maquette"), until=until)
    revoke_reading(text, by=coordinator, grant=closed)
    grant_reading(text, by=coordinator, person=_person("morgan.essai"), until=until)
    asked = ask_move(
        text, by=coordinator, group=WorkingGroupPage.objects.get(slug="cadre-de-vie"),
        note="Vos marches à quinze heures diraient ce que nous ne voyons pas.",
    )  # fmt: skip
    return {"move request": str(asked.pk) if asked else ""}


def _person(name: str) -> User:
    return User.objects.get(email=f"{name}@example.org")
