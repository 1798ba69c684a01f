"""Words of the directory."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class MandateKind(models.TextChoices):
    DIRECTOR = "director", _("Direction de centre")
    DELEGATE = "delegate", _("Délégation de la direction")
    MODERATOR = "moderator", _("Modération du réseau")
    NETWORK = "network", _("Coordination nationale")
    PARTNER = "partner", _("Partenaire destinataire")


#: The mandates that speak for one centre, and so must name it.
CENTRE_MANDATES = frozenset({MandateKind.DIRECTOR, MandateKind.DELEGATE})


class PerimeterKind(models.TextChoices):
    REGIONAL = "regional", _("Région")
    DEPARTMENTAL = "departemental", _("Département")
    INTERREGIONAL = "interregional", _("Plusieurs régions")
    INFRA_REGIONAL = "infra_regional", _("Partie d'une région")


class InvitationState(models.TextChoices):
    OPEN = "open", _("en attente")
    ACCEPTED = "accepted", _("acceptée")
    REVOKED = "revoked", _("annulée")
    EXPIRED = "expired", _("expirée")
