"""A rule of real life, by its name."""

from __future__ import annotations

import pytest

from examples.models import Example
from tests.cast import Cast, draft
from tests.work.helpers import Browser, text

from .test_examples import OF_NETWORK, WORDS, findings

pytestmark = pytest.mark.django_db


def test_anyone_in_the_network_sends_a_three_field_example_that_a_group_turns_into_a_finding(
    cast: Cast, client_of: Browser
) -> None:
    page = draft(cast)
    for who in OF_NETWORK:
        sent = client_of(getattr(cast, who)).post(
            "/exemples/envoyer/?groupe=sante", WORDS | {"place": f"Quartier de {who}"}
        )
        assert sent.status_code == 302, who
    assert Example.objects.count() == len(OF_NETWORK)
    assert client_of(cast.partner).get("/exemples/envoyer/?groupe=sante").status_code == 404
    example = Example.objects.get(place="Quartier de other_member")
    client_of(cast.member).post(f"/exemples/{example.pk}/", {"take": "1", "text": page.pk})
    made = findings(page)[-1].value
    assert (made["title"], made["territory"]) == (WORDS["what"], "Quartier de other_member")
    assert "Ils reviennent." in made["text"].source
    assert made["source"].startswith("Exemple transmis par Centre Sud")
    assert WORDS["what"] in text(client_of(cast.other_member).get("/exemples/"))
