"""Words of remarks, suggestions, opinions and reactions."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Outcome(models.TextChoices):
    """How a remark ended; none yet is empty. Only a suggestion is accepted."""

    RESOLVED = "resolved", _("Résolue")
    ACCEPTED = "accepted", _("Acceptée")
    REFUSED = "refused", _("Refusée")
    DISAGREEMENT = "disagreement", _("Désaccord conservé")


class Stance(models.TextChoices):
    """What an invited reader thinks of a version as a whole."""

    FAVOURABLE = "favourable", _("Favorable")
    RESERVED = "reserved", _("Favorable avec des réserves")
    UNFAVOURABLE = "unfavourable", _("Défavorable")
    NONE = "none", _("Sans avis d'ensemble")


class ReactionState(models.TextChoices):
    """Where a public reaction stands."""

    UNCONFIRMED = "unconfirmed", _("Adresse à confirmer")
    HELD = "held", _("En attente de modération")
    PUBLIC = "public", _("Publiée")
    HIDDEN = "hidden", _("Masquée")
