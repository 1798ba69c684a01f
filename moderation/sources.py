"""What the rooms below have waiting, in the shape of the desk."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from functools import partial
from typing import Any

from django.db.models import Max, Q
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from contributions.enums import EventKind, WorkState
from contributions.lifecycle import state_of
from contributions.models import ContributionPage, Mask
from contributions.next_step import due_now
from contributions.selectors import records_of_groups, texts_with_own_hand
from contributions.withdrawals import confirmable_by
from groups.enums import Role
from groups.rules import memberships_of
from groups.selectors import requests_waiting_for
from kit.access import AnyUser
from notifications.models import Letter
from people.rules import can_manage_network, is_moderator

from .queue import Row, Source, sources
from .reports.selectors import (
    Waiting,
    waiting_challenges,
    waiting_reactions,
    waiting_reports,
)

#: How many letters that failed are shown; the admin's list has them all.
_LETTERS = 50


def _texts(number: int | None = None) -> Any:
    """All that is not in the trash, or the text of one number."""
    pages = ContributionPage.objects.with_states().not_trashed()
    if number is not None:
        pages = pages.filter(record=number)
    pages = pages.prefetch_related("record__associated_groups")
    return pages.defer("body", "summary", "approach", "addressees").order_by("pk")


def _decides_on_texts(user: AnyUser) -> bool:
    return user.is_active and (user.is_superuser or is_moderator(user))


def _submissions(
    work: WorkState, event: EventKind, user: AnyUser, key: int | None = None
) -> Iterator[Row]:
    """Texts in one state whose next step is this person's: never those that they wrote."""
    if not _decides_on_texts(user):
        return
    texts = _texts(key).filter(annotated_work_state=work.value, record__embargo_until=None)
    came = Max("record__events__at", filter=Q(record__events__kind=event.value))
    pages = list(texts.annotate(came_at=came))
    own = texts_with_own_hand(user, pages)
    for page in pages:
        if page.pk not in own:
            record = page.record
            yield Row(
                work.value, record.pk, page.draft_title, record.lead_group.title,
                page.came_at or record.created_at, reverse("moderation:text", args=[record.pk]),
                due_now(page, state_of(page)), record.lead_group.hue,
            )  # fmt: skip


def _withdrawals(user: AnyUser, key: int | None = None) -> Iterator[Row]:
    pages = list(_texts(key).filter(record__withdrawal_asked_at__isnull=False, live=True))
    mine = confirmable_by(user, pages)
    for page in pages:
        record = page.record
        own = record.withdrawal_asked_by_id == user.pk
        if page.pk in mine or (user.is_superuser and not own):
            yield Row(
                "withdrawal", record.pk, page.title, record.lead_group.title,
                record.withdrawal_asked_at, reverse("contributions:act", args=[record.pk, "retirer"]), None, record.lead_group.hue,
            )  # fmt: skip


def _masks(user: AnyUser, key: int | None = None) -> Iterator[Row]:
    """What others hid alone; the passage itself is nowhere but on its page."""
    masks = Mask.objects.unconfirmed().exclude(made_by=user.pk)
    if key is not None:
        masks = masks.filter(pk=key)
    if not (_decides_on_texts(user) or can_manage_network(user)):
        led = [key for key, role in memberships_of(user).items() if role == Role.COORDINATOR]
        masks = masks.filter(record__in=records_of_groups(led))
    masks = masks.select_related("record__page", "record__lead_group")
    for mask in masks.defer("record__page__body").order_by("made_at", "pk"):
        title = mask.record.page.draft_title
        group = mask.record.lead_group
        yield Row(
            "mask", mask.pk, title, group.title, mask.made_at, mask.get_absolute_url(), mask.due,
            group.hue,
        )  # fmt: skip


def _requests(user: AnyUser) -> Iterator[Row]:
    for asked in requests_waiting_for(user):
        url = reverse("groups:request", args=[asked.group.slug, asked.pk])
        yield Row(
            "join", asked.pk, asked.person.public_name, asked.group.title, asked.asked_at, url,
            None, asked.group.hue, is_content=False,
        )  # fmt: skip


def _letters(user: AnyUser) -> Iterator[Row]:
    if not can_manage_network(user):
        return
    dead = Letter.objects.dead().select_related("person").order_by("-created_at", "-pk")
    for letter in dead[:_LETTERS]:
        url = reverse("notifications_letter_modeladmin_inspect", args=[letter.pk])
        whom = letter.address or (letter.person.email if letter.person else _("personne"))
        said = letter.get_kind_display()
        yield Row("mail", letter.pk, said, whom, letter.created_at, url, is_content=False)


def _public(
    find: Callable[[AnyUser, int | None], list[Waiting]], user: AnyUser, key: int | None = None
) -> Iterable[Row]:
    return (
        Row(
            one.kind,
            one.key,
            one.title,
            one.place,
            one.since,
            one.url,
            one.due,
            is_content=False,
        )
        for one in find(user, key)
    )


#: What is found by its key without the rest of its queue.
_ASKED_ALONE = (
    "mask", "report", "challenge", "reaction", "withdrawal",
    WorkState.VALIDATION.value, WorkState.VALIDATED.value,
)  # fmt: skip

_find: Any
for _kind, _label, _find in (
    ("mask", gettext_lazy("Passages masqués à confirmer"), _masks),
    ("report", gettext_lazy("Signalements"), partial(_public, waiting_reports)),
    ("challenge", gettext_lazy("Contestations"), partial(_public, waiting_challenges)),
    ("reaction", gettext_lazy("Réactions à lire"), partial(_public, waiting_reactions)),
    (
        WorkState.VALIDATION.value, gettext_lazy("Textes à valider"),
        partial(_submissions, WorkState.VALIDATION, EventKind.SUBMITTED),
    ),
    (
        WorkState.VALIDATED.value, gettext_lazy("Textes à publier"),
        partial(_submissions, WorkState.VALIDATED, EventKind.VALIDATED),
    ),
    ("withdrawal", gettext_lazy("Retraits à confirmer"), _withdrawals),
    ("join", gettext_lazy("Demandes d'entrée"), _requests),
    ("mail", gettext_lazy("Courrier en échec"), _letters),
):  # fmt: skip
    sources.register(Source(_kind, _label, _find, _find if _kind in _ASKED_ALONE else None))
