"""The components of what people share: blocks, readings, texts between groups."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from groups.patterns import HEALTH, SCHOOL
from kit.samples import Thing, in_days
from kit.showcase import Chapter, States, showcase

from .samples import PAGE, RECORD, VERSION

MORGAN = Thing(public_name="Morgan Essai", pk=3)
CAMILLE = Thing(public_name="Camille Exemple", pk=4)
GRANTS = [
    Thing(person=MORGAN, until=in_days(9), version=VERSION),
    Thing(group=SCHOOL, until=in_days(12)),
    Thing(all_centres=True, until=in_days(14)),
]


@showcase.pattern(
    "contributions/components/open_readings.html",
    title=_("Ouvert à la lecture, dit à qui lit et écrit"),
    chapter=Chapter.WORK,
)
def _open() -> States:
    return {
        _("avec les noms"): {"grants": GRANTS, "names": True},
        _("sans les noms"): {"grants": GRANTS[:1]},
    }


@showcase.pattern(
    "contributions/components/own_reading.html",
    title=_("Pourquoi l'on peut lire"),
    chapter=Chapter.WORK,
)
def _own() -> States:
    record = Thing(lead_group=HEALTH)
    labels = (_("une personne"), _("un groupe"), _("tous les centres"))
    return {
        label: {"own_grants": [grant], "record": record}
        for label, grant in zip(labels, GRANTS, strict=True)
    }


@showcase.pattern(
    "contributions/components/stops.html", title=_("Ce qui s'arrêtera"), chapter=Chapter.WORK
)
def _stops() -> States:
    return {"": {"stops": ["la validation en cours s'arrête", "2 lectures ouvertes se referment"]}}


@showcase.pattern(
    "contributions/components/move_requests.html",
    title=_("Demandes entre groupes"),
    chapter=Chapter.WORK,
)
def _requests() -> States:
    record = Thing(page=PAGE, pk=12)
    common = {"left": HEALTH, "group": SCHOOL, "record": record, "expires_at": in_days(9)}
    asked = [Thing(pk=1, kind="lead", **common), Thing(pk=2, kind="associate", **common)]
    return {"": {"requests": asked}}


@showcase.pattern(
    "contributions/components/shares.html", title=_("Qui écrit quoi"), chapter=Chapter.WORK
)
def _shares() -> States:
    blocks = [
        Thing(key="a", label="Titre", title="Ce que nous voyons", is_heading=True),
        Thing(key="b", label="Constat", title="Des soins reportés"),
        Thing(key="c", label="Proposition", title="Aller vers"),
    ]
    held = Thing(pk=1, person=CAMILLE, person_id=4, due=in_days(5))
    late = Thing(pk=2, person=MORGAN, person_id=3, due=in_days(-2))
    gone = Thing(pk=3, person=MORGAN, person_id=3, done_at=in_days(-4))
    rows = [None, held, late]
    shares = [
        Thing(block=block, assignment=row, title=block.title)
        for block, row in zip(blocks, rows, strict=True)
    ]
    shares.append(Thing(block=None, assignment=gone, title="Un ancien bloc"))
    known = {"shares": shares, "record": RECORD}
    return {
        _("pour l'animation"): {**known, "assigns": True, "takes": True, "ticked": ["b"]},
        _("pour un membre"): {**known, "takes": True},
        _("hors de l'écriture"): known,
    }
