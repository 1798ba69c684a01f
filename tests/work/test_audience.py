"""What a page says of its readers is what the rules answer, one person at a time."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from contributions import rules
from contributions.actions.grant_reading import grant_reading
from contributions.actions.versions import name_version
from contributions.audience import Audience, audience_of_draft, audience_of_version
from contributions.enums import Verb
from contributions.lifecycle import state_of
from groups.rules import memberships_of
from people.models import User
from people.rules import is_director, is_moderator, is_network, mandates_of
from tests.cast import STATES, Cast, draft, fresh, text_in


def is_among(person: User, audience: Audience) -> bool:
    mine = memberships_of(person)
    return (
        audience.everyone
        or person.is_superuser
        or any(group.pk in mine for group in audience.groups)
        or (audience.moderators and is_moderator(person))
        or (audience.network and is_network(person))
        or any(centre.pk in mandates_of(person).centres for centre in audience.centres)
        or any(
            grant.person == person
            or (grant.group_id in mine)
            or (grant.all_centres and (is_director(person) or bool(mine)))
            for grant in audience.grants
        )
    )


@pytest.mark.parametrize("state", STATES)
@pytest.mark.parametrize("opened_to", ["nobody", "a person", "a group", "every centre"])
def test_the_readers_said_are_the_readers_let_in(cast: Cast, state: str, opened_to: str) -> None:
    page = text_in(cast, state)
    readers = {
        "a person": {"person": cast.partner}, "a group": {"group": cast.mobility},
        "every centre": {"all_centres": True},
    }.get(opened_to)  # fmt: skip
    if readers and not state_of(page).trashed:
        until = timezone.now() + timedelta(days=2)
        grant_reading(page, by=cast.coordinator, until=until, **readers)  # type: ignore[arg-type]
    page = fresh(page)
    said = audience_of_draft(page)
    for name, someone in cast.people().items():
        person = User.objects.get(pk=someone.pk)
        assert rules.can(Verb.READ_DRAFT, person, page) == is_among(person, said), name
        for version in page.record.versions.all():
            let_in = rules.can_read_version(person, version, page)
            assert let_in == is_among(person, audience_of_version(page, version)), name


def test_readable_versions_are_those_that_the_rule_lets_read(cast: Cast) -> None:
    page = text_in(cast, "new_edition")
    name_version(page, by=cast.member, label="intime")
    page = fresh(page)
    seen = {
        name: [version.number for version in rules.readable_versions(person, page)]
        for name, person in cast.people().items()
    }
    assert seen["member"] == [1, 2]
    assert seen["moderator"] == seen["account"] == [1]
    assert rules.readable_versions(cast.account, draft(cast, "Autre")) == []
