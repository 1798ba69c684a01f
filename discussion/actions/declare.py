"""Say under which name one reads a version by a link."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from discussion.links.reading import locked_link
from discussion.models import ReviewerLink
from kit.access import Refused
from kit.clock import moment


def declare(
    link: ReviewerLink, *, name: str, organisation: str, at: datetime | None = None
) -> ReviewerLink:
    """Note the name and organisation that a person gives themselves; nobody verifies them.

    They may be corrected as long as nothing was said under them: Refused afterwards, and
    without a name. Raises Http404 for a link that opens nothing any more.
    """
    when = moment(at)
    with transaction.atomic():
        link = locked_link(link, when)
        told = (name.strip(), organisation.strip())
        if not told[0]:
            raise Refused(_("Dites votre nom."))
        if told == (link.name, link.organisation):
            return link
        if link.remarks.exists() or hasattr(link, "opinion"):
            raise Refused(_("Ce lien sert déjà sous le nom « %(name)s ».") % {"name": link.name})
        link.name, link.organisation = told
        link.declared_at = when
        link.save(update_fields=["name", "organisation", "declared_at"])
    return link
