"""What this room holds about persons."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext as _g
from django.utils.translation import gettext_lazy as _

from assent.models import Answer
from kit.personal_data import Holding, Row, holdings
from people.models import User


def _answers(person: User) -> Iterator[Row]:
    rows = Answer.objects.filter(by=person).select_related("round__version")
    for row in rows.order_by("at", "pk"):
        yield {
            _g("texte"): row.round.version.title,
            _g("version"): row.round.version.number,
            _g("centre"): row.centre_name,
            _g("réponse"): row.get_kind_display(),
            _g("mots"): row.words,
            _g("répondu le"): row.at,
        }


holdings.register(
    Holding(
        "assent.answers",
        _("Les réponses que vous avez données pour un centre"),
        _("Savoir ce que chaque centre a dit d'un texte, et qui l'a dit pour lui."),
        _("Aussi longtemps que le texte ; sous « Ancien membre » quand le compte est fermé."),
        _answers,
    )
)
