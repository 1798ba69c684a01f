"""Say that one comes, or not; note who was there."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from django.http import Http404
from django.utils.translation import gettext as _

from kit.access import Refused, require
from kit.clock import moment
from meetings import rules
from meetings.actions.base import TooLate, locked_meeting
from meetings.enums import Standing
from meetings.material import people_at
from meetings.models import Attendance, Meeting
from people.models import Centre, User

#: What a person says of themselves before a meeting.
SAID = frozenset({Standing.COMING, Standing.EXCUSED})


def say_coming(meeting: Meeting, standing: str, *, by: User, at: datetime | None = None) -> None:
    """Say that one comes or is excused, until the meeting begins; the last word counts."""
    when = moment(at)
    with locked_meeting(meeting, by) as fresh:
        require(rules.verdict_on_reading(by, fresh))
        if standing not in SAID:
            raise Http404
        if fresh.is_cancelled or fresh.has_begun(when):
            raise TooLate(_("Cette réunion a commencé, ou elle est annulée."))
        rows = {row.person_id: row.centre for row in people_at(fresh.group, when)}
        _keep(fresh, {by.pk: standing}, rows, when)


def record_attendance(
    meeting: Meeting, standings: Mapping[int, str], *, by: User, at: datetime | None = None
) -> None:
    """Note who was there (person key → standing), each for their centre at that date.

    What somebody said of themselves before they left the group may be sent again as it
    stands. Raises TooLate once the minutes are frozen, Refused for who was not in the group
    then.
    """
    when = moment(at)
    with locked_meeting(meeting, by) as fresh:
        require(rules.verdict_on_keeping(by, fresh))
        if fresh.is_frozen:
            raise TooLate(_("Le compte rendu est figé : les présences ne changent plus."))
        if not fresh.has_begun(when):
            raise Refused(_("La réunion n'a pas commencé."))
        centres = {row.person_id: row.centre for row in people_at(fresh.group, fresh.starts_at)}
        said = dict(fresh.attendance.values_list("person_id", "standing"))
        standings = {
            key: standing for key, standing in standings.items()
            if key in centres or said.get(key) != standing
        }  # fmt: skip
        if not set(standings) <= set(centres):
            raise Refused(_("Une de ces personnes n'était pas membre du groupe à cette date."))
        if not set(standings.values()) <= set(Standing.values):
            raise Http404
        _keep(fresh, standings, centres, when)


def _keep(
    meeting: Meeting, standings: Mapping[int, str], centres: Mapping[int, Centre | None],
    when: datetime,
) -> None:  # fmt: skip
    Attendance.objects.bulk_create(
        [
            Attendance(
                meeting=meeting, person_id=person, centre=centres[person], standing=standing,
                at=when,
            )
            for person, standing in standings.items()
        ],
        update_conflicts=True, unique_fields=["meeting", "person"],
        update_fields=["centre", "standing", "at"],
    )  # fmt: skip
