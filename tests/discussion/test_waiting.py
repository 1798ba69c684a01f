"""What remarks wait for, where the people of a text find it."""

from __future__ import annotations

import pytest
from django.urls import reverse

from contributions.actions.trash import trash
from discussion.actions.answer import answer
from discussion.actions.hide_remark import hide_remark
from discussion.actions.settle import settle
from discussion.enums import Outcome
from discussion.waiting import waiting_for
from notifications.models import Notice
from people.models import User
from tests.cast import Cast, draft, fresh, text_in
from tests.work.helpers import Browser, queries_of, text, url_of

from .helpers import remark_on
from .pages import url

pytestmark = pytest.mark.django_db


def waiting(who: User) -> list[tuple[str, int, bool]]:
    lines = waiting_for(User.objects.get(pk=who.pk))
    return [(line.record.page.draft_title, line.count, line.named) for line in lines]


def test_the_coordination_is_told_what_has_no_outcome(cast: Cast) -> None:
    page = draft(cast, "Un texte")
    ended, hidden, _open = (remark_on(page, cast.member, words=f"Mot {nth}") for nth in range(3))
    assert waiting(cast.coordinator) == [("Un texte", 3, False)]
    settle(ended, by=cast.coordinator, outcome=Outcome.RESOLVED)
    hide_remark(hidden, by=cast.coordinator, reason="Une personne est nommée.")
    assert waiting(cast.coordinator) == [("Un texte", 1, False)]
    assert waiting(cast.member) == waiting(cast.other_coordinator) == []
    trash(fresh(page), by=cast.coordinator)
    assert waiting(cast.coordinator) == []


def test_who_is_named_is_expected_until_they_have_spoken(cast: Cast) -> None:
    page = draft(cast, "Un texte")
    name = cast.member.display_name
    made = remark_on(page, cast.coordinator, words=f"Qu'en dis-tu, @{name} ?")
    answer(made, by=cast.coordinator, words=f"@{name}, c'est pressé")
    assert waiting(cast.member) == [("Un texte", 1, True)]
    answer(made, by=cast.member, words="Du bien.")
    assert waiting(cast.member) == []
    answer(made, by=cast.coordinator, words=f"Et encore, @{name} ?")
    assert waiting(cast.member) == [("Un texte", 1, True)]
    settle(made, by=cast.coordinator, outcome=Outcome.RESOLVED)
    assert waiting(cast.member) == []


def test_one_s_space_the_group_s_and_the_text_s_work_say_it(cast: Cast, client_of: Browser) -> None:
    page = draft(cast)
    for nth in range(2):
        remark_on(page, cast.member, words=f"Mot {nth}")
    browser, listed = client_of(cast.coordinator), f'href="{url("threads", page)}"'
    for address, said in (
        (reverse("desk"), "Dire comment se terminent 2 remarques"),
        (reverse("group_space", args=["sante"]), "2 remarques encore ouvertes"),
        (url_of(page, "work"), "2 encore ouvertes"),
    ):
        seen = text(browser.get(address))
        assert said in seen.replace("\u202f", " ") and listed in seen, address
    outside = client_of(cast.network)
    for address in (reverse("group_space", args=["sante"]), url_of(page, "work")):
        assert listed not in text(outside.get(address)), address


def test_a_moderator_finds_the_way_to_their_own_and_no_number(
    cast: Cast, client_of: Browser
) -> None:
    page = text_in(cast, "validation")
    remark_on(page, cast.member)
    seen = text(client_of(cast.moderator).get(url_of(page, "work")))
    assert "Lire les remarques" in seen and "encore ouverte" not in seen


def test_one_s_space_costs_the_same_for_two_and_for_twenty(cast: Cast, client_of: Browser) -> None:
    browser, name = client_of(cast.coordinator), cast.coordinator.display_name

    def more(count: int) -> None:
        for nth in range(count):
            page = draft(cast, f"Texte {nth} de {count}")
            remark_on(page, cast.member, words=f"@{name}, un mot")
        # What the head of every page asks of one's news is another matter.
        Notice.objects.all().delete()

    more(2)
    two = queries_of(browser, reverse("desk"))
    more(9)
    assert queries_of(browser, reverse("desk")) == two
