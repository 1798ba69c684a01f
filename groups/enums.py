"""Words of working groups."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class GroupKind(models.TextChoices):
    THEMATIC = "thematic", _("Thématique")
    TRADE = "trade", _("Métier")
    DIRECTORS = "directors", _("Directions")
    AD_HOC = "ad_hoc", _("Ponctuel")


class Hue(models.TextChoices):
    """The colour of a group on the site: six, of equal weight, named after pigments.

    Their values are custom properties in `site/front/static/css/site.css`.
    """

    GARANCE = "garance", _("garance (rouge)")
    OCRE = "ocre", _("ocre (brun doré)")
    MOUSSE = "mousse", _("mousse (vert)")
    PAON = "paon", _("paon (bleu-vert)")
    OUTREMER = "outremer", _("outremer (bleu)")
    PRUNE = "prune", _("prune (violet)")


class Role(models.TextChoices):
    MEMBER = "member", _("Membre")
    COORDINATOR = "coordinator", _("Animation")


class Answered(models.TextChoices):
    """How a request to join ended; empty while it waits."""

    ACCEPTED = "accepted", _("acceptée")
    REFUSED = "refused", _("refusée")
    WITHDRAWN = "withdrawn", _("retirée")
    CANCELLED = "cancelled", _("annulée par la fermeture du groupe")


class Step(models.TextChoices):
    """The dated steps of a text, in their order."""

    WRITING = "writing", _("Écriture")
    REVIEW = "review", _("Relecture dans le groupe")
    VALIDATION = "validation", _("Validation du réseau")
    PUBLICATION = "publication", _("Publication")
