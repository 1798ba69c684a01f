"""What this room holds about persons: what they typed, and under which client ids."""

from __future__ import annotations

from collections.abc import Iterator

from django.db.models import Count, Max, Min, Sum
from django.utils.translation import gettext as _g
from django.utils.translation import gettext_lazy as _

from contributions.personal_data import TextNames
from kit.personal_data import Holding, Row, holdings
from people.models import User

from .enums import Handling, Refusal
from .models import ClientId, Update
from .record.retention import purge


def _typed(person: User) -> Iterator[Row]:
    """A line a text and connection: when it was made, and what was sent by it."""
    found = ClientId.objects.filter(person=person).order_by("made_at", "pk")
    rows = list(found.values_list("room", "room__page__record", "epoch", "client", "made_at"))
    if not rows:
        return
    names, sent = TextNames(person), _sent_by(person)
    for room, record, epoch, client, made_at in rows:
        count, octets, last = sent.get((room, epoch, client), (0, 0, made_at))
        yield {
            _g("contribution"): names[record],
            _g("depuis le"): made_at,
            _g("jusqu'au"): last,
            _g("modifications gardées une à une"): count,
            _g("octets écrits"): octets,
        }


def _sent_by(person: User) -> dict[tuple[int, int, int], tuple[int, int, object]]:
    rows = Update.objects.filter(person=person).order_by()
    told = rows.values_list("room", "epoch", "client").annotate(
        Count("pk"), Sum("octets"), Max("at")
    )
    return {tuple(key): (count, octets, last) for *key, count, octets, last in told}  # type: ignore[misc]


def _refused(person: User) -> Iterator[Row]:
    """A line a connection and reason: when, how much, and what became of it."""
    found = Update.objects.filter(person=person, refused=True).order_by()
    told = found.values_list("room__page__record", "client", "reason", "handled").annotate(
        began=Min("at"), ended=Max("at"), count=Count("pk")
    )
    rows = list(told.order_by("began"))
    names = TextNames(person) if rows else {}
    for record, _client, reason, handled, began, ended, count in rows:
        yield {
            _g("contribution"): names[record],
            _g("depuis le"): began,
            _g("jusqu'au"): ended,
            _g("modifications"): count,
            _g("motif"): str(Refusal(reason).label),
            _g("suite"): str(Handling(handled).label) if handled else "",
        }


_KEPT = _(
    "Pendant l'édition en cours, puis quatre-vingt-dix jours ; ce qui est dans le texte reste, sous « Ancien membre » quand le compte est fermé."
)

holdings.register(
    Holding(
        "cowriting.typed",
        _("Ce que vous avez tapé en écrivant à plusieurs"),
        _("Ne perdre aucun mot, rejouer l'écriture d'un texte et savoir qui y a écrit quoi."),
        _KEPT,
        _typed,
        purge=purge,
    )
)
holdings.register(
    Holding(
        "cowriting.refused",
        _("Vos mots arrivés trop tard"),
        _("Vous permettre, et à l'animation du groupe, de les retrouver et de les remettre dans le texte."),
        _("Quatre-vingt-dix jours après l'édition, ou après que quelqu'un les a lus."),
        _refused,
    )
)  # fmt: skip
