"""Words of meetings."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Choice(models.TextChoices):
    """What a person answers about one slot of a poll."""

    YES = "yes", _("Oui")
    MAYBE = "maybe", _("Si besoin")
    NO = "no", _("Non")


class Standing(models.TextChoices):
    """Who is there: what a person says before, what the coordination notes after."""

    COMING = "coming", _("Vient")
    EXCUSED = "excused", _("Excusé·e")
    PRESENT = "present", _("Présent·e")
    ABSENT = "absent", _("Absent·e")


class Rhythm(models.TextChoices):
    """How often a meeting comes back, from its first date."""

    WEEKLY = "weekly", _("Chaque semaine")
    FORTNIGHTLY = "fortnightly", _("Toutes les deux semaines")
    MONTHLY_DAY = "monthly_day", _("Chaque mois, à la même date")
    MONTHLY_WEEKDAY = "monthly_weekday", _("Chaque mois, le même jour de la même semaine")


class MinutesState(models.TextChoices):
    """Where the minutes of a meeting stand; they only go forward."""

    NONE = "none", _("À écrire")
    DRAFT = "draft", _("Brouillon")
    AMENDING = "amending", _("En relecture par les présent·es")
    FROZEN = "frozen", _("Figé")
