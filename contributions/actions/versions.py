"""Name a version of a draft; take an older version up again."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from django.http import Http404
from wagtail.models import Revision

from contributions.actions.base import decision, write_event
from contributions.actions.write import WRITABLE
from contributions.enums import EventKind, Verb, VersionKind
from contributions.freezing import content_hash, freeze
from contributions.models.versions import Version
from contributions.settling import settle
from kit.clock import moment
from people.models import User

if TYPE_CHECKING:
    from contributions.models import ContributionPage


def name_version(
    page: ContributionPage, *, by: User, label: str, at: datetime | None = None
) -> Version:
    """Freeze the draft as it stands under a number and a name, for ever.

    Asked twice of the same words, it gives the version that has this name already.
    """
    when = moment(at)
    name = label.strip()[:160]
    with decision(page, Verb.EDIT, by) as text:
        settle(text)
        last = text.record.versions.order_by("number").last()
        if last and (last.kind, last.label) == (VersionKind.NAMED, name):
            revision = text.get_latest_revision()
            if revision and content_hash(revision) == last.content_hash:
                return last
        version = freeze(text, VersionKind.NAMED, by=by, label=name, at=when)
        write_event(text, EventKind.VERSION_NAMED, by, when, version=version, note=label.strip())
    return version


def restore(
    page: ContributionPage, *, by: User, version: Version, at: datetime | None = None
) -> ContributionPage:
    """Write the words of an older version as a new revision; no fact comes back with it.

    Raises Http404 for a version of another text.
    """
    when = moment(at)
    with decision(page, Verb.RESTORE, by) as text:
        if version.record_id != text.record.pk:
            raise Http404
        settle(text)
        old = version.revision.as_object()
        draft: ContributionPage = text.get_latest_revision_as_object()
        draft.record = text.record
        for name in WRITABLE - {"themes"}:
            setattr(draft, name, getattr(old, name))
        draft.themes.set(old.themes.all())
        if not text.live:
            draft.save(clean=False)
        revision = draft.save_revision(
            user=by, log_action=True, clean=False, previous_revision=version.revision
        )
        if at is not None:
            Revision.objects.filter(pk=revision.pk).update(created_at=at)
        write_event(text, EventKind.RESTORED, by, when, version=version)
    return text
