"""Have a second group write a text with the one that leads it, or no longer."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from contributions.actions.assign import release_orphans
from contributions.actions.base import NotNow, decision, locked, write_event
from contributions.actions.move_text import require_open
from contributions.enums import EventKind, Verb
from groups.models import WorkingGroupPage
from groups.rules import is_coordinator
from kit.access import Refused
from kit.clock import moment
from people.models import User
from people.rules import can_manage_network

if TYPE_CHECKING:
    from contributions.models import ContributionPage


def join_text(
    page: ContributionPage, *, by: User, group: WorkingGroupPage, note: str, at: datetime
) -> None:
    """Give another group's people the same rights to write, once both groups agree."""
    with locked(page) as text:
        require_open(group)
        record = text.record
        if group.pk == record.lead_group_id or record.associated_groups.filter(pk=group.pk):
            raise NotNow(_("Ce groupe est déjà associé au texte."))
        record.associated_groups.add(group)
        write_event(
            text, EventKind.ASSOCIATED, by, at, note=note.strip(), joined=group.title,
            joined_group=group.pk,
        )  # fmt: skip


def dissociate(
    page: ContributionPage,
    *,
    by: User,
    group: WorkingGroupPage,
    note: str = "",
    at: datetime | None = None,
) -> ContributionPage:
    """End it: the leading group's coordination, the associated one's for itself, or the
    network. Blocks entrusted to its people go back."""
    when = moment(at)
    with decision(page, Verb.MOVE, by) as text:
        record = text.record
        ours = is_coordinator(by, record.lead_group) or is_coordinator(by, group)
        if not (ours or can_manage_network(by)):
            raise Refused(_("L'animation de l'un des deux groupes en décide."))
        if not record.associated_groups.filter(pk=group.pk).exists():
            raise NotNow(_("Ce groupe n'est pas associé au texte."))
        record.associated_groups.remove(group)
        release_orphans(when)
        write_event(
            text, EventKind.DISSOCIATED, by, when, note=note.strip(), left=group.title,
            left_group=group.pk,
        )  # fmt: skip
    return text
