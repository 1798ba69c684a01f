"""What the writing page is told of remarks: those that its person may read, and no other."""

from __future__ import annotations

import pytest

from discussion.actions.remark import remark
from discussion.writing import remarks_beside_writing
from people.models import User
from tests.cast import Cast, draft, fresh, text_in

pytestmark = pytest.mark.django_db


def again(user: User) -> User:
    return User.objects.get(pk=user.pk)


def test_a_member_is_told_which_words_wait_and_in_which_block(cast: Cast) -> None:
    page = draft(cast)
    block = str(page.body[1].id)
    remark(page, by=again(cast.coordinator), words="Lesquels ?", block_id=block, quote="Des soins")
    told = remarks_beside_writing(again(cast.member), fresh(page))["remarks"]
    assert told["counted"] == {block: [1, 1]} and told["version"] == "" and told["may"]
    assert [(mark["block"], mark["quote"]) for mark in told["marks"]] == [(block, "Des soins")]


def test_who_weighs_a_text_is_told_of_the_version_and_of_no_one_else_s_remark(cast: Cast) -> None:
    page = text_in(cast, "validation")
    remark(page, by=again(cast.member), words="Entre nous.", block_id=str(page.body[1].id))
    told = remarks_beside_writing(again(cast.moderator), fresh(page))["remarks"]
    assert told["counted"] == {} and told["marks"] == []
    assert told["may"] and told["version"] == page.record.reviewed_version.number


def test_the_network_s_coordination_is_told_of_nothing(cast: Cast) -> None:
    page = draft(cast)
    remark(page, by=again(cast.member), words="Entre nous.", block_id=str(page.body[1].id))
    told = remarks_beside_writing(again(cast.network), fresh(page))["remarks"]
    assert told["counted"] == {} and told["marks"] == [] and not told["may"]
