"""Give a text to another group."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _
from wagtail.actions.move_page import MovePageAction

from contributions.actions.base import decision, write_event
from contributions.actions.recall import back_to_drafting
from contributions.enums import EventKind, Verb
from contributions.lifecycle import current_task_state
from contributions.standing import Case
from groups.models import WorkingGroupPage
from groups.rules import is_coordinator, is_open
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
    """Move the page, who leads it and who sees it; pending decisions are cancelled.

    Raises Refused for a closed group, or when `by` neither leads the network nor
    coordinates both groups.
    """
    when = moment(at)
    with decision(page, Verb.MOVE, by) as text:
        group = WorkingGroupPage.objects.get(pk=group.pk)
        if text.record.lead_group_id == group.pk:
            return text
        _require_target(text, by, group)
        step = current_task_state(text)
        if step is not None:
            step.workflow_state.cancel(user=by)
        left = text.record.lead_group
        if group.get_children().filter(slug=text.slug).exists():
            # Both names must be free: the page is renamed before it is moved.
            siblings = text.get_siblings().values_list("slug", flat=True)
            text.slug = free_slug(group, text.title, "contribution", besides=siblings)
            text.save(update_fields=["slug"])
        MovePageAction(text, group, pos="last-child", user=by).execute(skip_permission_checks=True)
        back_to_drafting(text)
        text.record.lead_group = group
        text.record.save(update_fields=["lead_group"])
        text.record.associated_groups.remove(group)
        write_event(
            text, EventKind.MOVED, by, when, note=note.strip(), left=left.title, joined=group.title
        )
    return text


def _require_target(page: ContributionPage, by: User, group: WorkingGroupPage) -> None:
    case = Case(by, page)
    leads_both = is_coordinator(by, page.record.lead_group) and is_coordinator(by, group)
    if not (case.superuser or case.network or leads_both):
        raise Refused(_("Un déplacement demande l'accord des deux groupes ou de la coordination."))
    if not is_open(group):
        raise Refused(_("Ce groupe est fermé : il ne reçoit plus de nouveaux textes."))
