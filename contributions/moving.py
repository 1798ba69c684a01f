"""Who may give a text to another group, and what that stops: said before, and after."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db.models import F, Q, QuerySet
from django.utils.dateparse import parse_datetime
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from groups.enums import Role
from groups.models import WorkingGroupPage
from groups.rules import is_coordinator, is_open, memberships_of
from kit.access import AnyUser, Verdict, answer_for
from kit.formats import day_words
from people.rules import can_manage_network

from .enums import WorkState
from .lifecycle import state_of
from .models import ContributionPage
from .models.assignments import BlockAssignment
from .models.grants import ReadingGrant
from .models.moves import MoveRequest
from .models.record import ContributionRecord

# -- Who -------------------------------------------------------------------------------


def agrees_for_both(user: AnyUser, record: ContributionRecord, group: WorkingGroupPage) -> bool:
    """Whether `user` speaks for the group that leads the text and for the other one: the
    network does, and who coordinates both."""
    if can_manage_network(user):
        return True
    return is_coordinator(user, record.lead_group) and is_coordinator(user, group)


def can_ask(user: AnyUser, record: ContributionRecord) -> bool:
    """Ask another group: the coordination of the group that leads the text."""
    return user.is_active and is_coordinator(user, record.lead_group)


def can_answer(user: AnyUser, request: MoveRequest) -> bool:
    """Say yes or no: the other group's coordination, or the network, never who asked."""
    if not _stands(request) or user.pk == request.asked_by_id:
        return False
    return user.is_active and (is_coordinator(user, request.group) or can_manage_network(user))


def can_take_back(user: AnyUser, request: MoveRequest) -> bool:
    """Change one's mind before the answer: the coordination that asked."""
    return user.is_active and _stands(request) and is_coordinator(user, request.left)


def verdict_on_request(user: AnyUser, request: MoveRequest | None) -> Verdict:
    """The answer to a request's page: both coordinations and the network see it; once it
    waits for no answer, those of them who may follow the text."""
    allowed = (
        request is not None
        and is_party(user, request)
        and (_waits(request) or _follows(user, request.record))
    )
    return answer_for(user, allowed, may_know=False)


def is_party(user: AnyUser, request: MoveRequest) -> bool:
    """Whether `user` speaks for a side of the request: either coordination, or the network."""
    return (
        user.is_authenticated
        and user.is_active
        and (
            is_coordinator(user, request.left)
            or is_coordinator(user, request.group)
            or can_manage_network(user)
        )
    )


def _follows(user: AnyUser, record: ContributionRecord) -> bool:
    return ContributionPage.objects.progress_visible_to(user).filter(record=record).exists()


def _waits(request: MoveRequest) -> bool:
    """Whether the request is in time, about a text that the group which asked still leads."""
    record = request.record
    still_there = record.lead_group_id == request.left_id and record.trashed_at is None
    return request.is_pending() and still_there


def _stands(request: MoveRequest) -> bool:
    """Whether the request may still be answered with what it asks."""
    return _waits(request) and is_open(request.group)


def requests_waiting_for(user: AnyUser) -> QuerySet[MoveRequest]:
    """What `user` is asked to answer as coordinator: twin of `can_answer`, the network's
    part left out, since it is not the one that is asked."""
    led = [group for group, role in memberships_of(user).items() if role == Role.COORDINATOR]
    return _with_texts(MoveRequest.objects.pending()).filter(
        ~Q(asked_by=user.pk), group__in=led, group__record__closed_at__isnull=True
    )


def requests_about(group: WorkingGroupPage) -> QuerySet[MoveRequest]:
    """Requests of a group and to it that wait for an answer."""
    return _with_texts(MoveRequest.objects.pending()).filter(Q(left=group.pk) | Q(group=group.pk))


def requests_of(record: ContributionRecord) -> list[MoveRequest]:
    """What the leading group asked about one text, and waits for."""
    pending = MoveRequest.objects.pending().filter(record=record, left=record.lead_group_id)
    return list(pending.select_related("record", "left", "group"))


def _with_texts(requests: QuerySet[MoveRequest]) -> QuerySet[MoveRequest]:
    requests = requests.filter(record__lead_group=F("left"))
    requests = requests.select_related("record__page", "left", "group__record", "asked_by")
    return requests.defer(
        "record__page__body", "record__page__summary", "record__page__approach"
    ).order_by("expires_at", "pk")


# -- What it stops ---------------------------------------------------------------------


def stopped_by_moving(page: ContributionPage) -> dict[str, Any]:
    """What would end if the text changed hands now; empty when nothing is under way."""
    record, work = page.record, state_of(page).work
    facts: dict[str, Any] = {}
    if work in (WorkState.REVIEW, WorkState.VALIDATION, WorkState.VALIDATED):
        facts["step"] = work.value
    if record.embargo_until is not None:
        facts["scheduled"] = record.embargo_until.isoformat()
    assigned = BlockAssignment.objects.unwritten().filter(record=record).count()
    readings = ReadingGrant.objects.current().filter(record=record).count()
    return facts | {
        name: count for name, count in (("blocks", assigned), ("readings", readings)) if count
    }


def words_on_stopped(facts: dict[str, Any]) -> list[str]:
    """`stopped_by_moving`, and what became of files, a sentence each."""
    lines = []
    step, scheduled = facts.get("step"), facts.get("scheduled")
    if scheduled:
        moment: datetime | None = parse_datetime(str(scheduled))
        day = day_words(localtime(moment)) if moment else ""
        lines.append(_("la publication programmée pour le %(day)s est annulée") % {"day": day})
    elif step in _STEPS:
        lines.append(_STEPS[step]())
    for name, words in _COUNTED.items():
        if facts.get(name):
            lines.append(words(int(facts[name])))
    return lines


_STEPS = {
    WorkState.REVIEW.value: lambda: _("la relecture en cours s'arrête"),
    WorkState.VALIDATION.value: lambda: _("la validation en cours s'arrête"),
    WorkState.VALIDATED.value: lambda: _("la validation tombe"),
}


def _blocks(count: int) -> str:
    words = ngettext(
        "%(count)s bloc confié n'est plus à personne",
        "%(count)s blocs confiés ne sont plus à personne",
        count,
    )
    return words % {"count": count}


def _readings(count: int) -> str:
    words = ngettext(
        "%(count)s lecture ouverte se referme", "%(count)s lectures ouvertes se referment", count
    )
    return words % {"count": count}


def _files(count: int) -> str:
    words = ngettext(
        "%(count)s fichier du texte le suit", "%(count)s fichiers du texte le suivent", count
    )
    return words % {"count": count}


def _shared(count: int) -> str:
    words = ngettext(
        "%(count)s fichier, qui sert aussi ailleurs, reste au premier groupe et se lit avec le texte",
        "%(count)s fichiers, qui servent aussi ailleurs, restent au premier groupe et se lisent avec le texte",
        count,
    )
    return words % {"count": count}


_COUNTED = {"blocks": _blocks, "readings": _readings, "files": _files, "shared": _shared}
