"""What addressees answered, as dated words with where they come from."""

from __future__ import annotations

from typing import Any, ClassVar, Self

from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from contributions.enums import EventKind
from contributions.models import ContributionRecord, TextEvent, Version
from media.models import SiteDocument
from people.models import User

from .transmissions import Transmission, key_of


class ReplyState(models.TextChoices):
    """What an addressee does with a proposal."""

    UNDER_STUDY = "under_study", _("À l'étude")
    TAKEN_UP = "taken_up", _("Reprise")
    PARTLY = "partly", _("Reprise en partie")
    NOT_RETAINED = "not_retained", _("Non retenue")
    EXISTS = "exists", _("Existe déjà")
    REDIRECTED = "redirected", _("Réorientée")


def came_out() -> Exists:
    """Condition on rows that name a version: it was published, or a later one in its place.

    A correction of what was public before it is frozen later, and stands in no place but its
    own: only what was published by an act counts for what came before.
    """
    acts = TextEvent.objects.filter(version=OuterRef("pk"), kind=EventKind.PUBLISHED)
    out = Version.objects.filter(
        Q(pk=OuterRef("version")) | Exists(acts),
        record=OuterRef("version__record"), number__gte=OuterRef("version__number"),
        published_at__isnull=False,
    )  # fmt: skip
    return Exists(out)


class ReplyQuerySet(models.QuerySet["Reply"]):
    def public(self) -> Self:
        """Those that everyone may read, of a text that the public reads; an answer to an
        edition to come waits for its publication."""
        return self.filter(
            came_out(),
            opened_at__isnull=False,
            record__page__live=True,
            record__withdrawn_at__isnull=True,
            record__trashed_at__isnull=True,
        )


class Reply(models.Model):
    """An addressee's answer to some proposals of a version; never changed, another one
    follows it. `opened_at`: everyone may read it from then on; its file too, but only with
    `file_is_public`. `closed_at`: it was public, and was closed again with a reason.

    `addressee` is who answers, as they name themselves: an organisation; `addressee_key` is
    the same whatever the spelling (`key_of`). `dated` is the day that the answer bears,
    `recorded_at` the moment at which it came here.
    """

    record = models.ForeignKey(ContributionRecord, related_name="replies", on_delete=models.CASCADE)
    version = models.ForeignKey(Version, related_name="replies", on_delete=models.CASCADE)
    transmission = models.ForeignKey(
        Transmission, related_name="replies", null=True, blank=True, on_delete=models.SET_NULL
    )
    addressee = models.CharField(_("qui répond"), max_length=160)
    addressee_key = models.CharField(max_length=320, editable=False, default="")
    state = models.CharField(_("état"), max_length=20, choices=ReplyState.choices)
    words = models.TextField(_("mots"), blank=True)
    source = models.URLField(_("source"), max_length=500, blank=True)
    #: The source while it spells a masked passage: it comes back with the passage.
    hidden_source = models.URLField(max_length=500, blank=True, editable=False)
    document = models.ForeignKey(
        SiteDocument, verbose_name=_("pièce"), related_name="+", null=True, blank=True,
        on_delete=models.PROTECT,
    )  # fmt: skip
    dated = models.DateField(_("datée du"))
    agreed = models.BooleanField(_("le destinataire accepte qu'elle soit publique"), default=False)
    recorded_at = models.DateTimeField(_("enregistrée le"), default=timezone.now)
    recorded_by = models.ForeignKey(User, related_name="+", null=True, on_delete=models.SET_NULL)
    opened_at = models.DateTimeField(_("publique depuis le"), null=True, blank=True)
    opened_by = models.ForeignKey(
        User, related_name="+", null=True, blank=True, on_delete=models.SET_NULL
    )
    file_is_public = models.BooleanField(_("son fichier est public avec elle"), default=False)
    closed_at = models.DateTimeField(_("refermée le"), null=True, blank=True)
    closed_by = models.ForeignKey(
        User, related_name="+", null=True, blank=True, on_delete=models.SET_NULL
    )
    closing_reason = models.TextField(_("motif de sa fermeture"), blank=True)

    objects: ClassVar[ReplyQuerySet] = ReplyQuerySet.as_manager()  # type: ignore[assignment]

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("réponse d'un destinataire")
        verbose_name_plural = _("réponses des destinataires")
        ordering = ["dated", "recorded_at", "pk"]
        indexes = [models.Index(fields=["record", "dated"])]
        constraints = [
            models.CheckConstraint(
                condition=~Q(state="not_retained") | ~Q(words=""),
                name="proposals_reply_reason",
            )
        ]

    def __str__(self) -> str:
        return f"{self.addressee} : {self.get_state_display()}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        """One addressee is one key, whoever writes the row."""
        self.addressee_key = key_of(self.addressee)
        super().save(*args, **kwargs)

    @property
    def by_addressee(self) -> bool:
        """Whether the addressee recorded it, by their account or their link; another did so
        with a proof otherwise."""
        sent = self.transmission
        return sent is not None and self.recorded_by_id == sent.addressee_id

    @property
    def anchor(self) -> str:
        """Where it stands on the page of a proposal."""
        return f"reponse-{self.pk}"

    @property
    def is_public(self) -> bool:
        """Whether somebody decided that everyone may read it; the text's own state is asked
        beside it (`Reply.objects.public`)."""
        return self.opened_at is not None


class ReplyBlock(models.Model):
    """A proposal that an answer is about, by the block that it is in the text."""

    reply = models.ForeignKey(Reply, related_name="blocks", on_delete=models.CASCADE)
    block_id = models.UUIDField(_("bloc"))

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["reply", "block_id"], name="proposals_reply_block_once")
        ]
        indexes = [models.Index(fields=["block_id"])]
