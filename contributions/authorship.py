"""Who wrote which revision."""

from __future__ import annotations

from typing import TYPE_CHECKING

from wagtail.models import Revision

from people.models import User

from .models.versions import RevisionAuthor

if TYPE_CHECKING:
    from .models import ContributionPage


def note_author(revision: Revision, person: User | None, octets: int | None = None) -> None:
    """Note that `person` wrote in `revision`; several may, and none is noted twice."""
    if person is None:
        return
    RevisionAuthor.objects.update_or_create(
        revision=revision, person=person, defaults={} if octets is None else {"octets": octets}
    )


def note_authors_of(source: ContributionPage, page: ContributionPage) -> None:
    """Note in the first revision of `page` who wrote in `source` since it was last published:
    its words come from there."""
    revision = page.latest_revision
    wrote = RevisionAuthor.objects.filter(revision__in=source.revisions.values("pk"))
    if source.record.published_at is not None:
        wrote = wrote.filter(revision__created_at__gt=source.record.published_at)
    assert revision is not None, "a text begins with a revision"
    for person in User.objects.filter(pk__in=wrote.values("person")):
        note_author(revision, person)
