"""What this room holds about persons."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext as _g
from django.utils.translation import gettext_lazy as _

from kit.personal_data import Holding, Row, holdings
from people.models import User


def _memberships(person: User) -> Iterator[Row]:
    rows = person.memberships.select_related("group", "centre").order_by("starts_at", "pk")
    for row in rows:
        yield {
            _g("groupe"): row.group.title,
            _g("rôle"): row.get_role_display(),
            _g("centre"): row.centre.name if row.centre else "",
            _g("depuis le"): row.starts_at,
            _g("jusqu'au"): row.ends_at,
        }


holdings.register(
    Holding(
        "groups.memberships",
        _("Vos groupes"),
        _("Savoir qui écrit dans un groupe et pour quel centre, aujourd'hui et à une date passée."),
        _("Aussi longtemps que les textes du groupe ; sans votre nom quand le compte est fermé."),
        _memberships,
    )
)
