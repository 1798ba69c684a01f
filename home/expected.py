"""What is expected of a person besides the steps of texts: blocks to write, requests,
remarks and examples to answer, dates to choose, what they took on at a meeting."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import groupby

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _g
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from assent.selectors import Owed
from contributions.enums import MoveKind
from contributions.models import BlockAssignment, MoveRequest
from contributions.moving import requests_waiting_for as moves_waiting_for
from contributions.sharing import owed_by
from discussion.waiting import waiting_for as remarks_waiting_for
from examples.selectors import waiting_for as examples_waiting_for
from groups.models import JoinRequest
from groups.selectors import requests_waiting_for
from kit.access import AnyUser
from kit.demonstration import unmarked
from meetings.selectors import Expected, minutes_waiting_for, polls_waiting_for
from meetings.selectors import tasks_of as meeting_tasks_of
from proposals.selectors_of_transmissions import still_to_answer
from proposals.waiting import unanswered_by_group

from .tasks import Task, of_centre


def expected_of(user: AnyUser) -> list[tuple[int, Task]]:
    """Each with the key of its group, in a constant number of queries."""
    return [
        *_of_texts(user),
        *_of_people(user),
        *_of_meetings(user),
        *_of_examples(user),
        *_of_remarks(user),
        *_of_addressees(user),
    ]


def _of_texts(user: AnyUser) -> Iterator[tuple[int, Task]]:
    for row in owed_by(user):
        yield row.record.lead_group_id, block_task(row)
    for request in moves_waiting_for(user):
        yield request.group_id, _move_task(request)


def answers_expected(asked: Mapping[int, Sequence[Owed]]) -> Iterator[Task]:
    """What one's centres owe, one line a call: several of its texts wait on one page."""
    waiting = sorted((one for rows in asked.values() for one in rows), key=_call_of)
    for call, rows in groupby(waiting, key=_call_of):
        owed = list(rows)
        if call and len(owed) > 1:
            yield _of_call(owed)
        else:
            yield from map(of_centre, owed)


def _call_of(owed: Owed) -> int:
    return owed.record.call_id or 0


def _of_call(owed: list[Owed]) -> Task:
    what = _g("Donner la réponse de votre centre sur %(count)s textes") % {"count": len(owed)}
    dues = [one.round.due for one in owed if one.round.due]
    return Task(
        what, owed[0].call.title if owed[0].call else "", "", reverse("assent:owed"),
        due=min(dues) if dues else None, action=_("Répondre"),
    )  # fmt: skip


def block_task(row: BlockAssignment) -> Task:
    """A block that a person has still to write."""
    record = row.record
    return Task(
        _("Écrire un bloc"), row.title, record.lead_group.title,
        reverse("contributions:sharing", args=[record.pk]), record.lead_group.hue, row.due,
        action=_("Écrire"), action_url=_address_of_block(row),
    )  # fmt: skip


def _address_of_block(row: BlockAssignment) -> str:
    """Where the block is written, among the others of its text."""
    return f"{reverse('writing:write', args=[row.record.page_id])}#bloc-{row.block_id}"


def _move_task(request: MoveRequest) -> Task:
    what = (
        _("Répondre à un groupe qui vous propose de porter un texte")
        if request.kind == MoveKind.LEAD
        else _("Répondre à un groupe qui vous propose d'écrire avec lui")
    )
    return Task(
        what, request.record.page.draft_title, request.group.title,
        reverse("contributions:move_request", args=[request.pk]), request.group.hue,
        request.expires_at, action=_("Répondre"),
    )  # fmt: skip


def _of_people(user: AnyUser) -> Iterator[tuple[int, Task]]:
    for asked in requests_waiting_for(user):
        yield asked.group_id, _join_task(asked)


def _join_task(asked: JoinRequest) -> Task:
    return Task(
        _("Répondre à une personne qui demande à entrer dans le groupe"),
        asked.person.public_name, asked.group.title,
        reverse("groups:request", args=[asked.group.slug, asked.pk]), asked.group.hue,
        action=_("Répondre"), at_desk=True,
    )  # fmt: skip


def _of_examples(user: AnyUser) -> Iterator[tuple[int, Task]]:
    for line in examples_waiting_for(user):
        what = ngettext(
            "Donner une suite à un exemple de terrain",
            "Donner une suite à %(count)d exemples de terrain",
            line.count,
        ) % {"count": line.count}
        url = reverse("examples:of_group", args=[line.group.slug])
        yield (
            line.group.pk,
            Task(what, line.oldest, line.group.title, url, line.group.hue, action=_("Voir")),
        )


def _of_remarks(user: AnyUser) -> Iterator[tuple[int, Task]]:
    for line in remarks_waiting_for(user):
        what = (
            ngettext(
                "Répondre à une remarque qui vous nomme",
                "Répondre à %(count)s remarques qui vous nomment",
                line.count,
            )
            if line.named
            else ngettext(
                "Dire comment se termine une remarque",
                "Dire comment se terminent %(count)s remarques",
                line.count,
            )
        ) % {"count": line.count}
        record = line.record
        url = reverse("discussion:threads", args=[record.pk])
        # The text's own name leads to the page of its work, on the same screen.
        about = _g("Les remarques sur « %(title)s »") % {"title": unmarked(record.page.draft_title)}
        base = Task(what, about, record.lead_group.title, url)
        yield record.lead_group_id, replace(base, hue=record.lead_group.hue, action=_("Voir"))


def _of_addressees(user: AnyUser) -> Iterator[tuple[int, Task]]:
    """What was transmitted to oneself, and who has not answered one's groups for long."""
    for sent in still_to_answer(user):
        group = sent.version.record.lead_group
        received = sent.acknowledged_at is not None
        what = _("Répondre à une contribution reçue") if received else _("Accuser réception")
        action = _("Répondre") if received else _("Lire")
        task = Task(what, sent.version.title, group.title, sent.get_absolute_url(), group.hue)
        yield group.pk, replace(task, action=action)
    for group, count in unanswered_by_group(user):
        said = ngettext(
            "Relancer un destinataire qui n'a pas répondu",
            "Relancer %(count)s destinataires qui n'ont pas répondu",
            count,
        ) % {"count": count}
        title = _g("Propositions sans réponse")
        task = Task(said, title, group.title, reverse("proposals:unanswered"), group.hue)
        yield group.pk, replace(task, action=_("Voir"))


def _of_meetings(user: AnyUser) -> Iterator[tuple[int, Task]]:
    for poll in polls_waiting_for(user):
        yield poll.group_id, _meeting_task(poll, _("Dire quand vous pouvez venir"), _("Répondre"))
    for minutes in minutes_waiting_for(user):
        yield minutes.group_id, _meeting_task(minutes, _("Relire le compte rendu"), _("Relire"))
    for task in meeting_tasks_of(user):
        yield (
            task.group_id,
            _meeting_task(task, _("Tenir ce qui a été décidé en réunion"), _("Voir")),
        )


def _meeting_task(line: Expected, what: Promise | str, action: Promise | str) -> Task:
    base = Task(what, line.title, line.group, line.url, line.hue, line.due)
    return replace(base, action=action)
