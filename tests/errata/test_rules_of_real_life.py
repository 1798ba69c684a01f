"""The rule of real life that this room holds, from end to end."""

from __future__ import annotations

from datetime import timedelta

import pytest

from assent.models import Signature
from assent.signing.actions.sign import sign
from contributions.actions.publish import publish
from errata.actions.approve import approve_correction
from errata.actions.propose import propose_correction
from kit.access import Refused
from notifications.models import Notice
from tests.cast import Cast, fresh, text_in
from tests.work.helpers import Browser, text

from .words import again, part_of_kind, proposed, target

pytestmark = pytest.mark.django_db


def test_a_form_correction_by_two_persons_keeps_signatures_and_shows_a_dated_erratum(
    cast: Cast, client_of: Browser
) -> None:
    """« A form correction (spelling, typography, dead link, alternative text; never digits,
    proposal titles, actors, horizons, reserves) approved by a second person is allowed from
    review to after publication, keeps answers and signatures, shows a dated erratum, tells
    the signatories, who may object. »"""
    page = text_in(cast, "validated")
    sign(page, centre=cast.north, by=cast.director)
    one = proposed(page, cast.member)
    with pytest.raises(Refused):
        approve_correction(one, by=again(cast.member))
    approve_correction(one, by=again(cast.coordinator))
    publish(fresh(page), by=again(cast.moderator))
    page = fresh(page)
    version = target(page, cast.member)
    proposal = part_of_kind(version, "proposal")
    never = {
        "title": "Aller Vers", "horizon": "moyen", "lead_actors": [], "condition": "Un budget",
        "text": "<p>Des permanences 2 fois mobiles.</p>", "lever": "Contrat national de santé",
    }  # fmt: skip
    for name, put in never.items():
        with pytest.raises(Refused):
            propose_correction(page, by=cast.member, version=version, seen=proposal, after={name: put})  # fmt: skip
    done = approve_correction(
        proposed(page, cast.member, kind="proposal", text="<p>Des permanences mobile .</p>"),
        by=again(cast.moderator),
    )
    shown = text(client_of(None).get(fresh(page).url))
    assert "Erratum du" in shown and cast.north.name in shown.partition("signatures")[2]
    assert Signature.objects.get().version_id in done.made.same_text()
    assert Notice.objects.filter(person=cast.director, kind="errata.applied").count() == 2
    objects = text(client_of(cast.director).get(done.get_absolute_url()))
    assert "Contester, pour votre centre" in objects
    assert done.decided_at - done.proposed_at < timedelta(minutes=5)
