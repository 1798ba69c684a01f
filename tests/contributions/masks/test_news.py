"""Who is told that a passage is hidden, shown again, or still to be looked at."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from contributions.actions.close_review import close_review
from contributions.actions.mask import mask
from contributions.actions.open_review import open_review
from contributions.actions.second_look import confirm_mask, lift_mask
from contributions.actions.validate import validate
from contributions.masks.news import WAITING, remind_of_masks
from notifications.models import Notice
from notifications.selectors import news_of
from people.models import User
from tests.cast import Cast, fresh

from .hidden import NAME, WHY, named, says

pytestmark = pytest.mark.django_db


def test_the_people_of_the_text_are_told_why(cast: Cast) -> None:
    text = named(cast, "published")
    Notice.objects.all().delete()
    mask(text, by=cast.coordinator, words=NAME, reason=WHY)
    told = Notice.objects.filter(kind="contributions.masked")
    assert {cast.member, cast.moderator, cast.moderator_two, cast.network} <= {
        one.person for one in told
    }
    assert {one.data["words"] for one in told} == {WHY}
    assert not any(says(one.data, "arcanaille") for one in Notice.objects.all())


def test_nothing_is_shown_again_by_itself_and_it_is_said_every_day(cast: Cast) -> None:
    text = named(cast, "published")
    now = timezone.now()
    made = mask(text, by=cast.coordinator, words=NAME, reason=WHY, at=now)
    Notice.objects.all().delete()
    days = []
    for hours in (23, 25, 26, 49, 73, 97):
        days.append(remind_of_masks(now + timedelta(hours=hours)))
    assert days[0] == days[2] == 0
    assert days[1] == days[3] == days[4] == days[5] > 0
    told = Notice.objects.filter(kind=WAITING)
    assert cast.coordinator not in {one.person for one in told}
    assert cast.member not in {one.person for one in told}
    assert {one.data["overdue"] for one in told} == {True, False}
    assert made.is_overdue(now + timedelta(hours=73))
    assert made.mark in fresh(text).title
    confirm_mask(made, by=cast.moderator)
    assert remind_of_masks(now + timedelta(hours=121)) == 0


@pytest.mark.parametrize("agreed", [True, False])
def test_centres_learn_of_words_that_the_text_was_frozen_without(cast: Cast, agreed: bool) -> None:
    """They agreed to a text that did not say it; what they had read themselves is no news."""
    text = named(cast, "drafting")
    if agreed:
        made = mask(text, by=cast.coordinator, words=NAME, reason=WHY)
    open_review(fresh(text), by=cast.coordinator)
    close_review(fresh(text), by=cast.coordinator)
    validate(fresh(text), by=cast.moderator)
    if not agreed:
        made = mask(fresh(text), by=cast.coordinator, words=NAME, reason=WHY)
    lift_mask(made, by=cast.moderator_two, reason="Accord donné.")
    listed = [one.kind for one in news_of(User.objects.get(pk=cast.director.pk))]
    assert ("contributions.mask_lifted" in listed) is agreed
