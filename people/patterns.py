"""The components of the directory, in their states."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from kit.samples import Thing
from kit.showcase import Chapter, States, showcase


@showcase.pattern(
    "people/components/centre_list.html", title=_("Liste de centres"), chapter=Chapter.LISTS
)
def _centres() -> States:
    north = Thing(
        name="Centre du Nord", slug="nord", perimeter="Deux départements", is_demonstration=True
    )
    island = Thing(name="Centre de l'île", slug="ile", perimeter="Toute l'île", is_overseas=True)
    return {"": {"centres": [north, island]}}
