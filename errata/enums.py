"""Words of corrections of form."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Outcome(models.TextChoices):
    """What became of a correction; nothing yet is empty."""

    APPLIED = "applied", _("Approuvée")
    REFUSED = "refused", _("Écartée")
    TAKEN_BACK = "taken_back", _("Reprise par qui l'avait proposée")
    OVERTAKEN = "overtaken", _("À reprendre : le texte a changé")


class Ruling(models.TextChoices):
    """What was decided on what a centre contests; nothing yet is empty."""

    KEPT = "kept", _("Correction maintenue")
    UNDONE = "undone", _("Correction défaite")
