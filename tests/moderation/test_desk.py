"""The desk: each sees what they may decide, the most pressing first, and who sees to it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from contributions.actions.mask import mask
from contributions.actions.second_look import confirm_mask
from contributions.actions.withdraw import withdraw
from contributions.models import RevisionAuthor
from groups.actions.requests import ask_to_join
from kit.personal_data import holdings
from moderation.actions.claim import Taken, claim, give_back
from moderation.models import Claim, Report
from moderation.models.reports import Reason
from moderation.queue import find_row, queue_of, sources
from notifications.enums import LetterState
from notifications.models import Letter
from people.actions.close_account import close_account
from people.models import User
from tests.cast import Cast, person, text_in

pytestmark = pytest.mark.django_db

ClientOf = Callable[[User | None], Client]
WHY = "Une habitante se reconnaît."


def report(cast: Cast, state: str = "published", title: str = "Signalé") -> Report:
    text = text_in(cast, state, title)
    return Report.objects.create(
        address=text.url, title=text.title, record=text.record, reason=Reason.RESIDENT, words="Oui."
    )


def busy(cast: Cast, number: int = 1) -> None:
    """Something of each kind, `number` times."""
    for n in range(number):
        text_in(cast, "validation", f"À valider {n}")
        text_in(cast, "validated", f"À publier {n}")
        withdraw(text_in(cast, "published", f"À retirer {n}"), by=cast.coordinator, note=WHY)
        hidden = text_in(cast, "published", f"À masquer {n}")
        mask(hidden, by=cast.coordinator, words="soins reportés", reason=WHY)
        report(cast, title=f"Signalé {n}")
        ask_to_join(cast.health, by=person(f"candidate{n}"), centre=cast.south, words="Aider.")
        Letter.objects.create(
            message_id=f"<{n}@example.org>", kind="people.welcome", address=f"x{n}@example.org",
            state=LetterState.DEAD,
        )  # fmt: skip


def kinds_of(user: User) -> set[str]:
    return {row.kind for row in queue_of(user)}


@pytest.mark.parametrize(
    ("role", "kinds"),
    [
        ("moderator", {"validation", "validated", "withdrawal", "mask", "report"}),
        ("coordinator", {"report", "join"}),
        ("network", {"mask", "mail"}),
        ("superuser", {"validation", "validated", "withdrawal", "mask", "report", "mail"}),
        ("other_coordinator", set()),
        ("member", set()),
        ("director", set()),
        ("partner", set()),
        ("account", set()),
        ("gone", set()),
    ],
)
def test_each_sees_what_they_may_decide(cast: Cast, role: str, kinds: set[str]) -> None:
    busy(cast)
    assert kinds_of(getattr(cast, role)) == kinds


@pytest.mark.parametrize(
    ("role", "status"),
    [
        (None, 302), ("account", 404), ("member", 404), ("director", 404), ("partner", 404),
        ("gone", 404), ("moderator", 200), ("network", 200), ("coordinator", 200),
        ("other_coordinator", 200), ("superuser", 200),
    ],
)  # fmt: skip
def test_who_has_nothing_to_decide_has_no_desk(
    cast: Cast, client_of: ClientOf, role: str | None, status: int
) -> None:
    client = client_of(getattr(cast, role) if role else None)
    assert client.get("/moderation/").status_code == status
    if status != 200:
        answer = client.post("/moderation/prendre/report/1/")
        assert answer.status_code == {302: 401}.get(status, status)


def test_a_moderator_is_not_shown_what_they_had_a_hand_in(cast: Cast) -> None:
    """≠: who took a text back from an older version decides on it no more."""
    text = text_in(cast, "validation", "À valider")
    RevisionAuthor.objects.create(revision=text.latest_revision, person=cast.moderator)
    assert kinds_of(cast.moderator) == set()
    assert kinds_of(cast.moderator_two) == {"validation"}


def test_who_hid_a_passage_does_not_find_it_on_their_desk(cast: Cast) -> None:
    made = mask(text_in(cast, "published"), by=cast.moderator, words="soins reportés", reason=WHY)
    assert kinds_of(cast.moderator) == set()
    assert kinds_of(cast.moderator_two) == kinds_of(cast.coordinator) == {"mask"}
    assert kinds_of(cast.other_coordinator) == set()
    confirm_mask(made, by=cast.moderator_two)
    assert kinds_of(cast.coordinator) == set()


def test_the_most_overdue_comes_first_then_the_oldest(cast: Cast) -> None:
    first, second = report(cast, title="Un"), report(cast, title="Deux")
    Report.objects.filter(pk=second.pk).update(at=timezone.now() - timedelta(days=30))
    withdraw(text_in(cast, "published", "Trois"), by=cast.coordinator, note=WHY)
    rows = queue_of(cast.moderator)
    assert [(row.kind, row.overdue) for row in rows] == [
        ("report", True), ("report", False), ("withdrawal", False),
    ]  # fmt: skip
    assert [rows[0].key, rows[1].key] == [second.pk, first.pk]


def test_twenty_things_cost_the_queries_of_two(cast: Cast, client_of: ClientOf) -> None:
    busy(cast, 1)
    client = client_of(cast.superuser)
    client.get("/moderation/")
    with CaptureQueriesContext(connection) as few:
        client.get("/moderation/")
    for n in range(1, 5):
        text_in(cast, "validation", f"À valider encore {n}")
        withdraw(text_in(cast, "published", f"À retirer encore {n}"), by=cast.coordinator, note=WHY)
        other = text_in(cast, "published", f"À masquer encore {n}")
        mask(other, by=cast.coordinator, words="soins reportés", reason=WHY)
        report(cast, title=f"Signalé encore {n}")
    claim("report", Report.objects.latest("pk").pk, by=cast.moderator)
    with CaptureQueriesContext(connection) as many:
        client.get("/moderation/")
    assert len(many) == len(few)


def test_the_page_filters_by_kind_and_says_how_many(cast: Cast, client_of: ClientOf) -> None:
    busy(cast)
    client = client_of(cast.moderator)
    whole = client.get("/moderation/").content.decode()
    assert "5 choses attendent votre décision" in whole.replace("\u202f", " ").replace("\xa0", " ")
    only = client.get("/moderation/?voir=report").content.decode()
    assert "Signalé 0" in only or "reconnaissable" in only
    assert "À valider 0" not in only
    assert client.get("/moderation/?voir=rien").status_code == 200
    empty = client_of(cast.other_coordinator).get("/moderation/").content.decode()
    assert "attend votre décision" in empty


def test_a_masked_passage_is_not_on_the_desk(cast: Cast, client_of: ClientOf) -> None:
    mask(text_in(cast, "published"), by=cast.coordinator, words="soins reportés", reason=WHY)
    page = client_of(cast.moderator).get("/moderation/").content.decode()
    assert "soins reportés" not in page
    assert "/moderation/masques/" in page


# -- Who sees to what ------------------------------------------------------------------


def test_one_takes_and_the_other_is_told(cast: Cast, client_of: ClientOf) -> None:
    one = report(cast)
    address = f"/moderation/prendre/report/{one.pk}/"
    client_of(cast.moderator).post(address, {"voir": "report"})
    second = client_of(cast.moderator_two).post(address, {"voir": "report"}, follow=True)
    assert second.redirect_chain == [("/moderation/?voir=report", 302)]
    assert "Moderator s&#x27;en charge" in second.content.decode().replace("’", "&#x27;")
    assert Claim.objects.get().person == cast.moderator


def test_taking_twice_and_giving_back_twice_change_nothing(cast: Cast) -> None:
    one = report(cast)
    first = claim("report", one.pk, by=cast.moderator)
    assert claim("report", one.pk, by=cast.moderator) == first
    with pytest.raises(Taken, match="Moderator"):
        claim("report", one.pk, by=cast.coordinator)
    give_back("report", one.pk, by=cast.coordinator)
    assert Claim.objects.count() == 1
    give_back("report", one.pk, by=cast.moderator)
    give_back("report", one.pk, by=cast.moderator)
    assert claim("report", one.pk, by=cast.coordinator).person == cast.coordinator


def test_a_claim_lapses_after_two_days(cast: Cast) -> None:
    one = report(cast)
    now = timezone.now()
    claim("report", one.pk, by=cast.moderator, at=now - timedelta(hours=49))
    assert queue_of(cast.coordinator)[0].claim is None
    assert claim("report", one.pk, by=cast.coordinator).person == cast.coordinator
    claim("report", one.pk, by=cast.coordinator, at=now + timedelta(hours=1))
    holding = next(holding for holding in holdings if holding.name == "moderation.claims")
    assert holding.purge(now + timedelta(hours=47)) == 0
    assert holding.purge(now + timedelta(hours=50)) == 1


def test_nobody_takes_what_they_could_not_decide(cast: Cast, client_of: ClientOf) -> None:
    text = text_in(cast, "validation", "À valider")
    client = client_of(cast.coordinator)
    for address in (f"validation/{text.record.pk}", "validation/99999", "report/99999"):
        answer = client.post(f"/moderation/prendre/{address}/", follow=True)
        assert answer.status_code == 200
        assert "n’attend plus" in answer.content.decode().replace("'", "’").replace("&#x27;", "’")
    assert client.post("/moderation/prendre/rien/1/").status_code == 404
    assert client.get(f"/moderation/prendre/validation/{text.record.pk}/").status_code == 405
    assert not Claim.objects.exists()


def test_a_closed_account_holds_nothing(cast: Cast) -> None:
    one = report(cast)
    claim("report", one.pk, by=cast.moderator)
    close_account(cast.moderator, by=cast.moderator)
    assert not Claim.objects.exists()
    assert find_row(cast.moderator, "report", one.pk) is None


def test_every_kind_has_its_own_name() -> None:
    kinds = [source.kind for source in sources]
    assert len(kinds) == len(set(kinds))
    assert all(len(kind) <= 20 for kind in kinds)
