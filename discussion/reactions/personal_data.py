"""What is held about who reacts in public, with an account or without."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta

from django.db.models import Q
from django.utils.translation import gettext as _g
from django.utils.translation import gettext_lazy as _

from discussion.enums import ReactionState
from discussion.models import Reaction
from kit.personal_data import FORMER, Holding, Row, holdings
from people.models import User

from .links import UNCONFIRMED_KEPT

#: Addresses of visitors are forgotten so long after the last decision, or after they were
#: confirmed when nobody ever decided.
_ADDRESSES_KEPT = timedelta(days=365)


def _reactions(person: User) -> Iterator[Row]:
    rows = Reaction.objects.filter(Q(user=person) | Q(user_email__iexact=person.email))
    for row in rows.select_related("record__page").order_by("submit_date", "pk"):
        yield {
            _g("contribution"): row.record.page.title,
            _g("nom"): row.author_name,
            _g("mots"): row.comment,
            _g("le"): row.submit_date,
            _g("état"): row.get_state_display(),
            _g("motif"): row.reason,
        }


def _forget_author(person: User) -> None:
    """Reactions given under the address, without the account, lose name and address."""
    given = Reaction.objects.filter(user_email__iexact=person.email)
    given.update(user_name=FORMER, user_email="")


def _purge(now: datetime) -> int:
    """What nobody confirmed, whole; addresses of the others; and the name of whom nobody
    answered: it was never shown."""
    unconfirmed = Reaction.objects.filter(
        state=ReactionState.UNCONFIRMED, submit_date__lt=now - UNCONFIRMED_KEPT
    )
    gone = unconfirmed.count()
    unconfirmed.delete()
    old = Reaction.objects.filter(decided_at__lt=now - _ADDRESSES_KEPT)
    gone += old.exclude(user_email="").update(user_email="")
    waiting = Reaction.objects.filter(
        state=ReactionState.HELD, decided_at=None, confirmed_at__lt=now - _ADDRESSES_KEPT
    )
    return gone + waiting.exclude(user_email="").update(user_name=FORMER, user_email="")


holdings.register(
    Holding(
        "discussion.reactions",
        _("Vos réactions publiques"),
        _("Montrer ce que le public dit d'un texte, et écrire à son auteur ce qui a été décidé."),
        _("Aussi longtemps que le texte ; l'adresse d'une personne sans compte, un an après la décision ou, sans décision, un an, son nom avec elle ; ce qui n'est pas confirmé, sept jours."),
        _reactions,
        scrub=_forget_author,
        purge=_purge,
    )
)  # fmt: skip
