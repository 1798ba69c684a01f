"""The tables of `people`: `User`, `Centre`, `Mandate`, `Invitation`."""

from __future__ import annotations

from datetime import datetime
from typing import ClassVar
from zoneinfo import ZoneInfo, available_timezones

from django.contrib.auth.models import AbstractBaseUser, PermissionsMixin
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext_lazy as _

from .enums import CENTRE_MANDATES, InvitationState, MandateKind, PerimeterKind
from .managers import UserManager
from .querysets import CentreQuerySet, InvitationQuerySet, MandateQuerySet


def validate_time_zone(value: str) -> None:
    """Refuse what the time zone database does not know."""
    if value not in available_timezones():
        raise ValidationError(_("Fuseau horaire inconnu : %(zone)s"), params={"zone": value})


class User(AbstractBaseUser, PermissionsMixin):
    """A person who may sign in; the address is the login and is never shown in public."""

    email = models.EmailField(_("adresse électronique"), unique=True)
    display_name = models.CharField(
        _("nom affiché"),
        max_length=120,
        help_text=_("Le nom que les autres membres voient."),
    )
    function = models.CharField(_("fonction"), max_length=160, blank=True)
    time_zone = models.CharField(
        _("fuseau horaire"),
        max_length=64,
        default="Europe/Paris",
        validators=[validate_time_zone],
        help_text=_("Les échéances sont montrées à l'heure de Paris et dans ce fuseau."),
    )
    language = models.CharField(
        _("langue de l'interface"),
        max_length=8,
        choices=[("fr", _("français")), ("en", _("anglais"))],
        default="fr",
    )
    is_active = models.BooleanField(
        _("compte actif"),
        default=True,
        help_text=_("Un compte fermé ne permet plus d'entrer ; ses écrits restent."),
    )
    closed_at = models.DateTimeField(_("fermé le"), null=True, blank=True, editable=False)
    date_joined = models.DateTimeField(_("créé le"), default=timezone.now, editable=False)
    is_demonstration = models.BooleanField(
        _("compte de démonstration"), default=False, editable=False
    )
    sessions_epoch = models.PositiveIntegerField(default=0, editable=False)
    # Kept to the day; `last_login` would end the links that reset a password.
    seen_at = models.DateTimeField(_("dernière visite"), null=True, blank=True, editable=False)

    objects: ClassVar[UserManager] = UserManager()

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["display_name"]

    class Meta:
        verbose_name = _("compte")
        verbose_name_plural = _("comptes")
        ordering = ["display_name", "pk"]
        constraints = [models.UniqueConstraint(Lower("email"), name="people_user_email_ci")]

    def __str__(self) -> str:
        return self.public_name

    @property
    def public_name(self) -> str:
        """The name to show; *Ancien membre* once the account is closed."""
        return str(_("Ancien membre")) if self.closed_at else self.display_name

    @property
    def is_staff(self) -> bool:
        """What third parties ask before a staff screen: superusers alone."""
        return self.is_superuser

    @property
    def zone(self) -> ZoneInfo:
        return ZoneInfo(self.time_zone)

    def _get_session_auth_hash(self, secret: str | None = None) -> str:
        """Sessions rest on the password and on the epoch: either ends them all at once."""
        resting_on = (
            f"{self.password}:{self.sessions_epoch}" if self.sessions_epoch else self.password
        )
        salt = "django.contrib.auth.models.AbstractBaseUser.get_session_auth_hash"
        return salted_hmac(salt, resting_on, secret=secret, algorithm="sha256").hexdigest()

    def get_full_name(self) -> str:
        return self.public_name

    def get_short_name(self) -> str:
        return self.public_name

    def clean(self) -> None:
        super().clean()
        self.email = self.email.strip().lower()


class Centre(models.Model):
    """A member organisation of the network; what is unknown stays empty, never invented."""

    name = models.CharField(_("nom"), max_length=160, unique=True)
    slug = models.SlugField(_("adresse"), max_length=160, unique=True)
    long_name = models.CharField(_("nom complet"), max_length=255, blank=True)
    former_names = models.JSONField(
        _("anciens noms"), default=list, blank=True, help_text=_("Une liste de noms.")
    )
    perimeter = models.CharField(_("périmètre"), max_length=255, blank=True)
    perimeter_kind = models.CharField(
        _("type de périmètre"), max_length=20, choices=PerimeterKind.choices, blank=True
    )
    departments = models.JSONField(
        _("départements"), default=list, blank=True, help_text=_("Leurs codes : 93, 974…")
    )
    city = models.CharField(_("ville"), max_length=120, blank=True)
    branch = models.CharField(_("antenne"), max_length=120, blank=True)
    website = models.URLField(_("site"), blank=True)
    legal_form = models.CharField(_("statut juridique"), max_length=160, blank=True)
    is_overseas = models.BooleanField(_("outre-mer"), default=False)
    time_zone = models.CharField(
        _("fuseau horaire"),
        max_length=64,
        default="Europe/Paris",
        validators=[validate_time_zone],
    )
    is_published = models.BooleanField(_("publié dans l'annuaire"), default=False)
    is_demonstration = models.BooleanField(_("centre de démonstration"), default=False)
    source = models.TextField(
        _("source"), blank=True, help_text=_("D'où viennent ces informations.")
    )

    objects: ClassVar[CentreQuerySet] = CentreQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        verbose_name = _("centre")
        verbose_name_plural = _("centres")
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class Mandate(models.Model):
    """What a person is entrusted with, from a moment to a moment.

    `ends_at` empty means: until further notice. The end is exclusive.
    """

    person = models.ForeignKey(
        User, verbose_name=_("personne"), related_name="mandates", on_delete=models.PROTECT
    )
    kind = models.CharField(_("mandat"), max_length=20, choices=MandateKind.choices)
    centre = models.ForeignKey(
        Centre,
        verbose_name=_("centre"),
        related_name="mandates",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
    )
    starts_at = models.DateTimeField(_("depuis le"), default=timezone.now)
    ends_at = models.DateTimeField(_("jusqu'au"), null=True, blank=True)

    objects: ClassVar[MandateQuerySet] = MandateQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        verbose_name = _("mandat")
        verbose_name_plural = _("mandats")
        ordering = ["kind", "-starts_at"]
        indexes = [models.Index(fields=["person", "kind"])]

    def __str__(self) -> str:
        label = self.get_kind_display()
        return (
            f"{self.person} — {label} ({self.centre})"
            if self.centre
            else f"{self.person} — {label}"
        )

    def is_current(self, at: datetime | None = None) -> bool:
        moment = at or timezone.now()
        return self.starts_at <= moment and (self.ends_at is None or moment < self.ends_at)

    def clean(self) -> None:
        super().clean()
        if self.kind in CENTRE_MANDATES and self.centre_id is None:
            raise ValidationError({"centre": _("Ce mandat s'exerce pour un centre : lequel ?")})
        if self.kind not in CENTRE_MANDATES and self.centre_id is not None:
            raise ValidationError({"centre": _("Ce mandat ne s'exerce pas pour un centre.")})
        if self.ends_at and self.ends_at <= self.starts_at:
            raise ValidationError({"ends_at": _("La fin doit suivre le début.")})


class Invitation(models.Model):
    """A door opened to one e-mail address, once, until a date.

    The link's token is never stored: `token_hash` is what it is known by, empty until a
    letter goes out. What acceptance leads to is told by `purpose` and `terms`, which the
    room that registered the purpose alone understands (see `people.invitations`).
    """

    email = models.EmailField(_("adresse électronique"))
    name = models.CharField(_("nom"), max_length=120, blank=True)
    centre = models.ForeignKey(
        Centre, verbose_name=_("centre"), related_name="+", null=True, blank=True,
        on_delete=models.PROTECT,
    )  # fmt: skip
    message = models.TextField(_("message"), blank=True)
    language = models.CharField(_("langue"), max_length=8, default="fr")
    purpose = models.CharField(_("objet"), max_length=40)
    terms = models.JSONField(_("conditions"), default=dict, blank=True)
    scope = models.ForeignKey(
        "wagtailcore.Page", verbose_name=_("page"), related_name="invitations", null=True,
        blank=True, on_delete=models.CASCADE,
    )  # fmt: skip
    next_path = models.CharField(_("suite"), max_length=255, blank=True)
    in_list = models.BooleanField(_("dans une liste"), default=False)
    token_hash = models.CharField(max_length=64, null=True, unique=True, editable=False)  # noqa: DJ001
    invited_by = models.ForeignKey(
        User, verbose_name=_("invité par"), related_name="+", on_delete=models.PROTECT
    )
    created_at = models.DateTimeField(_("créée le"), default=timezone.now)
    sent_at = models.DateTimeField(_("envoyée le"), null=True, blank=True)
    expires_at = models.DateTimeField(_("expire le"))
    accepted_at = models.DateTimeField(_("acceptée le"), null=True, blank=True)
    accepted_by = models.ForeignKey(
        User, verbose_name=_("acceptée par"), related_name="accepted_invitations", null=True,
        blank=True, on_delete=models.PROTECT,
    )  # fmt: skip
    revoked_at = models.DateTimeField(_("annulée le"), null=True, blank=True)

    objects: ClassVar[InvitationQuerySet] = InvitationQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        verbose_name = _("invitation")
        verbose_name_plural = _("invitations")
        ordering = ["-created_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["email", "purpose", "scope"],
                condition=models.Q(accepted_at__isnull=True, revoked_at__isnull=True),
                name="people_invitation_one_open",
            )
        ]
        indexes = [models.Index(fields=["invited_by", "sent_at"])]

    def __str__(self) -> str:
        return self.email

    def state(self, at: datetime | None = None) -> InvitationState:
        if self.accepted_at:
            return InvitationState.ACCEPTED
        if self.revoked_at:
            return InvitationState.REVOKED
        if self.expires_at <= (at or timezone.now()):
            return InvitationState.EXPIRED
        return InvitationState.OPEN
