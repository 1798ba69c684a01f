"""Freeze a version and ask the group, and the centres in it, to read it."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from contributions.actions.base import decision, require_arrival, write_event
from contributions.completeness import require_complete
from contributions.enums import EventKind, Verb, VersionKind
from contributions.freezing import centres_of, freeze
from contributions.models.versions import Version
from contributions.settling import settle
from kit.access import Refused
from kit.clock import moment
from people.models import User

if TYPE_CHECKING:
    from contributions.models import ContributionPage


def open_review(
    page: ContributionPage, *, by: User, note: str = "", at: datetime | None = None
) -> Version:
    """Freeze the latest revision and start Wagtail's workflow on it.

    Raises Incomplete, which names each missing part.
    """
    when = moment(at)
    with decision(page, Verb.OPEN_REVIEW, by) as text:
        settle(text)
        require_complete(text.get_latest_revision_as_object())
        workflow = text.get_workflow()
        if workflow is None:
            raise Refused(
                _("Aucun circuit de validation n'est en place : prévenez la coordination.")
            )
        version = freeze(text, VersionKind.REVIEW, by=by, label=note.strip()[:160], at=when)
        version.asked_centres.set(centres_of(text, when))
        text.record.reviewed_version = version
        text.record.save(update_fields=["reviewed_version"])
        workflow.start(text, by)
        require_arrival(text, Verb.OPEN_REVIEW)
        write_event(text, EventKind.REVIEW_OPENED, by, when, version=version, note=note.strip())
    return version
