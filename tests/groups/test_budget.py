"""Fifty groups and a person in all of them: the explorer still opens, on SQLite too."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client
from wagtail.models import GroupPagePermission

from contributions.actions.create import create_contribution
from groups.actions.create_group import create_group
from groups.actions.memberships import join
from groups.enums import Role
from groups.models import WorkingGroupPage
from people.models import User
from tests.cast import Cast

pytestmark = [pytest.mark.django_db, pytest.mark.slow]

GROUPS = 50


@pytest.fixture
def everywhere(cast: Cast) -> list[WorkingGroupPage]:
    """Fifty groups, in each of which the cast's account coordinates."""
    groups = [create_group(f"Groupe {n}", by=cast.network) for n in range(GROUPS - 3)]
    groups = [cast.health, cast.mobility, cast.housing, *groups]
    for group in groups:
        join(cast.account, group, by=cast.network, role=Role.COORDINATOR, centre=cast.north)
    return groups


def test_the_rows_and_the_explorer_hold(
    cast: Cast,
    everywhere: list[WorkingGroupPage],
    client_of: Callable[[User | None], Client],
) -> None:
    mine = GroupPagePermission.objects.filter(group__user=cast.account)
    assert mine.count() == GroupPagePermission.objects.filter(page__in=everywhere).count() == 100
    create_contribution(everywhere[0], "Un texte", by=cast.account)
    client = client_of(User.objects.get(pk=cast.account.pk))
    index = everywhere[0].get_parent()
    for address in (
        "/admin/",
        "/admin/pages/",
        f"/admin/pages/{index.pk}/",
        f"/admin/pages/{everywhere[0].pk}/",
        "/admin/pages/search/?q=texte",
    ):
        answer = client.get(address, follow=True)
        assert answer.status_code == 200, address
        assert answer.request["PATH_INFO"].startswith("/admin/"), address
