"""What is held about persons who read drafts, or write them by plain forms."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

from django.utils.html import strip_tags
from django.utils.translation import gettext as _g
from django.utils.translation import gettext_lazy as _

from kit.personal_data import Holding, Row, holdings
from people.models import User

from .models import DraftVisit, SentPart

#: Whoever did not come for so long is shown a draft as on a first visit.
_VISITS_KEPT = timedelta(days=365)
#: A form that is sent again later than this is another form.
_SENT_KEPT = timedelta(days=60)


def _visits(person: User) -> Iterator[Row]:
    for visit in (
        DraftVisit.objects.filter(person=person)
        .select_related("page__record")
        .order_by("seen_at", "pk")
    ):
        yield {_g("numéro"): visit.page.record.pk, _g("vu le"): visit.seen_at}


def _sent(person: User) -> Iterator[Row]:
    for sent in (
        SentPart.objects.filter(person=person).select_related("page__record").order_by("at", "key")
    ):
        yield {
            _g("numéro"): sent.page.record.pk,
            _g("reçu le"): sent.at,
            _g("ce qui y était écrit"): " · ".join(_words_in(sent.value)),
        }


def _words_in(value: Any) -> Iterator[str]:
    """What the fields of a part say, without their format."""
    if isinstance(value, str):
        words = strip_tags(value).strip()
        if words:
            yield words
    elif isinstance(value, list):
        for item in value:
            yield from _words_in(item)
    elif isinstance(value, dict):
        for name, said in value.items():
            yield from _words_in(said) if name not in ("id", "type") else ()


def _forget_visits(person: User) -> None:
    DraftVisit.objects.filter(person=person).delete()


def _forget_sent(person: User) -> None:
    SentPart.objects.filter(person=person).delete()


def _purge_visits(now: datetime) -> int:
    return DraftVisit.objects.filter(seen_at__lt=now - _VISITS_KEPT).delete()[0]


def _purge_sent(now: datetime) -> int:
    return SentPart.objects.filter(at__lt=now - _SENT_KEPT).delete()[0]


holdings.register(
    Holding(
        "cowriting.visits",
        _("Vos lectures de brouillons"),
        _("Vous dire ce qui a changé depuis la dernière fois."),
        _("Un an après la dernière visite ; rien quand le compte est fermé."),
        _visits,
        _forget_visits,
        _purge_visits,
    )
)
holdings.register(
    Holding(
        "cowriting.sent",
        _("Les formulaires par lesquels vous avez écrit un bloc"),
        _("N'écrire qu'une fois un formulaire envoyé deux fois, et y reconnaître ce que vous avez changé depuis."),
        _("Deux mois ; rien quand le compte est fermé."),
        _sent,
        _forget_sent,
        _purge_sent,
    )
)  # fmt: skip
