"""What this room holds about persons."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.contrib.contenttypes.models import ContentType
from django.contrib.sessions.models import Session
from django.db.models import Q
from django.utils.translation import gettext as _g
from django.utils.translation import gettext_lazy as _
from wagtail.models import ModelLogEntry

from kit.personal_data import FORMER, Holding, Row, holdings

from .models import Invitation, User

#: What stands in place of a closed account's address; nothing can be sent there.
CLOSED_ADDRESS = "compte-ferme-{}@closed.invalid"
#: Sessions that nobody used for so long are forgotten.
_SESSIONS_KEPT = timedelta(days=60)
#: Invitations that nobody accepted are forgotten so long after they end.
_LINKS_KEPT = timedelta(days=90)


def _account(person: User) -> Iterator[Row]:
    yield {
        _g("adresse électronique"): person.email,
        _g("nom affiché"): person.display_name,
        _g("fonction"): person.function,
        _g("fuseau horaire"): person.time_zone,
        _g("langue de l'interface"): person.get_language_display(),
        _g("créé le"): person.date_joined,
        _g("dernière entrée"): person.last_login,
        _g("dernière visite"): person.seen_at,
    }


def _forget_account(person: User) -> None:
    """Address, name and function go; the row stays, since what was written points to it."""
    person.email = CLOSED_ADDRESS.format(person.pk)
    person.display_name, person.function = FORMER, ""
    person.save(update_fields=["email", "display_name", "function"])
    EmailAddress.objects.filter(user=person).delete()
    profile = getattr(person, "wagtail_userprofile", None)
    if profile is not None:
        profile.delete()
    entries = ModelLogEntry.objects.filter(
        content_type=ContentType.objects.get_for_model(User), object_id=str(person.pk)
    )
    entries.update(label=FORMER)


def _mandates(person: User) -> Iterator[Row]:
    for row in person.mandates.select_related("centre").order_by("starts_at", "pk"):
        yield {
            _g("mandat"): row.get_kind_display(),
            _g("centre"): row.centre.name if row.centre else "",
            _g("depuis le"): row.starts_at,
            _g("jusqu'au"): row.ends_at,
        }


def _doors(person: User) -> Iterator[Row]:
    for row in Authenticator.objects.filter(user=person).order_by("created_at", "pk"):
        yield {
            _g("moyen d'entrer"): str(row.get_type_display()),
            _g("créé le"): row.created_at,
            _g("servi le"): row.last_used_at,
        }
    for session in UserSession.objects.filter(user=person).order_by("created_at", "pk"):
        yield {
            _g("moyen d'entrer"): _g("session ouverte"),
            _g("créé le"): session.created_at,
            _g("servi le"): session.last_seen_at,
            _g("navigateur"): session.user_agent,
            _g("adresse IP"): session.ip,
        }


def _close_doors(person: User) -> None:
    Authenticator.objects.filter(user=person).delete()
    keys = list(UserSession.objects.filter(user=person).values_list("session_key", flat=True))
    Session.objects.filter(session_key__in=keys).delete()
    UserSession.objects.filter(user=person).delete()


def _purge_sessions(now: datetime) -> int:
    UserSession.objects.filter(last_seen_at__lt=now - _SESSIONS_KEPT).delete()
    return Session.objects.filter(expire_date__lt=now).delete()[0]


def _invitations(person: User) -> Iterator[Row]:
    rows = Invitation.objects.filter(Q(email__iexact=person.email) | Q(accepted_by=person))
    for row in rows.select_related("scope", "centre").order_by("created_at", "pk"):
        yield {
            _g("adresse électronique"): row.email,
            _g("nom"): row.name,
            _g("page"): row.scope.title if row.scope else "",
            _g("message"): row.message,
            _g("le"): row.created_at,
            _g("acceptée le"): row.accepted_at,
        }


def _forget_invitations(person: User) -> None:
    """Those that brought the person here, and those that still wait at their address."""
    brought = Invitation.objects.filter(accepted_by=person)
    brought.update(email=CLOSED_ADDRESS.format(person.pk), name="", message="")
    Invitation.objects.filter(email__iexact=person.email, accepted_at__isnull=True).delete()


def _purge_invitations(now: datetime) -> int:
    """Addresses of people who never came."""
    old = Invitation.objects.filter(accepted_at__isnull=True, expires_at__lt=now - _LINKS_KEPT)
    return old.delete()[0]


holdings.register(
    Holding(
        "people.invitations",
        _("Les invitations que vous avez reçues"),
        _("Vous faire entrer, et savoir qui a invité qui."),
        _("Sans réponse, elles sont effacées trois mois après leur échéance ; acceptées, elles restent, sans votre adresse quand le compte est fermé."),
        _invitations,
        scrub=_forget_invitations,
        purge=_purge_invitations,
    )
)  # fmt: skip
holdings.register(
    Holding(
        "people.account",
        _("Votre compte"),
        _("Vous reconnaître quand vous entrez, et dire aux autres membres qui vous êtes."),
        _("Tant que le compte est ouvert. Sans aucune entrée pendant 24 mois, il est fermé, après un avertissement un mois avant."),
        _account,
        scrub=_forget_account,
        identifies=True,
    )
)  # fmt: skip
holdings.register(
    Holding(
        "people.mandates",
        _("Vos mandats"),
        _("Savoir qui décide pour un centre ou pour le réseau, et qui l'a fait à une date passée."),
        _("Aussi longtemps que les textes auxquels ils se rapportent ; sans votre nom quand le compte est fermé."),
        _mandates,
    )
)  # fmt: skip
holdings.register(
    Holding(
        "people.doors",
        _("Vos sessions et vos moyens d'entrer"),
        _("Vous laisser entrer, et vous montrer où votre compte est ouvert."),
        _("Une session sans usage est oubliée au bout de 60 jours ; tout s'efface quand le compte est fermé."),
        _doors,
        scrub=_close_doors,
        purge=_purge_sessions,
    )
)  # fmt: skip
