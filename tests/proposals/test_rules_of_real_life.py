"""Rules of real life (`domain.md`) that proposals and their answers hold, each by its name."""

from __future__ import annotations

from typing import Any

import pytest
from django.http import Http404
from django.test import Client
from django.urls import reverse

from contributions.actions.publish import publish
from contributions.actions.withdraw import withdraw
from kit.access import Refused
from proposals.actions.open_reply import open_reply
from proposals.actions.record_reply import record_reply
from proposals.models import ReplyState
from proposals.selectors_of_replies import public_replies
from tests.cast import Cast, fresh, text_in
from tests.work.helpers import Browser, text

from .handing import answered, blocks_of, by_link, said, to_partner, version_of
from .test_projection import ahead

pytestmark = pytest.mark.django_db
PROOF = "https://exemple.org/lettre"


def test_one_answer_with_its_proof_applies_to_several_proposals_per_addressee_and_version(
    cast: Cast, client_of: Browser
) -> None:
    page = text_in(cast, "published")
    sent, (link, _token) = to_partner(cast, page), by_link(cast, page)
    version, keys = version_of(page), blocks_of(version_of(page))
    letter = said(version, blocks=keys, state="partly", words="Une seule lettre.", source=PROOF)
    one = record_reply(page, letter, by=cast.coordinator, version=version, transmission=link)
    open_reply(one, by=cast.network)
    answered(cast, sent, state="exists", words="Chez nous, oui.", agreed=True)
    rows = list(page.proposals.order_by("rank"))
    found = public_replies(rows)
    assert one in found[rows[0].pk] and found[rows[1].pk] == [one]
    for row in rows:
        seen = text(client_of(None).get(row.get_absolute_url()))
        assert "Une seule lettre." in seen and f'href="{PROOF}"' in seen
    assert "Chez nous, oui." not in seen, "what one addressee said of another proposal"
    # Without its proof it is no answer, and of another version it is another one.
    with pytest.raises(Refused):
        record_reply(page, said(version), by=cast.coordinator, version=version, transmission=link)
    later = ahead(cast, page, lambda raw: raw)
    publish(later, by=cast.moderator)
    newer = version_of(fresh(page))
    wrong: dict[str, Any] = {"by": cast.coordinator, "version": newer, "transmission": link}
    with pytest.raises((Refused, Http404)):
        record_reply(fresh(page), said(newer, source=PROOF), **wrong)
    assert one.version == version and newer.number > version.number


@pytest.mark.parametrize(
    ("state", "words"), [("exists", "Existe déjà"), ("redirected", "Réorientée")]
)
def test_besides_the_usual_statuses_there_are_existe_deja_and_reorientee(
    cast: Cast, client: Client, state: str, words: str
) -> None:
    page = text_in(cast, "published")
    answered(cast, to_partner(cast, page), state=state, agreed=True)
    assert ReplyState(state).label == words
    row = page.proposals.order_by("rank")[0]
    for path in (row.get_absolute_url(), reverse("proposals:index"), page.get_url()):
        assert words in text(client.get(path)), path


def test_formal_withdrawal_needs_coordinator_and_moderator_and_its_proposals_answer_410_with_the_reason(
    cast: Cast, client: Client
) -> None:
    page = text_in(cast, "published")
    paths = [row.get_absolute_url() for row in page.proposals.all()]
    withdraw(page, by=cast.coordinator, note="Une personne était reconnaissable.")
    assert {client.get(path).status_code for path in paths} == {200}, "one of the two is not enough"
    withdraw(page, by=cast.moderator)
    for path in paths:
        gone = client.get(path)
        assert gone.status_code == 410
        assert "Une personne était reconnaissable." in text(gone) and "permanences" not in text(
            gone
        )
