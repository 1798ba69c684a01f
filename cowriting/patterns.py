"""The components of co-writing, in their states."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from contributions.patterns.samples import record
from kit.samples import Thing, in_days
from kit.showcase import Chapter, States, showcase

_MOMENTS = [Thing(place=place, moment=Thing(last=place)) for place in range(1, 5)]


@showcase.pattern(
    "cowriting/components/beside.html",
    title=_("À côté d'un brouillon"),
    chapter=Chapter.WORK,
)
def _beside() -> States:
    visit = Thing(since=in_days(-2))
    quiet = Thing(
        writes=False, inside=False, written_together=True, live=False, visit=visit, refused=0,
        changed_since=False,
    )  # fmt: skip
    busy = Thing(
        writes=True, inside=True, written_together=True, live=True, visit=visit, refused=2,
        changed_since=True,
    )  # fmt: skip
    return {
        _("pour qui l'écrit"): {"writing": busy, "record": record(page_id=12)},
        _("pour qui le lit"): {"writing": quiet, "record": record(page_id=12)},
    }


@showcase.pattern(
    "cowriting/components/live.html", title=_("On écrit en ce moment"), chapter=Chapter.WORK
)
def _live() -> States:
    return {"": {"live": True}}


@showcase.pattern(
    "cowriting/components/signs.html", title=_("Mettre en forme sans bouton"), chapter=Chapter.FORMS
)
def _signs() -> States:
    return {"": {}}


@showcase.pattern(
    "cowriting/components/both.html", title=_("Deux rédactions d'un champ"), chapter=Chapter.WORK
)
def _both() -> States:
    field = Thing(theirs="Une permanence par ville", yours="Une permanence par quartier")
    return {"": {"both": [(_("titre"), field)]}}


@showcase.pattern(
    "cowriting/components/moments_nav.html", title=_("De moment en moment"), chapter=Chapter.WORK
)
def _moments() -> States:
    first, second, third, last = _MOMENTS
    shown = {"record": record(), "last": last}
    return {
        _("au milieu"): shown | {"told": second, "before": first, "after": third},
        _("en bas de page"): shown | {"told": last, "before": third, "after": None, "again": True},
    }


for _part in ("desk", "dialogs"):
    showcase.seen_elsewhere(
        f"cowriting/components/{_part}.html", _("dans la page où l'on écrit à plusieurs")
    )
