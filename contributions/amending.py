"""Put a version corrected in its form in the place of the one under decision, or of the one
that the public reads.

Nothing is rewritten: the version of before keeps its revision and its number, and the new
one says which it corrects (`Version.same_text`).
"""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _
from wagtail.log_actions import log
from wagtail.models import Revision, TaskState

from people.models import User

from .actions.base import NotNow
from .authorship import note_author
from .enums import VersionKind, WorkState
from .freezing import freeze_revision
from .lifecycle import current_task_state, state_of
from .models.versions import Version
from .signals import form_corrected

if TYPE_CHECKING:
    from .models import ContributionPage

_DECIDED = (WorkState.REVIEW, WorkState.VALIDATION, WorkState.VALIDATED)


def version_under_decision(page: ContributionPage) -> Version | None:
    """What the group, the network or the public to come has before it now."""
    if page.record.trashed_at is not None or state_of(page).work not in _DECIDED:
        return None
    return page.record.validated_version or page.record.reviewed_version


def version_of_the_public(page: ContributionPage) -> Version | None:
    """What everyone reads; None for a text that is withdrawn or was never published."""
    return page.record.current_version if state_of(page).public.is_read_by_all else None


def amend(
    page: ContributionPage,
    old: Version,
    corrected: ContributionPage,
    *,
    author: User | None,
    by: User,
    at: datetime,
) -> Version:
    """Have `corrected`, the words of `old` in another form, stand where `old` stands.

    `page` is locked, and the caller has asked the rule and compared the two texts. `author`
    wrote it; `by`, another person, agreed. Answers asked of `old` are asked of the new
    version, and hold. Raises NotNow when `old` is neither under decision nor public.
    """
    decided, public = version_under_decision(page), version_of_the_public(page)
    if decided is not None and decided.pk == old.pk:
        return _amend_decision(page, old, corrected, author, at)
    if public is not None and public.pk == old.pk:
        return _amend_public(page, old, corrected, author, by, at)
    raise NotNow(_("Le texte a changé depuis : cette version n'est plus celle qui se corrige."))


def _amend_decision(
    page: ContributionPage,
    old: Version,
    corrected: ContributionPage,
    author: User | None,
    at: datetime,
) -> Version:
    if page.latest_revision_id != old.revision_id:
        # Never take the place of words that nobody decided about.
        raise NotNow(_("Le texte a changé depuis : cette version n'est plus celle qui se corrige."))
    revision = _revise(page, corrected, author, at)
    _make_latest(page, corrected, revision)
    step = current_task_state(page)
    if step is not None:
        TaskState.objects.filter(pk=step.pk).update(revision=revision)
    version = _frozen(page, old, revision, author, at)
    record = page.record
    if record.reviewed_version_id == old.pk:
        record.reviewed_version = version
    if record.validated_version_id == old.pk:
        record.validated_version = version
    record.save(update_fields=["reviewed_version", "validated_version"])
    _read_again(page)
    return version


def _amend_public(
    page: ContributionPage,
    old: Version,
    corrected: ContributionPage,
    author: User | None,
    by: User,
    at: datetime,
) -> Version:
    """Publish a revision of its own; an edition in progress keeps its draft."""
    at_rest = state_of(page).work is WorkState.IDLE
    revision = _revise(page, corrected, author, at)
    if at_rest:
        _make_latest(page, corrected, revision)
    # Read again: it would publish the page with the latest revision of before.
    Revision.objects.get(pk=revision.pk).publish(user=by, skip_permission_checks=True)
    rows = type(page).objects.filter(pk=page.pk)
    # Wagtail takes the revision that was made last for the latest one of the page.
    rows.update(last_published_at=at, has_unpublished_changes=not at_rest)
    version = _frozen(page, old, revision, author, at)
    version.published_at = at
    version.save(update_fields=["published_at"])
    page.record.current_version = version
    page.record.save(update_fields=["current_version"])
    _read_again(page)
    form_corrected.send(sender=type(page), page=page, version=version, by=by, at=at)
    return version


def _revise(
    page: ContributionPage, corrected: ContributionPage, author: User | None, at: datetime
) -> Revision:
    """A revision that is not yet the latest one; `save_revision` is for texts in drafting."""
    revision: Revision = Revision.objects.create(
        content_object=page, base_content_type=page.get_base_content_type(), user=author,
        content=corrected.serializable_data(), object_str=str(corrected), created_at=at,
    )  # fmt: skip
    note_author(revision, author)
    log(instance=page, action="wagtail.edit", user=author, revision=revision, content_changed=True)
    return revision


def _make_latest(page: ContributionPage, corrected: ContributionPage, revision: Revision) -> None:
    """Have the page know it as its latest; the row of a page that is not live says its words."""
    if page.live:
        type(page).objects.filter(pk=page.pk).update(
            latest_revision=revision, latest_revision_created_at=revision.created_at
        )
        return
    corrected.latest_revision = revision
    corrected.latest_revision_created_at = revision.created_at
    corrected.save(clean=False)


def _frozen(
    page: ContributionPage, old: Version, revision: Revision, author: User | None, at: datetime
) -> Version:
    version = freeze_revision(
        page, Revision.objects.get(pk=revision.pk), VersionKind.CORRECTION,
        by=author, at=at, corrects=old,
    )  # fmt: skip
    version.asked_centres.set(old.asked_centres.all())
    return version


def _read_again(page: ContributionPage) -> None:
    """The page as it is stored now, with the record that the caller has locked."""
    record = page.record
    page.refresh_from_db()
    page.record = record
