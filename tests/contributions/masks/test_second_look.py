"""A second person confirms what a first one hid, or shows it again."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import IntegrityError, transaction

from contributions.actions.base import NotNow
from contributions.actions.close_review import close_review
from contributions.actions.mask import mask
from contributions.actions.open_review import open_review
from contributions.actions.publish import publish
from contributions.actions.second_look import confirm_mask, lift_mask
from contributions.actions.validate import validate
from contributions.enums import EventKind
from contributions.models import Mask
from groups.actions.memberships import join
from groups.enums import Role
from kit.access import Refused
from tests.cast import Cast, fresh, person

from ..life import kinds
from .hidden import NAME, WHY, named, row_of

pytestmark = pytest.mark.django_db


def test_who_hid_it_does_not_confirm_it(cast: Cast) -> None:
    made = mask(named(cast, "published"), by=cast.coordinator, words=NAME, reason=WHY)
    for act in (
        lambda: confirm_mask(made, by=cast.coordinator),
        lambda: lift_mask(made, by=cast.coordinator, reason="Erreur."),
    ):
        with pytest.raises(Refused, match="Une autre personne"):
            act()
    with pytest.raises(IntegrityError), transaction.atomic():
        Mask.objects.filter(pk=made.pk).update(confirmed_by=cast.coordinator)


@pytest.mark.parametrize("role", ["moderator", "network", "superuser"])
def test_a_second_person_of_the_row_confirms(cast: Cast, role: str) -> None:
    made = mask(named(cast, "published"), by=cast.coordinator, words=NAME, reason=WHY)
    confirm_mask(made, by=getattr(cast, role))
    confirm_mask(made, by=getattr(cast, role))
    made.refresh_from_db()
    assert made.confirmed_by == getattr(cast, role)
    assert kinds(made.record.page).count(EventKind.MASK_CONFIRMED) == 1


@pytest.mark.parametrize("role", ["member", "other_coordinator", "director", "partner", "account"])
def test_others_neither_hide_nor_look(cast: Cast, role: str) -> None:
    text, person = named(cast, "published"), getattr(cast, role)
    with pytest.raises(Refused):
        mask(text, by=person, words=NAME, reason=WHY)
    made = mask(text, by=cast.coordinator, words=NAME, reason=WHY)
    with pytest.raises(Refused):
        confirm_mask(made, by=person)
    with pytest.raises(Refused):
        lift_mask(made, by=person, reason="Non.")


def test_what_two_persons_hid_is_lifted_by_the_moderation_or_the_network_alone(
    cast: Cast, client_of: Any
) -> None:
    text = named(cast, "published")
    made = confirm_mask(mask(text, by=cast.network, words=NAME, reason=WHY), by=cast.coordinator)
    confirm_mask(made, by=cast.coordinator)
    with pytest.raises(Refused, match="Deux personnes"):
        lift_mask(made, by=cast.coordinator, reason="Finalement non.")
    pages = {
        role: client_of(getattr(cast, role)).get(made.get_absolute_url()).content.decode()
        for role in ("coordinator", "moderator")
    }
    assert {role: 'name="lift"' in page for role, page in pages.items()} == {
        "coordinator": False, "moderator": True,
    }  # fmt: skip
    assert "Deux personnes" in pages["coordinator"]
    assert lift_mask(made, by=cast.moderator, reason="Accord donné.").lifted_at


def test_what_is_lifted_is_not_decided_again(cast: Cast) -> None:
    made = mask(named(cast, "published"), by=cast.coordinator, words=NAME, reason=WHY)
    lift_mask(made, by=cast.moderator, reason="Erreur.")
    with pytest.raises(NotNow):
        confirm_mask(made, by=cast.network)
    with pytest.raises(NotNow):
        lift_mask(made, by=cast.network, reason="Encore.")


@pytest.mark.parametrize("state", ["validated", "published"])
def test_what_was_agreed_on_without_a_passage_gets_it_from_the_moderation_alone(
    cast: Cast, state: str
) -> None:
    """Centres answered, and the network validated, a text that did not say it."""
    text = named(cast, "drafting")
    made = mask(text, by=cast.coordinator, words=NAME, reason=WHY)
    other = person("seconde")
    join(other, cast.health, role=Role.COORDINATOR, by=cast.superuser)
    open_review(fresh(text), by=cast.coordinator)
    close_review(fresh(text), by=cast.coordinator)
    validate(fresh(text), by=cast.moderator)
    if state == "published":
        publish(fresh(text), by=cast.moderator)
    for role in (other, cast.network):
        with pytest.raises(Refused, match="la modération seule"):
            lift_mask(made, by=role, reason="Accord donné.")
    assert made.mark in str(row_of(text))
    lift_mask(made, by=cast.moderator_two, reason="Accord donné.")
    assert made.mark not in str(row_of(text)) and NAME in fresh(text).summary
