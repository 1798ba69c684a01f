"""The components of news, in their states."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from kit.samples import Thing, on, page
from kit.showcase import Chapter, States, showcase

_GROUP = page("Santé", pk=11)
_NEWS = Thing(pk=1, scope=_GROUP, read_at=None, at=on("2026-05-20"))
_OLD = Thing(pk=2, scope=_GROUP, read_at=on("2026-05-21"), at=on("2026-05-20"))


@showcase.pattern(
    "notifications/components/items.html", title=_("Nouvelles d'un jour"), chapter=Chapter.WORK
)
def _items() -> States:
    unread = Thing(
        notice=_NEWS, title="Aller vers : trois ans de permanences",
        headline="Texte renvoyé au groupe par Charlie Maquette",
        words="Sourcez le chiffre du deuxième constat.\n\nLe reste est prêt.",
    )  # fmt: skip
    read = Thing(notice=_OLD, title="Le groupe « Santé » rouvre", headline="", words="")
    return {"": {"items": [unread, read]}}
