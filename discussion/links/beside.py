"""What links show elsewhere: the way to their page, opinions on a version, who reads it."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from contributions import rules as texts
from contributions.audience import guests_of
from contributions.beside import WorkLink, beside_version, beside_work
from contributions.enums import Verb
from contributions.models import ContributionPage, Version
from discussion.models import ReviewerLink
from kit.access import AnyUser

from .reading import opinions_of


@beside_work.register
def way_to_links(user: AnyUser, page: ContributionPage) -> list[WorkLink]:
    if not texts.can(Verb.GRANT_READING, user, page):
        return []
    address = reverse("discussion:links", args=[page.record.pk])
    return [WorkLink(address, _("Inviter des personnes sans compte à lire une version"))]


@beside_version.register
def opinions_beside(user: AnyUser, page: ContributionPage, version: Version) -> dict[str, Any]:
    """For who reads the draft, and so every remark."""
    if not texts.can(Verb.READ_DRAFT, user, page):
        return {}
    return {"opinions": opinions_of(version)}


@guests_of.register
def people_with_a_link(version: Version) -> int:
    """How many links open a version today."""
    now = timezone.now()
    rows = ReviewerLink.objects.filter(version=version, revoked_at__isnull=True, until__gt=now)
    return rows.count()
