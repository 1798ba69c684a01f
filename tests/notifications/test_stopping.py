"""One click stops letters (RFC 8058): without signing in, and never by a scanner's reading."""

from __future__ import annotations

import pytest
from django.core import mail, signing
from django.test import Client

from notifications.actions.prefer import prefer
from notifications.delivery import deliver_due
from notifications.enums import Cadence
from notifications.kinds import kinds
from notifications.models import Letter, Notice, Preference
from notifications.outbox import announce
from notifications.preferences import cadence_of
from notifications.unsubscribing import stop_letters
from tests.cast import Cast, draft


def address(cast: Cast, kind: str = "test.urgent") -> str:
    announce(kind, [cast.member])
    deliver_due()
    found: str = mail.outbox[-1].extra_headers["List-Unsubscribe"]
    return found.strip("<>").removeprefix("http://localhost:8000")


def test_reading_the_address_changes_nothing(cast: Cast) -> None:
    page = Client().get(address(cast))
    assert page.status_code == 200
    assert "Un texte est proposé" in page.content.decode()
    assert not Preference.objects.exists()


def test_one_click_stops_that_kind_alone(cast: Cast) -> None:
    strict = Client(enforce_csrf_checks=True)
    done = strict.post(address(cast), {"List-Unsubscribe": "One-Click"})
    assert done.status_code == 200
    assert cadence_of(cast.member, kinds["test.urgent"]) == Cadence.NONE
    assert cadence_of(cast.member, kinds["test.daily"]) == Cadence.DAILY
    announce("test.urgent", [cast.member])
    assert Letter.objects.count() == 1 and Notice.objects.count() == 2


def test_one_click_stops_that_kind_where_a_rhythm_was_chosen(cast: Cast) -> None:
    text, member = draft(cast), cast.member
    prefer(member, Cadence.WEEKLY, scope=cast.health)
    prefer(member, Cadence.DAILY, scope=text)
    prefer(member, Cadence.AT_ONCE, scope=cast.mobility, kind="test.urgent")
    Client().post(address(cast))
    for page in (None, cast.health, text, cast.mobility):
        assert cadence_of(member, kinds["test.urgent"], page) == Cadence.NONE
    for page, kept in ((cast.health, Cadence.WEEKLY), (text, Cadence.DAILY)):
        assert cadence_of(member, kinds["test.daily"], page) == kept


def test_a_digest_s_address_stops_everything(cast: Cast) -> None:
    prefer(cast.member, Cadence.WEEKLY, scope=cast.health)
    stop_letters(cast.member, "")
    assert cadence_of(cast.member, kinds["test.daily"], cast.health) == Cadence.NONE
    assert Preference.objects.get().scope is None


def test_clicking_twice_is_clicking_once(cast: Cast) -> None:
    url = address(cast)
    assert [Client().post(url).status_code for _ in range(2)] == [200, 200]
    assert Preference.objects.count() == 1


@pytest.mark.parametrize(
    "token",
    ["x", "x:y:z", signing.dumps([1, ""], salt="another")],
    ids=["short", "invented", "of-another-use"],
)
def test_an_invented_address_leads_nowhere(cast: Cast, token: str) -> None:
    assert Client().post(f"/desabonnement/{token}/").status_code == 404
    assert not Preference.objects.exists()
