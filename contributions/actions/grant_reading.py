"""Open a draft or a version to named readers until a date, and close it again."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from django.http import Http404
from django.utils.translation import gettext as _

from contributions.actions.base import decision, write_event
from contributions.enums import EventKind, Verb
from contributions.models.grants import ReadingGrant
from contributions.models.versions import Version
from groups.models import WorkingGroupPage
from kit.access import Refused
from kit.clock import moment
from people.models import User

if TYPE_CHECKING:
    from contributions.models import ContributionPage


def grant_reading(
    page: ContributionPage,
    *,
    by: User,
    until: datetime,
    person: User | None = None,
    group: WorkingGroupPage | None = None,
    all_centres: bool = False,
    version: Version | None = None,
    at: datetime | None = None,
) -> ReadingGrant:
    """Let one person, one group or every centre read and remark until a date.

    Raises Refused for an end in the past, or for none or several readers at once, and
    Http404 for a version of another text.
    """
    when = moment(at)
    with decision(page, Verb.GRANT_READING, by) as text:
        if until <= when:
            raise Refused(_("La lecture se termine à une date à venir."))
        if [person is not None, group is not None, all_centres].count(True) != 1:
            raise Refused(_("Choisissez une personne, un groupe, ou tous les centres."))
        if version is not None and version.record_id != text.record.pk:
            raise Http404
        grant = ReadingGrant.objects.create(
            record=text.record, version=version, person=person, group=group,
            all_centres=all_centres, starts_at=when, until=until, granted_by=by,
        )  # fmt: skip
        write_event(
            text, EventKind.READING_OPENED, by, when, version=version, until=until.isoformat()
        )
    return grant


def revoke_reading(
    page: ContributionPage, *, by: User, grant: ReadingGrant, at: datetime | None = None
) -> ReadingGrant:
    """Close a reading at once. Doing it twice changes nothing."""
    when = moment(at)
    with decision(page, Verb.GRANT_READING, by) as text:
        if grant.record_id != text.record.pk:
            raise Http404
        grant = ReadingGrant.objects.select_for_update().get(pk=grant.pk)
        if grant.revoked_at is None:
            grant.revoked_at = when
            grant.save(update_fields=["revoked_at"])
            write_event(text, EventKind.READING_CLOSED, by, when, version=grant.version)
    return grant
