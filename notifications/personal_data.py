"""What this room holds about persons."""

from __future__ import annotations

from collections.abc import Iterator
from functools import reduce
from operator import or_
from typing import TYPE_CHECKING, Any

from django.db.models import Q
from django.utils.translation import gettext as _g
from django.utils.translation import gettext_lazy as _

from kit.personal_data import FORMER, Holding, Row, holdings

from .models import Letter, Notice, Preference

if TYPE_CHECKING:
    from people.models import User

#: Under which keys of `Notice.data` a name stands, each with the key of whose account it is;
#: news that say no account are known by the name alone.
_NAMES = {"who": "by", "writer": "writer_key", "reader": "reader_key"}


def _news(person: User) -> Iterator[Row]:
    for notice in Notice.objects.filter(person=person).order_by("at", "pk"):
        yield {
            _g("nouvelle"): notice.get_kind_display(),
            _g("le"): notice.at,
            _g("lue le"): notice.read_at,
        }
    for choice in Preference.objects.filter(person=person).select_related("scope").order_by("pk"):
        yield {
            _g("nouvelle"): choice.get_kind_display(),
            _g("réglage"): choice.get_cadence_display(),
            _g("groupe"): choice.scope.title if choice.scope else "",
        }


def _forget_news(person: User) -> None:
    """What the person was told, and their name in what others were told."""
    Notice.objects.filter(person=person).delete()
    Preference.objects.filter(person=person).delete()
    same_name = [Q(**{f"data__{name}": person.display_name}) for name in _NAMES]
    same_account = [Q(**{f"data__{account}": person.pk}) for account in _NAMES.values()]
    naming = list(Notice.objects.filter(reduce(or_, same_name + same_account)))
    for notice in naming:
        _forget_name(notice.data, person)
    Notice.objects.bulk_update(naming, ["data"], batch_size=500)


def _forget_name(data: dict[str, Any], person: User) -> None:
    for name, account in _NAMES.items():
        whose = data.get(account)
        same = whose == person.pk if whose else data.get(name) == person.display_name
        if same and data.get(name):
            data[name] = FORMER


def _letters(person: User) -> Iterator[Row]:
    letters = Letter.objects.filter(Q(person=person) | Q(address__iexact=person.email))
    for letter in letters.order_by("created_at", "pk"):
        yield {
            _g("lettre"): letter.subject or letter.get_kind_display(),
            _g("écrite le"): letter.created_at,
            _g("envoyée le"): letter.sent_at,
        }


def _forget_letters(person: User) -> None:
    """Those that wait never leave."""
    Letter.objects.filter(Q(person=person) | Q(address__iexact=person.email)).delete()


holdings.register(
    Holding(
        "notifications.news",
        _("Vos nouvelles et vos réglages"),
        _("Vous dire ce qui vous attend, au rythme que vous avez choisi."),
        _("Six mois ; tout s'efface quand le compte est fermé."),
        _news,
        scrub=_forget_news,
    )
)
holdings.register(
    Holding(
        "notifications.letters",
        _("Les lettres qui vous sont envoyées"),
        _("Savoir qu'une lettre est partie, et réessayer quand elle n'est pas arrivée. Ses mots sont effacés dès qu'elle est partie."),
        _("Six mois ; tout s'efface quand le compte est fermé."),
        _letters,
        scrub=_forget_letters,
    )
)  # fmt: skip
