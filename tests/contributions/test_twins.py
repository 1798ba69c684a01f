"""Each visibility rule and its queryset say the same, role by role, state by state."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from contributions import rules, selectors
from contributions.models import ContributionPage
from contributions.querysets import ContributionQuerySet
from kit.access import AnyUser

from .conftest import World

pytestmark = pytest.mark.django_db

Rule = Callable[[AnyUser, ContributionPage], bool]
Twin = Callable[[AnyUser], ContributionQuerySet]

TWINS: dict[str, tuple[Rule, Twin]] = {
    "drafts": (rules.can_read_draft, lambda user: ContributionPage.objects.drafts_visible_to(user)),
    "progress": (
        rules.can_see_progress,
        lambda user: ContributionPage.objects.progress_visible_to(user),
    ),
    "frozen": (
        rules.can_read_frozen,
        lambda user: ContributionPage.objects.frozen_visible_to(user),
    ),
}


def disagreements(rule: Rule, twin: Twin, user: AnyUser) -> list[str]:
    listed = set(twin(user).values_list("pk", flat=True))
    texts = ContributionPage.objects.all()
    return [text.title for text in texts if rule(user, text) != (text.pk in listed)]


@pytest.mark.parametrize("name", TWINS)
def test_a_list_shows_what_the_rule_allows(world: World, name: str) -> None:
    rule, twin = TWINS[name]
    wrong = {role: disagreements(rule, twin, user) for role, user in world.roles.items()}
    assert {role: titles for role, titles in wrong.items() if titles} == {}


@pytest.mark.parametrize("name", TWINS)
def test_a_list_shows_nothing_twice(world: World, name: str) -> None:
    """Several standings, grants and versions of one text are still one text."""
    _rule, twin = TWINS[name]
    for role, user in world.roles.items():
        keys = list(twin(user).values_list("pk", flat=True))
        assert len(keys) == len(set(keys)), role


@pytest.mark.parametrize("name", TWINS)
def test_a_closed_account_is_shown_nothing(world: World, name: str) -> None:
    rule, twin = TWINS[name]
    member = type(world.cast.member).objects.get(pk=world.cast.member.pk)
    member.is_active = False
    assert disagreements(rule, twin, member) == []
    assert not twin(member).exists()


def test_those_with_a_hand_are_the_same_in_a_list(world: World) -> None:
    """`selectors.texts_with_own_hand` is the twin of ≠."""
    pages = list(world.texts.values())
    for role, user in world.roles.items():
        if not user.is_authenticated:
            continue
        alone = {page.pk for page in pages if rules.had_a_hand(user, page)}
        assert selectors.texts_with_own_hand(user, pages) == alone, role
