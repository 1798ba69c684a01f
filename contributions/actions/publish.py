"""Make the validated version what the public reads, at once or at a minute to come."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from django.utils import timezone
from django.utils.translation import gettext as _

from contributions.actions.base import decision, write_event
from contributions.enums import EventKind, Verb
from contributions.models.versions import Version
from contributions.signals import text_published
from kit.access import Refused
from kit.clock import moment
from people.models import User

if TYPE_CHECKING:
    from contributions.models import ContributionPage


def publish(
    page: ContributionPage, *, by: User, note: str = "", at: datetime | None = None
) -> Version:
    """Publish the validated version, exactly, and end the edition in progress."""
    with decision(page, Verb.PUBLISH, by) as text:
        return make_live(text, by=by, note=note, at=moment(at))


def schedule(
    page: ContributionPage, *, by: User, minute: datetime, at: datetime | None = None
) -> ContributionPage:
    """Have the validated version published at `minute`.

    The date is ours: Wagtail's own schedule would announce a page that is not live yet.
    The same minute again, by the same person, changes nothing; another one replaces it, and
    another person answers for it from then on. Raises Refused for a
    minute that has passed.
    """
    when = moment(at)
    with decision(page, Verb.SCHEDULE, by) as text:
        if minute <= when:
            raise Refused(_("Choisissez un moment à venir, ou publiez maintenant."))
        if text.record.embargo_until == minute and text.record.scheduled_by_id == by.pk:
            return text
        text.record.embargo_until, text.record.scheduled_by = minute, by
        text.record.save(update_fields=["embargo_until", "scheduled_by"])
        write_event(
            text, EventKind.SCHEDULED, by, when,
            version=text.record.validated_version, minute=minute.isoformat(),
        )  # fmt: skip
    return text


def unschedule(
    page: ContributionPage, *, by: User, note: str = "", at: datetime | None = None
) -> ContributionPage:
    """Cancel the publication to come; the text stays validated."""
    with decision(page, Verb.UNSCHEDULE, by) as text:
        cancel_minute(text, by, moment(at), note.strip())
    return text


def cancel_minute(page: ContributionPage, by: User, at: datetime, note: str = "") -> None:
    """Have a locked text come out at no minute any more; nothing where none was chosen."""
    record = page.record
    if record.embargo_until is None:
        return
    record.embargo_until = record.scheduled_by = None
    record.save(update_fields=["embargo_until", "scheduled_by"])
    write_event(
        page, EventKind.UNSCHEDULED, by, at, version=record.validated_version, note=note
    )  # fmt: skip


def make_live(page: ContributionPage, *, by: User | None, at: datetime, note: str = "") -> Version:
    """Publish the validated version of a locked text; the caller has asked the rule."""
    record = page.record
    version = record.validated_version
    if version is None:
        raise Refused(_("Aucune version validée à publier."))
    version.revision.publish(user=by, skip_permission_checks=True)
    page.refresh_from_db()
    page.record = record
    _leave_nothing_unpublished(page, version)
    _date_publication(page, at)
    version.published_at = at
    version.save(update_fields=["published_at"])
    record.current_version, record.published_at = version, at
    record.reviewed_version = record.validated_version = record.validated_at = None
    record.embargo_until = record.scheduled_by = record.edition_opened_at = None
    record.proposed_at = record.proposed_by = None
    record.replaced_by = record.replaced_at = None
    record.withdrawn_at, record.withdrawal_reason = None, ""
    record.withdrawal_asked_at = record.withdrawal_asked_by = None
    record.save()
    write_event(page, EventKind.PUBLISHED, by, at, version=version, note=note.strip())
    text_published.send(sender=type(page), page=page, version=version, by=by, at=at)
    return version


def _leave_nothing_unpublished(page: ContributionPage, version: Version) -> None:
    """Wagtail takes the revision that was made last for the latest one: a correction of what
    the public read meanwhile is none of this edition."""
    if page.has_unpublished_changes and page.latest_revision_id == version.revision_id:
        page.has_unpublished_changes = False
        type(page).objects.filter(pk=page.pk).update(has_unpublished_changes=False)


def _date_publication(page: ContributionPage, at: datetime) -> None:
    """Give Wagtail's own dates the moment at which the publication happened."""
    if abs((timezone.now() - at).total_seconds()) < 1:
        return
    first = (page.first_published_at if page.record.published_at else None) or at
    page.first_published_at, page.last_published_at = first, at
    type(page).objects.filter(pk=page.pk).update(first_published_at=first, last_published_at=at)
