"""Open a draft or a version to named readers until a date, extend it, close it."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from django.http import Http404
from django.utils.translation import gettext as _

from contributions.actions.base import NotNow, decision, write_event
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
            text, EventKind.READING_OPENED, by, when, version=version, until=until.isoformat(),
            grant=grant.pk,
        )  # fmt: skip
    return grant


def extend_reading(
    page: ContributionPage,
    *,
    by: User,
    grant: ReadingGrant,
    until: datetime,
    at: datetime | None = None,
) -> ReadingGrant:
    """Give an open reading another end. Raises NotNow for one that is over, Refused for
    an end in the past."""
    when = moment(at)
    with decision(page, Verb.GRANT_READING, by) as text:
        grant = _of_text(text, grant)
        if grant.revoked_at is not None or grant.until <= when:
            raise NotNow(_("Cette lecture est terminée : ouvrez-en une autre."))
        if until <= when:
            raise Refused(_("La lecture se termine à une date à venir."))
        if grant.until != until:
            grant.until = until
            grant.save(update_fields=["until"])
            write_event(
                text, EventKind.READING_EXTENDED, by, when, version=grant.version,
                until=until.isoformat(), grant=grant.pk,
            )  # fmt: skip
    return grant


def revoke_reading(
    page: ContributionPage, *, by: User, grant: ReadingGrant, at: datetime | None = None
) -> ReadingGrant:
    """Close a reading at once. Doing it twice changes nothing."""
    when = moment(at)
    with decision(page, Verb.GRANT_READING, by) as text:
        grant = _of_text(text, grant)
        if grant.revoked_at is None:
            grant.revoked_at = when
            grant.save(update_fields=["revoked_at"])
            write_event(text, EventKind.READING_CLOSED, by, when, version=grant.version)
    return grant


def _of_text(text: ContributionPage, grant: ReadingGrant) -> ReadingGrant:
    """The reading as it stands, locked. Raises Http404 for another text's."""
    rows = ReadingGrant.objects.select_for_update(of=("self",)).select_related("version")
    found = rows.filter(pk=grant.pk, record=text.record).first()
    if found is None:
        raise Http404
    return found
