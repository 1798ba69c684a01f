"""What groups and texts are about."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Pillar(models.Model):
    """One of the network's fields of action, which themes belong to."""

    name = models.CharField(_("nom"), max_length=120)
    slug = models.SlugField(_("adresse"), max_length=120, unique=True)
    position = models.PositiveSmallIntegerField(_("rang"), default=0)

    class Meta:
        verbose_name = _("pilier")
        ordering = ["position", "name"]

    def __str__(self) -> str:
        return self.name


class Theme(models.Model):
    """What groups and texts are about."""

    name = models.CharField(_("nom"), max_length=120)
    slug = models.SlugField(_("adresse"), max_length=120, unique=True)
    pillar = models.ForeignKey(
        Pillar, verbose_name=_("pilier"), related_name="themes", on_delete=models.PROTECT
    )

    class Meta:
        verbose_name = _("thème")
        verbose_name_plural = _("thèmes")
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name
