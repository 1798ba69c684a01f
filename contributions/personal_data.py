"""What this room holds about persons: what they wrote and decided, which stays."""

from __future__ import annotations

from collections.abc import Iterator

from django.db.models import Q
from django.utils.translation import gettext as _g
from django.utils.translation import gettext_lazy as _

from kit.personal_data import Holding, Row, holdings
from people.models import User

from .masks.words import covered
from .models import ContributionPage, Mask, MoveRequest, ReadingGrant, RevisionAuthor, TextEvent


class TextNames(dict[int, str]):
    """What a person may call each text today, by its number: the title in progress for who
    follows or reads it, the published one for everyone, else the number alone."""

    def __init__(self, person: User) -> None:
        texts = ContributionPage.objects
        super().__init__(texts.published().values_list("record", "title"))
        for known in (texts.progress_visible_to(person), texts.drafts_visible_to(person)):
            self.update(known.values_list("record", "draft_title"))

    def __missing__(self, number: int) -> str:
        return _g("n° %(number)s") % {"number": number}


def _written(person: User) -> Iterator[Row]:
    rows = RevisionAuthor.objects.filter(person=person).select_related("revision")
    rows = rows.order_by("revision__created_at", "pk")
    keys = {int(row.revision.object_id) for row in rows}
    pages = ContributionPage.objects.select_related("record").in_bulk(keys)
    covers = Mask.objects.covers_by_page(keys)
    for row in rows:
        page = pages.get(int(row.revision.object_id))
        if page is None:
            continue
        yield {
            _g("contribution"): covered(row.revision.content.get("title", ""), covers[page.pk]),
            _g("numéro"): page.record.pk,
            _g("le"): row.revision.created_at,
        }


def _acts(person: User) -> Iterator[Row]:
    names = TextNames(person)
    rows = TextEvent.objects.filter(actor=person)
    for row in rows.order_by("at", "pk"):
        yield {
            _g("le"): row.at,
            _g("contribution"): names[row.record_id],
            _g("événement"): row.get_kind_display(),
            _g("mots"): row.note,
        }


def _readings(person: User) -> Iterator[Row]:
    rows = ReadingGrant.objects.filter(Q(person=person) | Q(granted_by=person))
    names = TextNames(person)
    for row in rows.order_by("starts_at", "pk"):
        yield {
            _g("contribution"): names[row.record_id],
            _g("depuis le"): row.starts_at,
            _g("jusqu'au"): row.until,
            _g("à vous"): row.person_id == person.pk,
        }


_STAYS = _("Aussi longtemps que les textes ; sous « Ancien membre » quand le compte est fermé.")

holdings.register(
    Holding(
        "contributions.written",
        _("Ce que vous avez écrit"),
        _("Garder entiers les textes et leur histoire, et savoir qui ne peut pas décider de ce qu'il a écrit."),
        _STAYS,
        _written,
    )
)  # fmt: skip
holdings.register(
    Holding(
        "contributions.acts",
        _("Ce que vous avez fait dans la vie des textes"),
        _("Dire qui a proposé, soumis, validé ou publié un texte, et avec quels mots."),
        _STAYS,
        _acts,
    )
)
holdings.register(
    Holding(
        "contributions.readings",
        _("Les lectures ouvertes"),
        _("Savoir qui a pu lire un texte en cours sans être du groupe."),
        _STAYS,
        _readings,
    )
)


def _blocks(person: User) -> Iterator[Row]:
    names = TextNames(person)
    for row in person.assignments.order_by("assigned_at", "pk"):
        yield {
            _g("contribution"): names[row.record_id],
            _g("bloc"): row.title,
            _g("confié le"): row.assigned_at,
            _g("pour le"): row.due,
            _g("écrit le"): row.done_at,
            _g("repris le"): row.released_at,
        }


def _requests(person: User) -> Iterator[Row]:
    rows = MoveRequest.objects.filter(Q(asked_by=person) | Q(answered_by=person))
    names = TextNames(person)
    for row in rows.select_related("group").order_by("asked_at", "pk"):
        yield {
            _g("contribution"): names[row.record_id],
            _g("autre groupe"): row.group.title,
            _g("demandée le"): row.asked_at,
            _g("réponse"): row.get_outcome_display(),
            _g("mots"): row.answer if row.answered_by_id == person.pk else row.note,
        }


holdings.register(
    Holding(
        "contributions.blocks",
        _("Les blocs qui vous ont été confiés"),
        _("Savoir qui écrit quoi dans un texte, et pour quand."),
        _STAYS,
        _blocks,
    )
)
holdings.register(
    Holding(
        "contributions.requests",
        _("Vos demandes entre groupes"),
        _("Savoir quels groupes se sont accordés pour porter un texte ou l'écrire ensemble."),
        _STAYS,
        _requests,
    )
)


def _masks(person: User) -> Iterator[Row]:
    mine = Mask.objects.filter(Q(made_by=person) | Q(confirmed_by=person) | Q(lifted_by=person))
    rows = list(mine.order_by("made_at", "pk"))
    # Few people ever mask anything.
    names = TextNames(person) if rows else {}
    for row in rows:
        lifted = row.lifted_by_id == person.pk
        yield {
            _g("contribution"): names[row.record_id],
            _g("masqué le"): row.made_at,
            _g("par vous"): row.made_by_id == person.pk,
            _g("confirmé par vous le"): row.confirmed_at
            if row.confirmed_by_id == person.pk
            else None,
            _g("levé par vous le"): row.lifted_at if lifted else None,
            _g("motif"): row.lifted_reason if lifted else row.reason,
        }


holdings.register(
    Holding(
        "contributions.masks",
        _("Les passages que vous avez masqués ou regardés"),
        _("Savoir qui a décidé, à deux, de ce qui n'est plus lu. Le passage lui-même, souvent le nom d'une personne, est gardé pour rester masqué partout."),
        _STAYS,
        _masks,
    )
)  # fmt: skip
