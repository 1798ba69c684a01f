"""Words of rounds of consent and of signatures."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class AnswerKind(models.TextChoices):
    """What a centre says of a frozen text; saying nothing is none of these."""

    CONSENT = "consent", _("Accord")
    RESERVE = "reserve", _("Accord avec réserve")
    OBJECTION = "objection", _("Objection")
    ABSTENTION = "abstention", _("Abstention")


class Outcome(models.TextChoices):
    """How a round ended; an open one has none.

    `UNCONFIRMED`: closed after its date, while a centre that had objected before did not say
    whether its objection holds. It counts for nothing, and is not forgotten.
    """

    AGREED = "agreed", _("Accord des centres qui ont répondu")
    SILENT = "silent", _("Clos sans accord exprimé")
    UNCONFIRMED = "unconfirmed", _("Clos sur une objection non confirmée")
    CONTESTED = "contested", _("Suivi d'un autre tour, après une objection")
    DISAGREED = "disagreed", _("Désaccord maintenu")
    RECALLED = "recalled", _("Texte rappelé")
    REPLACED = "replaced", _("Remplacé par un autre tour")
