"""Give a text to another group."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _
from wagtail.actions.move_page import MovePageAction

from contributions.actions.assign import release_all
from contributions.actions.base import decision, locked, write_event
from contributions.actions.recall import back_to_drafting
from contributions.enums import EventKind, MoveOutcome, Verb
from contributions.lifecycle import current_task_state
from contributions.models.grants import ReadingGrant
from contributions.models.moves import MoveRequest
from contributions.moving import agrees_for_both, stopped_by_moving
from contributions.own_files import carry_files
from groups.models import WorkingGroupPage
from groups.rules import is_open
from kit.access import Refused
from kit.clock import moment
from kit.slugs import free_slug
from people.models import User

if TYPE_CHECKING:
    from contributions.models import ContributionPage


def move_text(
    page: ContributionPage,
    *,
    by: User,
    group: WorkingGroupPage,
    note: str = "",
    at: datetime | None = None,
) -> ContributionPage:
    """Move the page, who leads it and who sees it; what is pending is cancelled.

    Raises Refused for a closed group, or when `by` neither leads the network nor
    coordinates both groups: see `ask_move`.
    """
    when = moment(at)
    with decision(page, Verb.MOVE, by) as text:
        group = WorkingGroupPage.objects.select_related("record").get(pk=group.pk)
        if text.record.lead_group_id == group.pk:
            return text
        if not agrees_for_both(by, text.record, group):
            raise Refused(
                _("Un déplacement demande l'accord des deux groupes ou de la coordination.")
            )
        hand_over(text, by=by, group=group, note=note, at=when)
    return text


def hand_over(
    page: ContributionPage, *, by: User, group: WorkingGroupPage, note: str, at: datetime
) -> None:
    """Do it, once both groups agree; written with what it stopped.

    Raises Refused for a closed group.
    """
    with locked(page) as text:
        require_open(group)
        left, stopped = text.record.lead_group, stopped_by_moving(text)
        _stop(text, by, at)
        _move_page(text, group, by)
        text.record.lead_group = group
        text.record.save(update_fields=["lead_group"])
        text.record.associated_groups.remove(group)
        moved, stayed = carry_files(text, left, group)
        stopped |= {name: n for name, n in (("files", moved), ("shared", stayed)) if n}
        facts: dict[str, Any] = {"stopped": stopped} if stopped else {}
        write_event(
            text, EventKind.MOVED, by, at, note=note.strip(), left=left.title,
            joined=group.title, left_group=left.pk, **facts,
        )  # fmt: skip


def require_open(group: WorkingGroupPage) -> None:
    """Raises Refused for a group that takes no more texts."""
    if not is_open(group):
        raise Refused(_("Ce groupe est fermé : il ne reçoit plus de nouveaux textes."))


def _stop(text: ContributionPage, by: User, at: datetime) -> None:
    """Cancel the decision in progress, and all that the former group had set up."""
    step = current_task_state(text)
    if step is not None:
        step.workflow_state.cancel(user=by)
    back_to_drafting(text)
    release_all(text.record, at)
    ReadingGrant.objects.current(at).filter(record=text.record).update(revoked_at=at)
    MoveRequest.objects.filter(record=text.record, outcome="").update(
        outcome=MoveOutcome.LAPSED, answered_at=at
    )


def _move_page(text: ContributionPage, group: WorkingGroupPage, by: User) -> None:
    if group.get_children().filter(slug=text.slug).exists():
        # Both names must be free: the page is renamed before it is moved.
        siblings = text.get_siblings().values_list("slug", flat=True)
        text.slug = free_slug(group, text.title, "contribution", besides=siblings)
        text.save(update_fields=["slug"])
    MovePageAction(text, group, pos="last-child", user=by).execute(skip_permission_checks=True)
