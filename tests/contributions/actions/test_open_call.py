"""One act of the national coordination that creates the texts of several groups."""

from __future__ import annotations

import pytest
from django.http import Http404

from contributions.actions.open_call import AskedOf, open_call
from contributions.enums import EventKind
from contributions.models import ContributionPage
from groups.actions.close_group import close_group
from groups.actions.move_call import move_call
from groups.enums import Role, Step
from groups.models import Call, Membership
from kit.access import Refused
from tests.cast import Cast, at, fresh

from ..life import kinds

pytestmark = pytest.mark.django_db


def test_a_call_creates_a_dated_draft_in_each_group(cast: Cast) -> None:
    asked = [AskedOf(cast.health, "Santé : réponse"), AskedOf(cast.mobility, "Mobilités : réponse")]
    call, texts = open_call(
        "Saisine", asked, by=cast.network, question="Quoi ?", writing_due=at("2026-06-01")
    )
    assert [text.record.lead_group for text in texts] == [cast.health, cast.mobility]
    for text in texts:
        text = fresh(text)
        assert text.record.call == call
        assert text.record.effective_due(Step.WRITING) == at("2026-06-01")
        assert kinds(text) == [EventKind.CREATED]


def test_moving_a_date_of_the_call_moves_it_everywhere(cast: Cast) -> None:
    asked = [AskedOf(cast.health, "Une"), AskedOf(cast.mobility, "Deux")]
    call, texts = open_call("Saisine", asked, by=cast.network, writing_due=at("2026-06-01"))
    own = texts[1].record
    own.writing_due = at("2026-05-01")
    own.save()
    move_call(call, Step.WRITING, at("2026-07-01"), by=cast.network)
    assert fresh(texts[0]).record.effective_due(Step.WRITING) == at("2026-07-01")
    assert fresh(texts[1]).record.effective_due(Step.WRITING) == at("2026-05-01")


def test_a_call_names_who_coordinates(cast: Cast) -> None:
    """Somebody already in the group keeps their centre, and one open row."""
    open_call("S", [AskedOf(cast.health, "Une", cast.member)], by=cast.network)
    row = Membership.objects.current().get(person=cast.member, group=cast.health)
    assert (row.role, row.centre) == (Role.COORDINATOR, cast.north)


def test_a_closed_group_is_not_called_and_nothing_is_left_behind(cast: Cast) -> None:
    close_group(cast.mobility, by=cast.network)
    with pytest.raises(Refused, match="Mobilités"):
        open_call(
            "S", [AskedOf(cast.health, "Une"), AskedOf(cast.mobility, "Deux")], by=cast.network
        )
    assert not Call.objects.exists()
    assert not ContributionPage.objects.exists()


@pytest.mark.parametrize("role", ["member", "coordinator", "moderator", "director", "account"])
def test_calls_are_the_coordinations_alone(cast: Cast, role: str) -> None:
    with pytest.raises(Http404):
        open_call("S", [AskedOf(cast.health, "Une")], by=getattr(cast, role))
    call = Call.objects.create(title="S", opened_by=cast.network)
    with pytest.raises(Http404):
        move_call(call, Step.WRITING, at("2026-07-01"), by=getattr(cast, role))
