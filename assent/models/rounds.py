"""A round of consent on a frozen version: who owes an answer, who gave which."""

from __future__ import annotations

from datetime import datetime

from django.core.validators import MaxValueValidator
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from assent.enums import AnswerKind, Outcome
from contributions.models import ContributionRecord, Version
from people.models import Centre, User

#: How long the words of an answer may be, in letters.
WORDS_MAX = 4000


class Round(models.Model):
    """Centres say what they think of one version, until the coordination closes it.

    `rank` is 2 and more when an earlier round of the same edition ended with a standing
    objection; which objections are kept is another matter (`selectors.Tally`). `quorum` is a share of the centres in %, as the lead group had it then; 0 is
    none. `due` ends the answers and closes nothing by itself; without it nothing ends them.
    """

    record = models.ForeignKey(ContributionRecord, related_name="rounds", on_delete=models.CASCADE)
    version = models.ForeignKey(Version, related_name="rounds", on_delete=models.PROTECT)
    rank = models.PositiveSmallIntegerField(_("rang du tour"), default=1)
    opened_at = models.DateTimeField(_("ouvert le"), default=timezone.now)
    opened_by = models.ForeignKey(
        User, verbose_name=_("ouvert par"), related_name="+", null=True, on_delete=models.SET_NULL
    )
    due = models.DateTimeField(_("réponses jusqu'au"), null=True, blank=True)
    quorum = models.PositiveSmallIntegerField(
        _("quorum, en %"), default=0, validators=[MaxValueValidator(100)]
    )
    closed_at = models.DateTimeField(_("clos le"), null=True, blank=True)
    closed_by = models.ForeignKey(
        User, verbose_name=_("clos par"), related_name="+", null=True, blank=True,
        on_delete=models.SET_NULL,
    )  # fmt: skip
    outcome = models.CharField(_("issue"), max_length=20, choices=Outcome.choices, blank=True)

    class Meta:
        verbose_name = _("tour d'accords")
        verbose_name_plural = _("tours d'accords")
        ordering = ["opened_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["record"], condition=Q(closed_at__isnull=True), name="assent_one_open_round"
            ),
            models.CheckConstraint(
                condition=Q(closed_at__isnull=True, outcome="")
                | (Q(closed_at__isnull=False) & ~Q(outcome="")),
                name="assent_closed_round_has_outcome",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.record}, {self.version}, {self.rank}"

    @property
    def is_open(self) -> bool:
        return self.closed_at is None

    @property
    def is_single(self) -> bool:
        """Whether one centre alone carries the text; no query when `owing` is prefetched."""
        return len(self.owing.all()) == 1

    def is_past(self, at: datetime | None = None) -> bool:
        """Whether answers are over, the round being closed or not."""
        return self.due is not None and self.due < (at or timezone.now())


class Owing(models.Model):
    """A centre that owes an answer to a round, fixed when it opens."""

    round = models.ForeignKey(Round, related_name="owing", on_delete=models.CASCADE)
    centre = models.ForeignKey(Centre, related_name="+", on_delete=models.PROTECT)
    centre_name = models.CharField(_("centre, à cette date"), max_length=160)
    by_hand = models.BooleanField(_("ajouté par l'animation"), default=False)

    class Meta:
        verbose_name = _("centre sollicité")
        verbose_name_plural = _("centres sollicités")
        ordering = ["centre_name", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["round", "centre"], name="assent_owing_once")
        ]

    def __str__(self) -> str:
        return self.centre_name


class Answer(models.Model):
    """What one centre said in one round; those it changed are kept, one is current.

    `as_delegate`: given by the delegate, whom the director's answer prevails over.
    `confirms` is the answer of an earlier round that it repeats.
    """

    round = models.ForeignKey(Round, related_name="answers", on_delete=models.CASCADE)
    centre = models.ForeignKey(Centre, related_name="+", on_delete=models.PROTECT)
    centre_name = models.CharField(_("centre, à cette date"), max_length=160)
    kind = models.CharField(_("réponse"), max_length=20, choices=AnswerKind.choices)
    words = models.TextField(_("mots"), max_length=WORDS_MAX, blank=True)
    is_public = models.BooleanField(_("réserve publique"), default=False)
    block_id = models.UUIDField(_("bloc"), null=True, blank=True)
    by = models.ForeignKey(
        User, verbose_name=_("par"), related_name="assent_answers", on_delete=models.PROTECT
    )
    as_delegate = models.BooleanField(_("par délégation"), default=False)
    at = models.DateTimeField(_("le"), default=timezone.now)
    is_current = models.BooleanField(_("en vigueur"), default=True)
    confirms = models.ForeignKey(
        "self", verbose_name=_("confirme"), related_name="confirmed_by", null=True, blank=True,
        on_delete=models.PROTECT,
    )  # fmt: skip

    class Meta:
        verbose_name = _("réponse d'un centre")
        verbose_name_plural = _("réponses des centres")
        ordering = ["at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["round", "centre"], condition=Q(is_current=True),
                name="assent_one_current_answer",
            ),
            models.CheckConstraint(
                condition=~Q(kind="objection") | (Q(block_id__isnull=False) & ~Q(words="")),
                name="assent_objection_says_what",
            ),
            models.CheckConstraint(
                condition=~Q(kind="reserve") | ~Q(words=""), name="assent_reserve_says_what"
            ),
            models.CheckConstraint(
                condition=Q(is_public=False) | Q(kind="reserve"), name="assent_public_reserve"
            ),
        ]  # fmt: skip
        indexes = [models.Index(fields=["round", "is_current"])]

    def __str__(self) -> str:
        return f"{self.centre_name} : {self.get_kind_display()}"


class Disagreement(models.Model):
    """An objection of a centre that had objected in an earlier round of the same edition: the
    public reads it with the text.

    `words` and `block_id` are those of the answer, as the public will read them.
    """

    record = models.ForeignKey(
        ContributionRecord, related_name="disagreements", on_delete=models.CASCADE
    )
    version = models.ForeignKey(Version, related_name="disagreements", on_delete=models.PROTECT)
    answer = models.OneToOneField(Answer, related_name="disagreement", on_delete=models.CASCADE)
    centre = models.ForeignKey(Centre, related_name="+", on_delete=models.PROTECT)
    centre_name = models.CharField(_("centre, à cette date"), max_length=160)
    block_id = models.UUIDField(_("bloc"))
    words = models.TextField(_("mots"), max_length=WORDS_MAX)
    at = models.DateTimeField(_("le"), default=timezone.now)

    class Meta:
        verbose_name = _("désaccord publié")
        verbose_name_plural = _("désaccords publiés")
        ordering = ["at", "pk"]
        indexes = [models.Index(fields=["record", "version"])]

    def __str__(self) -> str:
        return f"{self.centre_name}, {self.version}"
