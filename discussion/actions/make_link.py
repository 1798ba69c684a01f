"""Open one frozen version to a person without an account, by a link."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.utils.translation import gettext as _

from contributions.actions.base import decision
from contributions.enums import Verb
from contributions.models import Version
from discussion.links.letters import send_link
from discussion.models import ReviewerLink
from discussion.passages import covered_in
from kit.access import Refused
from kit.clock import moment
from people.invitations import new_token
from people.models import User

#: How long a link stands at most, and how many a version has open at once.
MOST_DAYS, MOST_OPEN = 60, 50


def make_link(
    version: Version,
    *,
    by: User,
    invited: str,
    email: str,
    until: datetime,
    message: str = "",
    language: str = "fr",
    at: datetime | None = None,
) -> tuple[ReviewerLink, str]:
    """The link and its token, which nobody can read again afterwards.

    Its letter leaves for `email` when there is one. Raises Refused for an end in the past
    or after `MOST_DAYS`, for a person to whom the version is open already, and beyond
    `MOST_OPEN` links.
    """
    when = moment(at)
    with decision(version.record.page, Verb.GRANT_READING, by) as text:
        _refuse_end(until, when)
        _refuse_again(version, invited.strip(), email.strip(), when)
        token, token_hash = new_token()
        link = ReviewerLink.objects.create(
            version=text.record.versions.get(pk=version.pk), token_hash=token_hash,
            invited=invited.strip(), email=email.strip(),
            message=covered_in(text.record, message.strip()), language=language,
            created_at=when, created_by=by, until=until,
        )  # fmt: skip
        if link.email:
            send_link(link, token)
    return link, token


def _refuse_end(until: datetime, when: datetime) -> None:
    if until <= when:
        raise Refused(_("Le lien se termine à une date à venir."))
    # The last day ends with the westernmost member's.
    if until > when + timedelta(days=MOST_DAYS + 1):
        raise Refused(_("Un lien sert %(days)s jours au plus.") % {"days": MOST_DAYS})


def _refuse_again(version: Version, invited: str, email: str, when: datetime) -> None:
    """A form sent twice opens one link; a link that was lost is revoked before another."""
    standing = ReviewerLink.objects.filter(version=version, revoked_at__isnull=True, until__gt=when)
    if standing.filter(invited=invited, email=email).exists():
        raise Refused(_("Un lien est déjà ouvert à cette personne : révoquez-le pour en faire un autre."))  # fmt: skip
    if standing.count() >= MOST_OPEN:
        raise Refused(_("Cette version a déjà beaucoup de liens ouverts : révoquez-en d'abord."))
