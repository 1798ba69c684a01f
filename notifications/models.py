"""The tables of the post: `Letter`, `Notice`, `Preference`."""

from __future__ import annotations

from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page

from .enums import Cadence, LetterState
from .kinds import Kind, kinds
from .querysets import LetterQuerySet, NoticeQuerySet, PreferenceQuerySet


class OfAKind:
    """A row that says its kind in words."""

    kind: Any

    def get_kind_display(self) -> str:
        return kinds.label_of(self.kind) if self.kind else gettext("tout")


class Letter(OfAKind, models.Model):
    """One e-mail to one address, delivered at least once under one Message-ID.

    A letter of notices is written when it leaves, from what its reader may still know;
    one that was posted holds its words, which are blanked once it is sent: they are
    tokens and drafts.
    """

    message_id = models.CharField(max_length=200, unique=True, editable=False)
    kind = models.CharField(_("genre"), max_length=80)
    key = models.CharField(max_length=160, blank=True, editable=False)
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("personne"),
        related_name="letters",
        null=True,
        blank=True,
        on_delete=models.CASCADE,
    )
    address = models.EmailField(_("adresse"), blank=True)
    language = models.CharField(_("langue"), max_length=8, default="fr")
    subject = models.CharField(_("objet"), max_length=255, blank=True)
    text = models.TextField(_("texte"), blank=True)
    html = models.TextField(_("texte mis en forme"), blank=True)
    headers = models.JSONField(_("en-têtes"), default=dict, blank=True)
    state = models.CharField(
        _("état"), max_length=10, choices=LetterState.choices, default=LetterState.WAITING
    )
    created_at = models.DateTimeField(_("écrite le"), default=timezone.now)
    attempts = models.PositiveSmallIntegerField(_("essais"), default=0)
    # While it is being sent: the moment at which whoever sends it is thought to be gone.
    next_try_at = models.DateTimeField(_("prochain essai"), default=timezone.now)
    last_error = models.TextField(_("dernière erreur"), blank=True)
    sent_at = models.DateTimeField(_("envoyée le"), null=True, blank=True)

    objects: ClassVar[LetterQuerySet] = LetterQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        verbose_name = _("lettre")
        verbose_name_plural = _("lettres")
        ordering = ["-created_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "key"], condition=~Q(key=""), name="notifications_letter_once"
            )
        ]
        indexes = [models.Index(fields=["state", "next_try_at"])]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} · {self.address or self.person}"

    def get_language_display(self) -> str:
        """The name of its language, for who reads of it."""
        return str(dict(settings.LANGUAGES).get(self.language, self.language))


class Notice(OfAKind, models.Model):
    """What one person is told of one event: the row that the event's transaction writes.

    `cadence` is the person's choice when it was written, and `letter` what took it away.
    """

    person = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("personne"),
        related_name="notices",
        on_delete=models.CASCADE,
    )
    kind = models.CharField(_("genre"), max_length=80)
    scope = models.ForeignKey(
        Page,
        verbose_name=_("page"),
        related_name="+",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
    )
    data = models.JSONField(_("données"), default=dict)
    at = models.DateTimeField(_("le"), default=timezone.now)
    cadence = models.CharField(_("rythme"), max_length=10, choices=Cadence.choices)
    key = models.CharField(max_length=160, blank=True, editable=False)
    read_at = models.DateTimeField(_("lue le"), null=True, blank=True)
    letter = models.ForeignKey(
        Letter,
        verbose_name=_("lettre"),
        related_name="notices",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
    )

    objects: ClassVar[NoticeQuerySet] = NoticeQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        verbose_name = _("nouvelle")
        verbose_name_plural = _("nouvelles")
        ordering = ["-at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["person", "kind", "key"],
                condition=~Q(key=""),
                name="notifications_notice_once",
            )
        ]
        indexes = [
            models.Index(fields=["person", "-at"]),
            models.Index(
                fields=["cadence", "at"],
                condition=Q(letter__isnull=True),
                name="notifications_for_digest",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} · {self.person}"

    @property
    def news(self) -> Kind | None:
        """Its kind; None when the room that registered it is gone."""
        return kinds.get(self.kind)


class Preference(OfAKind, models.Model):
    """How often a person is written to about a page and what stands under it (empty:
    everywhere) and a kind of news (empty: all). The most specific one wins."""

    person = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("personne"),
        related_name="news_preferences",
        on_delete=models.CASCADE,
    )
    scope = models.ForeignKey(
        Page,
        verbose_name=_("page"),
        related_name="+",
        null=True,
        blank=True,
        on_delete=models.CASCADE,
    )
    kind = models.CharField(_("genre"), max_length=80, blank=True)
    cadence = models.CharField(_("rythme"), max_length=10, choices=Cadence.choices)

    objects: ClassVar[PreferenceQuerySet] = PreferenceQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        verbose_name = _("préférence")
        verbose_name_plural = _("préférences")
        ordering = ["person", "scope", "kind"]
        constraints = [
            models.UniqueConstraint(
                fields=["person", "kind"],
                condition=Q(scope__isnull=True),
                name="notifications_preference_everywhere",
            ),
            models.UniqueConstraint(
                fields=["person", "scope", "kind"],
                condition=Q(scope__isnull=False),
                name="notifications_preference_of_page",
            ),
        ]

    def __str__(self) -> str:
        where = self.scope or gettext("partout")
        return f"{self.person} · {where} · {self.get_kind_display()} · {self.get_cadence_display()}"
