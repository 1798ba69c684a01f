"""The components of groups, in their states."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from kit.samples import Thing, on, page
from kit.showcase import Chapter, States, showcase

OPEN = Thing(is_open=True, is_demonstration=False)
CLOSED = Thing(is_open=False, is_demonstration=True, closed_at=on("2026-03-02"))

HEALTH = page(
    "Santé", pk=11, hue="paon", slug="sante", record=OPEN,
    aims="Aller vers, prévenir, soigner : ce que les quartiers savent et demandent.",
    get_kind_display="thématique",
)  # fmt: skip
SCHOOL = page(
    "Éducation", pk=12, hue="ocre", slug="education", record=CLOSED,
    aims="De la crèche à l'emploi, ce qui tient et ce qui manque.",
    get_kind_display="de métier",
)  # fmt: skip


@showcase.pattern("components/group_list.html", title=_("Liste de groupes"), chapter=Chapter.LISTS)
def _groups() -> States:
    return {"": {"groups": [HEALTH, SCHOOL]}}


@showcase.pattern(
    "groups/components/group_lines.html",
    title=_("Groupes, vus de la coordination"),
    chapter=Chapter.WORK,
)
def _lines() -> States:
    lines = [
        Thing(group=HEALTH, led_by=["Dominique Modèle"], members=7),
        Thing(group=SCHOOL, led_by=[], members=4),
    ]
    return {"": {"groups": lines}}


@showcase.pattern(
    "groups/components/inside.html", title=_("L'entrée d'un groupe"), chapter=Chapter.WORK
)
def _inside() -> States:
    return {
        _("pour un membre"): {"page": HEALTH, "is_member": True, "can_write": True},
        _("pour la coordination"): {"page": HEALTH},
    }
