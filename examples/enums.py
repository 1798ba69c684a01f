"""Words of examples."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Outcome(models.TextChoices):
    """What became of an example; nothing yet is empty."""

    TAKEN = "taken", _("Repris dans un texte")
    SET_ASIDE = "set_aside", _("Laissé de côté")
