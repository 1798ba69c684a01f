"""What is held about addressees, and about who transmits and records answers."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta

from django.db.models import F, Q
from django.db.models.functions import Coalesce, Least
from django.utils.translation import gettext as _g
from django.utils.translation import gettext_lazy as _

from contributions.personal_data import TextNames
from kit.personal_data import Holding, Row, holdings
from people.models import User

from .models import Reply, Transmission

#: Who was written to by a link goes so long after it ended; their organisation stays.
_KEPT = timedelta(days=365)


def _transmissions(person: User) -> Iterator[Row]:
    rows = Transmission.objects.filter(
        Q(addressee=person) | Q(sent_by=person) | Q(email__iexact=person.email)
    ).select_related("version")
    found = list(rows.order_by("sent_at", "pk"))
    # Names are read for who has rows.
    names = TextNames(person) if found else {}
    for row in found:
        mine = row.sent_by_id == person.pk
        # What was transmitted to oneself was given under its title.
        title = names[row.version.record_id] if mine else row.version.title
        yield {
            _g("contribution"): title,
            _g("version"): row.version.number,
            _g("organisation"): row.organisation,
            _g("transmise le"): row.sent_at,
            _g("transmise par vous"): mine,
            _g("message"): row.message,
            _g("reçue le"): row.acknowledged_at,
        }


def _forget_address(person: User) -> None:
    """Links that were sent to the address of the account."""
    rows = Transmission.objects.filter(email__iexact=person.email)
    rows.update(name="", email="", message="")


def _purge_links(now: datetime) -> int:
    over = Least("until", Coalesce("ended_at", F("until")))
    old = Transmission.objects.filter(addressee__isnull=True).annotate(annotated_end=over)
    old = old.filter(annotated_end__lt=now - _KEPT).exclude(name="", email="", message="")
    keys = list(old.values_list("pk", flat=True))
    return Transmission.objects.filter(pk__in=keys).update(name="", email="", message="")


def _replies(person: User) -> Iterator[Row]:
    mine = Q(recorded_by=person) | Q(opened_by=person) | Q(closed_by=person)
    rows = Reply.objects.filter(mine)
    found = list(rows.order_by("recorded_at", "pk"))
    names = TextNames(person) if found else {}
    for row in found:
        yield {
            _g("contribution"): names[row.record_id],
            _g("qui répond"): row.addressee,
            _g("état"): row.get_state_display(),
            _g("mots"): row.words if row.recorded_by_id == person.pk else "",
            _g("datée du"): row.dated,
            _g("enregistrée par vous"): row.recorded_by_id == person.pk,
            _g("rendue publique par vous"): row.opened_by_id == person.pk,
            _g("refermée par vous"): row.closed_by_id == person.pk,
        }


holdings.register(
    Holding(
        "proposals.transmissions",
        _("Les contributions transmises"),
        _("Savoir à qui une version a été remise, par qui, et si elle a été reçue."),
        _("Nom, adresse et message d'un lien : un an après sa fin. L'organisation et les dates, aussi longtemps que le texte ; un compte fermé devient « Ancien membre »."),
        _transmissions,
        scrub=_forget_address,
        purge=_purge_links,
    )
)  # fmt: skip
holdings.register(
    Holding(
        "proposals.replies",
        _("Les réponses des destinataires"),
        _("Dire ce que devient chaque proposition, et d'où on le tient."),
        _("Aussi longtemps que les textes ; sous « Ancien membre » quand le compte est fermé."),
        _replies,
    )
)
