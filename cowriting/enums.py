"""The words of co-writing that are stored."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Refusal(models.TextChoices):
    """Why what somebody typed did not become part of the text."""

    MOMENT = "moment", _("Le texte n'était plus en cours d'écriture.")
    RIGHTS = "rights", _("Cette personne ne pouvait plus écrire dans ce texte.")
    SESSION = "session", _("Cette session était terminée.")
    EPOCH = "epoch", _("Le texte avait été repris depuis une autre version.")


class Handling(models.TextChoices):
    """What became of refused words."""

    PUT_BACK = "put_back", _("Remis dans le texte")
    READ = "read", _("Lu et laissé de côté")
