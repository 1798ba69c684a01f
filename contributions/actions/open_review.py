"""Freeze a version and ask the group, and the centres in it, to read it."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from contributions.actions.base import decision, require_arrival, write_event
from contributions.actions.set_dates import set_review_end
from contributions.completeness import require_complete
from contributions.enums import EventKind, Verb, VersionKind
from contributions.freezing import centres_of, freeze
from contributions.models.versions import Version
from contributions.settling import settle
from kit.access import Refused
from kit.clock import moment
from people.models import Centre, User

if TYPE_CHECKING:
    from contributions.models import ContributionPage


def open_review(
    page: ContributionPage,
    *,
    by: User,
    note: str = "",
    due: datetime | None = None,
    centres: Iterable[Centre] = (),
    at: datetime | None = None,
) -> Version:
    """Freeze the latest revision and start Wagtail's workflow on it.

    `due`: the text's own end of the review, in the place of the one that it has. `centres`
    are asked besides those with a current member. Raises Incomplete, which names each
    missing part, and Refused for a date gone by or out of its order.
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
        if due is not None:
            set_review_end(text.record, due, when)
        version = freeze(text, VersionKind.REVIEW, by=by, label=note.strip()[:160], at=when)
        version.asked_centres.set({*centres_of(text, when), *centres})
        text.record.reviewed_version = version
        text.record.save(update_fields=["reviewed_version"])
        workflow.start(text, by)
        require_arrival(text, Verb.OPEN_REVIEW)
        write_event(text, EventKind.REVIEW_OPENED, by, when, version=version, note=note.strip())
    return version
