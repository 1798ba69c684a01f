"""The way to a text's rounds, from the page of its work and from the version that is asked."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from assent.models import Owing, Round
from assent.rules import verdict_on_round
from contributions.beside import WorkLink, beside_version, beside_work
from contributions.gates import ways_through
from contributions.models import ContributionPage, Version
from kit.access import AnyUser
from people.rules import mandates_of


@beside_work.register
def way_to_rounds(user: AnyUser, page: ContributionPage) -> list[WorkLink]:
    """For who follows the text, once a round was opened on it."""
    link = way_to_round(user, page)
    return [link] if link else []


@ways_through.register
def way_to_round(user: AnyUser, page: ContributionPage) -> WorkLink | None:
    """The same, where the round holds the review: more time is given there, or another round."""
    if not verdict_on_round(user, page) or not Round.objects.filter(record=page.record).exists():
        return None
    return WorkLink(reverse("assent:round", args=[page.record.pk]), _("Voir les avis des centres"))


@beside_version.register
def way_to_answer(user: AnyUser, page: ContributionPage, version: Version) -> dict[str, Any]:
    """For who speaks for a centre that the version asks, while its round is open."""
    centres = mandates_of(user).centres
    if not centres or version.pk != page.record.reviewed_version_id:
        return {}
    asked = Owing.objects.filter(
        round__record=page.record, round__closed_at__isnull=True, centre__in=centres
    )
    rows = asked.select_related("centre").order_by("centre_name", "pk")
    ways = [
        WorkLink(reverse("assent:answer", args=[page.record.pk, one.centre.slug]), one.centre_name)
        for one in rows
    ]
    return {"ways_to_answer": ways} if ways else {}
