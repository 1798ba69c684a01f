"""What the page in which a text is written is told of its remarks."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from contributions.models import ContributionPage
from kit.access import AnyUser

from .rules import Seat
from .selectors import counts_by_block, marks_of

#: Stands in an address for the key of a block.
BLOCK = "BLOC"


def remarks_beside_writing(user: AnyUser, page: ContributionPage) -> dict[str, Any]:
    """For the script: see `Remarked` in `site/front/cowriting/src/remarks.ts`.

    Who weighs a text without reading its draft remarks the version that lies before them:
    its words are those that this page shows them.
    """
    seat, number = Seat(user, page), page.record.pk
    version = None if seat.reads_all else page.record.reviewed_version
    counts = counts_by_block(page, user, seat)
    return {
        "remarks": {
            "block": reverse("discussion:block", args=[number, BLOCK]),
            "counts": reverse("discussion:counts", args=[number]),
            "list": reverse("discussion:threads", args=[number]),
            "version": version.number if version else "",
            "may": seat.remarks and (seat.reads_all or version is not None),
            "counted": {block: [count.open, count.all] for block, count in counts.items()},
            "marks": marks_of(page, user, version, seat) if counts else [],
        },
        "words": said(),
    }


def said() -> dict[str, str]:
    """The sentences of the script that are about remarks, under their names."""
    return {
        "remarks": _("Remarques"),
        "remark": _("Remarquer"),
        "propose_words": _("Proposer d'autres mots"),
        "see_remarks": _("Lire les remarques"),
        "remark_block": _("Remarquer ce bloc"),
        "remarks_open_one": _("%(count)s remarque ouverte"),
        "remarks_open_many": _("%(count)s remarques ouvertes"),
        "remarks_ended_one": _("%(count)s remarque terminée"),
        "remarks_ended_many": _("%(count)s remarques terminées"),
        "chosen_words": _("Le passage choisi"),
        "chosen_keys": _("Passage choisi : Ctrl, Alt et M pour le remarquer"),
        "close": _("Fermer"),
        "remarks_done": _("C'est enregistré."),
        "remarks_unreachable": _(
            "Rien n'a été enregistré : le site n'a pas répondu. Vos mots sont gardés ici, envoyez de nouveau."
        ),
        "remarks_signed_out": _(
            "Votre session est terminée. Vos mots sont gardés ici : reconnectez-vous dans un autre onglet, puis envoyez de nouveau."
        ),
    }
