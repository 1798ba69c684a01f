"""Who is on the way to a group: an invitation that waits, a request that waits."""

from __future__ import annotations

from demo.stage import Stage
from groups.actions.invite_to_group import invite_to_group
from groups.actions.requests import ask_to_join

_GROUP = "gt-sante"


def load_arrivals(stage: Stage) -> None:
    """Once, with the group: what visitors answered is not asked again."""
    if _GROUP not in stage.new_groups:
        return
    group = stage.groups[_GROUP]
    coordinator, asker = stage.people["u02"], stage.people["u12"]
    invite_to_group(
        group, "charly.brouillon@example.org", by=coordinator, name="Charly Brouillon",
        centre=stage.centres["demo-antilles"], days=60,
        message="Nous commençons la relecture : votre regard sur l'accès aux soins nous manque.",
    )  # fmt: skip
    ask_to_join(
        group, by=asker, centre=stage.centres["demo-nord"],
        words="Nos médiateurs accompagnent beaucoup de rendez-vous médicaux : je peux en témoigner.",
    )  # fmt: skip
