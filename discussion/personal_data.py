"""What is held about who remarks, who is named, and who was invited to read without an account."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import TypeVar

from django.db.models import F, Model, Q, QuerySet
from django.db.models.functions import Coalesce, Least
from django.utils.translation import gettext as _g
from django.utils.translation import gettext_lazy as _
from django_comments.models import CommentFlag
from django_comments_xtd.models import LIKEDIT_FLAG

from contributions.personal_data import TextNames
from kit.personal_data import FORMER, Holding, Row, holdings
from people.models import User

from .mentions import name_in_words
from .models import Mention, Remark, RemarkEdit, ReviewerLink

T = TypeVar("T", bound=Model)

#: What is known of an invited reader, beyond what they said, goes so long after their link ends.
_INVITATIONS_KEPT = timedelta(days=365)

_STAYS = _("Aussi longtemps que les textes ; sous « Ancien membre » quand le compte est fermé.")


def _with_names(person: User, rows: QuerySet[T]) -> Iterator[tuple[T, TextNames]]:
    """Each row, with what the person may call its text; names are read for who has rows."""
    found = list(rows)
    names = TextNames(person) if found else None
    for row in found:
        assert names is not None
        yield row, names


def _remarks(person: User) -> Iterator[Row]:
    rows = Remark.objects.filter(user=person).select_related("suggestion", "centre")
    read: set[int] | None = None
    for row, names in _with_names(person, rows.order_by("submit_date", "pk")):
        suggestion = getattr(row, "suggestion", None)
        if read is None:
            own = Remark.objects.visible_to(person).filter(user=person)
            read = set(own.values_list("pk", flat=True))
        # What a group answered after one left it is the group's; why one's own words were
        # hidden is owed to their author for ever.
        answered = row.outcome_note if row.pk in read else ""
        yield {
            _g("contribution"): names[row.record_id],
            _g("le"): row.submit_date,
            _g("centre"): row.centre.name if row.centre else "",
            _g("mots"): row.comment,
            _g("mots proposés"): suggestion.replacement if suggestion else "",
            _g("issue"): row.get_outcome_display(),
            _g("motif"): answered or row.hidden_reason,
        }


def _edits(person: User) -> Iterator[Row]:
    rows = RemarkEdit.objects.filter(remark__user=person).select_related("remark")
    for row, names in _with_names(person, rows.order_by("at", "pk")):
        yield {
            _g("contribution"): names[row.remark.record_id],
            _g("changée le"): row.at,
            _g("mots d'avant"): row.words,
        }


def _decisions(person: User) -> Iterator[Row]:
    rows = Remark.objects.filter(Q(outcome_by=person) | Q(hidden_by=person))
    for row, names in _with_names(person, rows.order_by("submit_date", "pk")):
        hid = row.hidden_by_id == person.pk
        yield {
            _g("contribution"): names[row.record_id],
            _g("remarque"): row.pk,
            _g("décision"): _g("Masquée") if hid else row.get_outcome_display(),
            _g("le"): row.hidden_at if hid else row.outcome_at,
            _g("motif"): row.hidden_reason if hid else row.outcome_note,
        }


def _agreements(person: User) -> Iterator[Row]:
    rows = CommentFlag.objects.filter(user=person, flag=LIKEDIT_FLAG)
    for row in rows.order_by("flag_date", "pk"):
        yield {_g("remarque"): row.comment_id, _g("d'accord le"): row.flag_date}


def _mentions(person: User) -> Iterator[Row]:
    rows = Mention.objects.filter(person=person).select_related("remark")
    for row, names in _with_names(person, rows.order_by("remark__submit_date", "pk")):
        yield {
            _g("contribution"): names[row.remark.record_id],
            _g("le"): row.remark.submit_date,
            _g("remarque"): row.remark_id,
        }


def _forget_mentions(person: User) -> None:
    """Where others named the person, with the mark that tells them, the name goes."""
    rows = Mention.objects.filter(person=person)
    pattern = re.compile(name_in_words(person.display_name), re.IGNORECASE)
    for remark in Remark.objects.filter(pk__in=rows.values("remark")).order_by("pk"):
        said = pattern.sub(f"@{FORMER}", remark.comment)
        Remark.objects.filter(pk=remark.pk).update(comment=said)
    named = f"@{person.display_name}"
    for edit in RemarkEdit.objects.filter(words__icontains=named).order_by("pk"):
        edit.words = pattern.sub(f"@{FORMER}", edit.words)
        edit.save(update_fields=["words"])
    rows.delete()


def _invitations(person: User) -> Iterator[Row]:
    rows = ReviewerLink.objects.filter(Q(created_by=person) | Q(email__iexact=person.email))
    for row, names in _with_names(
        person, rows.select_related("version").order_by("created_at", "pk")
    ):
        mine = row.created_by_id == person.pk
        yield {
            _g("contribution"): names[row.version.record_id],
            _g("version"): row.version.number,
            _g("le"): row.created_at,
            _g("jusqu'au"): row.until,
            _g("personne invitée"): row.invited,
            _g("invitée par vous"): mine,
        }


def _forget_invitations(person: User) -> None:
    """Links that were sent to the address of the account."""
    rows = ReviewerLink.objects.filter(email__iexact=person.email)
    rows.filter(name=person.display_name).update(name=FORMER)
    rows.update(email="", invited=FORMER, message="")


def _purge_invitations(now: datetime) -> int:
    """Who was invited, and under which name they spoke: their words stay, under
    *Personne invitée*."""
    ended = Least("until", Coalesce("revoked_at", F("until")))
    old = ReviewerLink.objects.annotate(annotated_end=ended)
    old = old.filter(annotated_end__lt=now - _INVITATIONS_KEPT).exclude(invited="")
    keys = list(old.values_list("pk", flat=True))
    rows = ReviewerLink.objects.filter(pk__in=keys)
    return rows.update(invited="", email="", message="", name="", organisation="")


holdings.register(
    Holding(
        "discussion.remarks",
        _("Vos remarques, réponses et suggestions"),
        _("Garder les échanges d'où viennent les textes, et dire à chacun ce que devient sa remarque."),
        _STAYS,
        _remarks,
    )
)  # fmt: skip
holdings.register(
    Holding(
        "discussion.edits",
        _("Ce que disaient vos remarques avant d'être modifiées"),
        _("Permettre à l'animation de comprendre un échange dont les mots ont changé."),
        _STAYS,
        _edits,
    )
)
holdings.register(
    Holding(
        "discussion.decisions",
        _("Les issues que vous avez données à des remarques"),
        _("Dire à l'auteur d'une remarque qui en a décidé, et pourquoi."),
        _STAYS,
        _decisions,
    )
)
holdings.register(
    Holding(
        "discussion.agreements",
        _("Les remarques avec lesquelles vous êtes d'accord"),
        _("Compter qui partage une remarque."),
        _STAYS,
        _agreements,
    )
)
holdings.register(
    Holding(
        "discussion.mentions",
        _("Les remarques qui vous nomment"),
        _("Vous prévenir qu'une remarque vous attend."),
        _("Aussi longtemps que les textes ; effacées quand le compte est fermé."),
        _mentions,
        scrub=_forget_mentions,
    )
)
holdings.register(
    Holding(
        "discussion.invitations",
        _("Les lectures par lien"),
        _("Ouvrir une version à une personne sans compte, et savoir par qui."),
        _("Nom, organisation, adresse et mot d'invitation : un an après la fin du lien. Les remarques et les avis restent, sans nom."),
        _invitations,
        scrub=_forget_invitations,
        purge=_purge_invitations,
    )
)  # fmt: skip
