"""A proposal, with its permanent number."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from wagtail.search import index

from contributions.enums import Horizon
from contributions.models import ContributionPage, Version
from contributions.public import NAME_END

from ..querysets import ProposalQuerySet
from .replies import Reply, ReplyState

#: Between the state of an answer and who gave it, where both come in one (`answers_said`).
SAID = "\x1e"


class Proposal(index.Indexed, models.Model):
    """A proposal that was published at least once.

    Its key is the permanent number (`/propositions/<number>/`). `rank` is the number
    shown in the text: given at first publication, never given to another.
    """

    page = models.ForeignKey(
        ContributionPage, verbose_name=_("contribution"), related_name="proposals",
        on_delete=models.PROTECT,
    )  # fmt: skip
    block_id = models.UUIDField(_("bloc"))
    rank = models.PositiveIntegerField(_("rang dans le texte"))
    position = models.PositiveIntegerField(
        _("place dans le texte"), default=0, help_text=_("Son ordre de lecture aujourd'hui.")
    )
    title = models.CharField(_("titre"), max_length=255)
    text = models.TextField(_("texte"), blank=True)
    horizon = models.CharField(_("horizon"), max_length=20, choices=Horizon.choices, blank=True)
    audiences = models.JSONField(_("publics"), default=list)
    lead_actors = models.JSONField(_("acteurs pilotes"), default=list)
    associated_actors = models.JSONField(_("acteurs associés"), default=list)
    lever = models.CharField(_("levier"), max_length=255, blank=True)
    condition = models.CharField(_("sous réserve de"), max_length=255, blank=True)
    means = models.CharField(_("moyens"), max_length=255, blank=True)
    example = models.TextField(_("exemple"), blank=True)
    first_version = models.ForeignKey(
        Version, verbose_name=_("première version"), related_name="+", on_delete=models.PROTECT
    )
    last_version = models.ForeignKey(
        Version, verbose_name=_("dernière version"), related_name="+", on_delete=models.PROTECT
    )
    removed_at = models.DateTimeField(_("ôtée du texte le"), null=True, blank=True)
    first_written = models.DateField(
        _("mois où elle fut écrite"), null=True, blank=True,
        help_text=_("Le premier jour du mois : le public n'en apprend pas plus."),
    )  # fmt: skip

    #: The latest public answer of each addressee, for who was given them (`answers.answered`).
    answers: Sequence[Reply] = ()

    objects: ClassVar[ProposalQuerySet] = ProposalQuerySet.as_manager()  # type: ignore[assignment]

    search_fields = [
        index.SearchField("title", boost=2),
        index.SearchField("text"),
        index.SearchField("actors_and_audiences"),
        index.AutocompleteField("title"),
        index.FilterField("horizon"),
        index.FilterField("id"),
    ]

    class Meta:
        verbose_name = _("proposition")
        verbose_name_plural = _("propositions")
        ordering = ["page", "position", "rank"]
        constraints = [
            models.UniqueConstraint(fields=["page", "block_id"], name="proposals_block_once"),
            models.UniqueConstraint(fields=["page", "rank"], name="proposals_rank_once"),
        ]

    def __str__(self) -> str:
        return f"{self.number} — {self.title}"

    def get_absolute_url(self) -> str:
        return reverse("proposals:proposal", args=[self.pk])

    @property
    def number(self) -> int:
        """The permanent number of the proposal."""
        return self.pk

    @property
    def anchor(self) -> str:
        """Where the proposal stands in its text's page."""
        return f"bloc-{self.block_id}"

    @property
    def answers_said(self) -> list[tuple[str, str]]:
        """What each addressee answers today in words, and who: of a row that was read
        `with_answers_said`."""
        said: str = getattr(self, "annotated_answers", None) or ""
        pairs = (one.split(SAID, 1) for one in said.split(NAME_END) if SAID in one)
        return sorted((str(ReplyState(state).label), who) for state, who in pairs)

    @property
    def actors_and_audiences(self) -> str:
        """What search finds besides the title and the words."""
        return " ".join([*self.audiences, *self.lead_actors, *self.associated_actors, self.lever])
