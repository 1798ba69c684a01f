"""Open a call: one act that creates the texts of several groups."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from contributions.actions.create import new_text
from contributions.models.page import ContributionPage
from groups.actions.memberships import join
from groups.enums import Role
from groups.models import Call, Membership, WorkingGroupPage
from groups.rules import is_open, verdict_on_network
from kit.access import Refused, forget, require
from kit.clock import moment
from people.models import User


@dataclass(frozen=True)
class AskedOf:
    """What a call asks of one group: a title, and who coordinates when that changes.

    `ref` names the text for whoever loads it again (the demonstration, an import).
    """

    group: WorkingGroupPage
    title: str
    coordinator: User | None = None
    ref: str = ""


def open_call(
    title: str,
    asked: Sequence[AskedOf],
    *,
    by: User,
    question: str = "",
    asked_by: str = "",
    writing_due: datetime | None = None,
    review_due: datetime | None = None,
    validation_due: datetime | None = None,
    publication_due: datetime | None = None,
    is_announced: bool = False,
    ref: str = "",
    is_demonstration: bool = False,
    at: datetime | None = None,
) -> tuple[Call, list[ContributionPage]]:
    """Create the call and one draft a group; the drafts inherit the call's dates.

    An announced call shows its question and its day of publication to everyone; its
    texts stay as hidden as any draft.

    Raises Refused when one of the groups is closed: then nothing is created.
    """
    forget(by)
    require(verdict_on_network(by))
    when = moment(at)
    with transaction.atomic():
        call = Call.objects.create(
            title=title, question=question, asked_by=asked_by, opened_at=when, opened_by=by,
            writing_due=writing_due, review_due=review_due, validation_due=validation_due,
            publication_due=publication_due, is_announced=is_announced, ref=ref,
            is_demonstration=is_demonstration,
        )  # fmt: skip
        for line in asked:
            _require_open(line.group)
        pages = [
            new_text(
                line.group, line.title, by=by, call=call, at=when, ref=line.ref,
                is_demonstration=is_demonstration,
            )
            for line in asked
        ]  # fmt: skip
        for line in asked:
            _name_coordinator(line, by, when)
    return call, pages


def _require_open(group: WorkingGroupPage) -> None:
    if not is_open(WorkingGroupPage.objects.get(pk=group.pk)):
        raise Refused(
            _("Le groupe « %(group)s » est fermé : rouvrez-le avant de le saisir.")
            % {"group": group.title}
        )


def _name_coordinator(line: AskedOf, by: User, at: datetime) -> None:
    if line.coordinator is None:
        return
    row = Membership.objects.current().filter(person=line.coordinator, group=line.group).first()
    join(
        line.coordinator, line.group, by=by, role=Role.COORDINATOR,
        centre=row.centre if row else None, at=at,
    )  # fmt: skip
