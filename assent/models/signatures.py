"""When centres sign a validated text, and their signatures."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from assent.models.rounds import Answer
from assent.signing.querysets import SignatureQuerySet
from contributions.models import ContributionRecord, Version
from people.models import Centre, User

#: How long a signature can be cancelled: the public then reads nothing of it.
CANCEL_WITHIN = timedelta(hours=48)


class SigningWindow(models.Model):
    """From the validation of a text on, centres sign it; `closes_at` is the day by which they
    are asked to. It ends nothing and makes nothing late: the publication alone does.

    `versions` are the keys of the version and of those that differ from it in form alone,
    among which one may be published: a signature holds for them all. `ended_at`: the text
    was taken back before it was published, and its signatures stand under nothing.

    `public_of` is the record whose public page is this text today, so that the page knows
    in its own query whether it `is_single` and whether `lines` of it are to be read; both
    are counted again by `signing.windows.recount` whenever what they count changes.
    """

    record = models.ForeignKey(
        ContributionRecord, related_name="signing_windows", on_delete=models.CASCADE
    )
    version = models.OneToOneField(Version, related_name="signing_window", on_delete=models.PROTECT)
    versions = models.JSONField(_("versions de même texte"), default=list)
    opens_at = models.DateTimeField(_("ouverte le"), default=timezone.now)
    closes_at = models.DateTimeField(_("jusqu'au"))
    ended_at = models.DateTimeField(_("sans objet depuis le"), null=True, blank=True)
    published_at = models.DateTimeField(_("texte publié le"), null=True, blank=True)
    public_of = models.OneToOneField(
        ContributionRecord, related_name="agreement", null=True, blank=True,
        on_delete=models.SET_NULL,
    )  # fmt: skip
    is_single = models.BooleanField(_("porté par un seul centre"), default=False)
    lines = models.PositiveIntegerField(_("lignes publiques"), default=0)

    class Meta:
        verbose_name = _("fenêtre de signature")
        verbose_name_plural = _("fenêtres de signature")
        ordering = ["opens_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["record"], condition=Q(ended_at__isnull=True, published_at__isnull=True),
                name="assent_one_open_window",
            ),
            models.CheckConstraint(
                condition=Q(ended_at__isnull=True) | Q(published_at__isnull=True),
                name="assent_window_ended_or_published",
            ),
        ]  # fmt: skip
        indexes = [models.Index(fields=["closes_at"])]

    def __str__(self) -> str:
        return f"{self.record}, {self.version}"

    @cached_property
    def latest(self) -> Version:
        """The last of its versions: the one that is validated, or public. A query."""
        return Version.objects.filter(pk__in=self.versions[:1]).first() or self.version

    @property
    def is_open(self) -> bool:
        """Whether the text is validated and not yet public."""
        return self.ended_at is None and self.published_at is None

    @property
    def says_something(self) -> bool:
        """Whether the public is told anything of who agreed."""
        return self.is_single or self.lines > 0

    @property
    def signs_late(self) -> bool:
        """Whether what is signed from now on is late: the public has read the text without."""
        return self.published_at is not None

    def is_past(self, at: datetime) -> bool:
        """Whether the day by which centres were asked to sign has gone by."""
        return at > self.closes_at


class Signature(models.Model):
    """A centre's name under a text, dated, and what became of it.

    `answer` is the director's own consent in the round, when that is the signature: `at` is
    its date, and `made_at` that of the validation, from which the time to cancel runs. Under
    a signature given later, it is the reserve under which the centre had agreed: a public one
    stays with its name, an internal one is read by those alone who read the answer.
    """

    window = models.ForeignKey(SigningWindow, related_name="signatures", on_delete=models.CASCADE)
    version = models.ForeignKey(Version, related_name="signatures", on_delete=models.PROTECT)
    centre = models.ForeignKey(Centre, related_name="+", on_delete=models.PROTECT)
    centre_name = models.CharField(_("centre, à cette date"), max_length=160)
    answer = models.ForeignKey(
        Answer, verbose_name=_("accord en relecture"), related_name="signatures", null=True,
        blank=True, on_delete=models.SET_NULL,
    )  # fmt: skip
    by = models.ForeignKey(
        User, verbose_name=_("par"), related_name="assent_signatures", on_delete=models.PROTECT
    )
    as_delegate = models.BooleanField(_("par délégation"), default=False)
    shows_name = models.BooleanField(_("nom de la personne affiché"), default=False)
    at = models.DateTimeField(_("signée le"), default=timezone.now)
    made_at = models.DateTimeField(_("portée sous le texte le"), default=timezone.now)
    is_late = models.BooleanField(_("tardive"), default=False)
    cancelled_at = models.DateTimeField(_("annulée le"), null=True, blank=True)
    cancelled_by = models.ForeignKey(
        User, verbose_name=_("annulée par"), related_name="+", null=True, blank=True,
        on_delete=models.PROTECT,
    )  # fmt: skip
    withdrawn_at = models.DateTimeField(_("retirée le"), null=True, blank=True)
    withdrawn_by = models.ForeignKey(
        User, verbose_name=_("retirée par"), related_name="+", null=True, blank=True,
        on_delete=models.PROTECT,
    )  # fmt: skip
    reason = models.TextField(_("motif du retrait"), max_length=2000, blank=True)

    objects: ClassVar[SignatureQuerySet] = SignatureQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        verbose_name = _("signature d'un centre")
        verbose_name_plural = _("signatures des centres")
        ordering = ["at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["window", "centre"],
                condition=Q(cancelled_at__isnull=True, withdrawn_at__isnull=True),
                name="assent_one_standing_signature",
            ),
            models.CheckConstraint(
                condition=Q(cancelled_at__isnull=True) | Q(withdrawn_at__isnull=True),
                name="assent_signature_cancelled_or_withdrawn",
            ),
            models.CheckConstraint(
                condition=Q(withdrawn_at__isnull=True) | Q(withdrawn_at__gte=F("at")),
                name="assent_signature_withdrawn_after",
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.centre_name}, {self.window}"

    @property
    def stands(self) -> bool:
        return self.cancelled_at is None and self.withdrawn_at is None

    @property
    def by_consent(self) -> bool:
        """Whether the director's consent in the round is the signature."""
        return self.answer_id is not None and self.at != self.made_at

    @property
    def cancel_until(self) -> datetime:
        """Until when it can be cancelled, whatever becomes of the text."""
        return self.made_at + CANCEL_WITHIN
