"""What moderators look at before they validate, and what they found in each version."""

from __future__ import annotations

from typing import Any, ClassVar, Self

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext as _g
from django.utils.translation import gettext_lazy as _

from contributions.models import Version
from people.models import User


class Hint(models.TextChoices):
    """What the machine counts beside a point, where it can count anything."""

    NONE = "", _("Rien")
    SOURCES = "sources", _("Les chiffres et leurs sources")
    RIGHTS = "rights", _("Les images et leurs crédits")
    ALTERNATIVES = "alternatives", _("Les textes de remplacement et les transcriptions")
    LICENCE = "licence", _("La licence du texte")


class CheckState(models.TextChoices):
    """What somebody found."""

    OK = "ok", _("C'est en ordre")
    PROBLEM = "problem", _("Il y a un problème")


class ChecklistItemQuerySet(models.QuerySet["ChecklistItem"]):
    def active(self) -> Self:
        return self.filter(is_active=True)


class ChecklistItem(models.Model):
    """One point of the list, in the network's own words; one that is put aside keeps what
    was found under it."""

    label = models.CharField(_("ce qui est à regarder"), max_length=160)
    help = models.TextField(
        _("comment le regarder"), blank=True, max_length=600,
        help_text=_("Une phrase ou deux, pour qui le fait la première fois."),
    )  # fmt: skip
    position = models.PositiveSmallIntegerField(
        _("rang"), default=10, help_text=_("Les points sont montrés du plus petit au plus grand.")
    )
    hint = models.CharField(
        _("ce que le site compte à côté"), max_length=20, choices=Hint.choices, blank=True
    )
    is_active = models.BooleanField(_("demandé pour chaque texte"), default=True)

    objects: ClassVar[ChecklistItemQuerySet] = ChecklistItemQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        verbose_name = _("point de contrôle")
        verbose_name_plural = _("points de contrôle")
        ordering = ["position", "pk"]

    def __str__(self) -> str:
        return self.label

    @property
    def said(self) -> dict[str, Any]:
        """What the point says, by the names of its fields."""
        return {name: getattr(self, name) for name in POINT_FIELDS}


#: What the network changes of a point.
POINT_FIELDS = ("label", "help", "hint", "position", "is_active")


class ChecklistChange(models.Model):
    """Who changed a point of the list, and when. `was` and `now` hold the fields that differ;
    `was` is empty for a point that was added. `label` is its name as it was."""

    item = models.ForeignKey(ChecklistItem, related_name="changes", on_delete=models.CASCADE)
    label = models.CharField(_("point"), max_length=160)
    by = models.ForeignKey(
        User, verbose_name=_("par"), related_name="+", null=True, on_delete=models.SET_NULL
    )
    at = models.DateTimeField(_("le"), default=timezone.now)
    was = models.JSONField(_("avant"), default=dict)
    now = models.JSONField(_("après"), default=dict)

    class Meta:
        verbose_name = _("changement de la liste de contrôle")
        verbose_name_plural = _("changements de la liste de contrôle")
        ordering = ["-at", "-pk"]

    def __str__(self) -> str:
        return f"{self.label} : {self.what}"

    @property
    def what(self) -> str:
        """What happened to the point, in a few words."""
        if not self.was:
            return _g("point ajouté")
        if "is_active" in self.now:
            return _g("point repris") if self.now["is_active"] else _g("point mis de côté")
        if "label" in self.now:
            return _g("point renommé « %(label)s »") % {"label": self.now["label"]}
        return _g("point précisé")


class Check(models.Model):
    """What was last found under one point, in one version of a text."""

    item = models.ForeignKey(ChecklistItem, related_name="checks", on_delete=models.CASCADE)
    version = models.ForeignKey(Version, related_name="checks", on_delete=models.CASCADE)
    state = models.CharField(_("constat"), max_length=10, choices=CheckState.choices)
    note = models.TextField(_("un mot"), blank=True, max_length=2000)
    by = models.ForeignKey(
        User, verbose_name=_("regardé par"), related_name="checks", null=True,
        on_delete=models.SET_NULL,
    )  # fmt: skip
    at = models.DateTimeField(_("regardé le"), default=timezone.now)

    class Meta:
        verbose_name = _("contrôle")
        verbose_name_plural = _("contrôles")
        constraints = [
            models.UniqueConstraint(fields=["item", "version"], name="moderation_check_once")
        ]

    def __str__(self) -> str:
        return f"{self.item} : {self.get_state_display()}"

    @property
    def is_problem(self) -> bool:
        return self.state == CheckState.PROBLEM
