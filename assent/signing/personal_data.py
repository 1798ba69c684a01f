"""What signatures hold about persons."""

from __future__ import annotations

from collections.abc import Iterator

from django.db.models import Q
from django.utils.translation import gettext as _g
from django.utils.translation import gettext_lazy as _

from assent.models import Signature
from contributions.personal_data import TextNames
from kit.personal_data import Holding, Row, holdings
from people.models import User


def _signed(person: User) -> Iterator[Row]:
    mine = Q(by=person) | Q(cancelled_by=person) | Q(withdrawn_by=person)
    rows = list(Signature.objects.filter(mine).select_related("window").order_by("at", "pk"))
    # Few people sign for a centre.
    names = TextNames(person) if rows else {}
    for row in rows:
        yield {
            _g("contribution"): names[row.window.record_id],
            _g("centre"): row.centre_name,
            _g("signé par vous le"): row.at if row.by_id == person.pk else None,
            _g("votre nom est affiché"): row.by_id == person.pk and row.shows_name,
            _g("annulé par vous le"): row.cancelled_at
            if row.cancelled_by_id == person.pk
            else None,
            _g("retiré par vous le"): row.withdrawn_at
            if row.withdrawn_by_id == person.pk
            else None,
            _g("motif"): row.reason if row.withdrawn_by_id == person.pk else "",
        }


holdings.register(
    Holding(
        "assent.signatures",
        _("Les textes que vous avez signés pour un centre"),
        _("Savoir qui a engagé un centre sous un texte, et quand. Votre nom n'est public que si vous l'avez choisi."),
        _("Aussi longtemps que les textes ; sous « Ancien membre » quand le compte est fermé."),
        _signed,
    )
)  # fmt: skip
