"""Who wrote which revision."""

from __future__ import annotations

from wagtail.models import Revision

from people.models import User

from .models.versions import RevisionAuthor


def note_author(revision: Revision, person: User | None, octets: int | None = None) -> None:
    """Note that `person` wrote in `revision`; several may, and none is noted twice."""
    if person is None:
        return
    RevisionAuthor.objects.update_or_create(
        revision=revision, person=person, defaults={} if octets is None else {"octets": octets}
    )
