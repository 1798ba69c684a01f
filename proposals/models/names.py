"""The audiences and actors that proposals name, as one looks for them."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from .proposal import Proposal


class Named(models.TextChoices):
    """As what a proposal names somebody."""

    AUDIENCE = "audience", _("Publics")
    ACTOR = "actor", _("Acteurs")


class ProposalName(models.Model):
    """A name in one proposal, as it is spelled there, and its words as they are looked for:
    folded, each once, in their order, with a space on both sides of each.

    Made from the proposal's own row (`proposals.naming`), so that `/propositions/` asks the
    database and folds nothing but the words that its reader typed.
    """

    proposal = models.ForeignKey(Proposal, related_name="names", on_delete=models.CASCADE)
    kind = models.CharField(max_length=10, choices=Named.choices)
    name = models.CharField(max_length=255)
    words = models.CharField(max_length=400)

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("nom dans une proposition")
        verbose_name_plural = _("noms dans les propositions")
        constraints = [
            models.UniqueConstraint(fields=["proposal", "kind", "name"], name="proposals_name_once")
        ]
        indexes = [models.Index(fields=["kind", "words"])]

    def __str__(self) -> str:
        return self.name
