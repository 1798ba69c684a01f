"""Words of the post."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Cadence(models.TextChoices):
    AT_ONCE = "at_once", _("tout de suite")
    DAILY = "daily", _("une fois par jour")
    WEEKLY = "weekly", _("une fois par semaine")
    NONE = "none", _("jamais")


#: The cadences that wait for a digest.
DIGESTS = frozenset({Cadence.DAILY, Cadence.WEEKLY})


class LetterState(models.TextChoices):
    WAITING = "waiting", _("en attente")
    SENDING = "sending", _("en cours d'envoi")
    SENT = "sent", _("envoyée")
    DEAD = "dead", _("abandonnée")
    # Its reader may no longer know what it would have said.
    DROPPED = "dropped", _("sans objet")
