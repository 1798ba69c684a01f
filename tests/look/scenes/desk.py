"""The scene for the desk: a passage that one person hid, and no other has looked at."""

from __future__ import annotations

from datetime import timedelta

from django.utils import timezone

from contributions.actions.create import create_contribution
from contributions.actions.mask import mask
from contributions.actions.write import write
from groups.models import WorkingGroupPage
from notifications.models import Notice
from people.models import User


def set_scene() -> dict[str, str]:
    """Set what is shown; the words that addresses are made of."""
    group = WorkingGroupPage.objects.get(slug="cadre-de-vie")
    writer = _person("gaby.croquis")
    page = create_contribution(
        group, "Bancs et fontaines (démonstration)", by=writer, ref="look-masque",
        is_demonstration=True,
    )  # fmt: skip
    write(page, by=writer, summary="Madame Inventée, au 3 rue Fictive, attend un banc depuis mars.")
    made = mask(
        page, by=writer, words="Madame Inventée, au 3 rue Fictive",
        reason="Une habitante est reconnaissable à son nom et à son adresse.",
        at=timezone.now() - timedelta(hours=30),
    )  # fmt: skip
    # Nobody else's list of news is about this scene.
    Notice.objects.filter(kind="contributions.masked").delete()
    return {"mask": str(made.pk), "masked text": str(page.record.pk)}


def _person(name: str) -> User:
    return User.objects.get(email=f"{name}@example.org")
