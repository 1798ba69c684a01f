"""The components of examples, in their states."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from kit.samples import Thing, on
from kit.showcase import Chapter, States, showcase


@showcase.pattern(
    "examples/components/lines.html", title=_("Exemples de terrain"), chapter=Chapter.LISTS
)
def _lines() -> States:
    waiting = Thing(
        what="Une permanence de santé se tient dans le hall d'un immeuble.", outcome="",
        place="Ville A (fictive)", at=on("2026-05-12"), sent_to="Santé",
        person=Thing(public_name="Camille Exemple"), centre=Thing(name="Centre Nord (exemple)"),
    )  # fmt: skip
    taken = Thing(
        what="Une salle fraîche reste ouverte la nuit.", place="Ville B (fictive)",
        at=on("2026-05-04"), sent_to="Chaleurs en ville", outcome="taken", centre=None,
        person=Thing(public_name="Morgan Type"), get_outcome_display=_("Repris dans un texte"),
    )  # fmt: skip
    both = [waiting, taken]
    return {
        _("pour un groupe"): {"examples": both, "with_sender": True},
        _("les siens"): {"examples": both},
    }
