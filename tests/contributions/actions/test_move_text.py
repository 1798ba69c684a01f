"""Giving a text to another group."""

from __future__ import annotations

import pytest
from django.http import Http404
from wagtail.models import Page, WorkflowState

from contributions import rules
from contributions.actions.close_review import close_review
from contributions.actions.create import create_contribution
from contributions.actions.move_text import move_text
from contributions.actions.open_review import open_review
from contributions.actions.publish import publish
from contributions.actions.validate import validate
from contributions.actions.write import write
from contributions.enums import EventKind
from contributions.lifecycle import state_of
from groups.actions.close_group import close_group
from groups.actions.memberships import join
from groups.enums import Role
from kit.access import Refused
from people.models import User
from tests.cast import Cast, draft, fresh, text_in

from ..life import facts, kinds, last_event

pytestmark = pytest.mark.django_db


def test_the_page_who_leads_it_and_who_reads_it_move(cast: Cast) -> None:
    text = draft(cast)
    move_text(text, by=cast.network, group=cast.mobility, note="Mieux là.")
    text = fresh(text)
    assert text.get_parent().pk == cast.mobility.pk
    assert text.record.lead_group == cast.mobility
    assert text.url_path == f"{cast.mobility.url_path}{text.slug}/"
    assert rules.can_edit(cast.other_member, text)
    assert not rules.can_read_draft(User.objects.get(pk=cast.member.pk), text)
    line = last_event(text)
    assert (line.kind, line.note, line.data) == (
        EventKind.MOVED, "Mieux là.",
        {"left": "Santé", "joined": "Mobilités", "left_group": cast.health.pk},
    )  # fmt: skip


@pytest.mark.parametrize("state", ["review", "validation", "validated", "scheduled"])
def test_pending_decisions_are_cancelled(cast: Cast, state: str) -> None:
    text = text_in(cast, state)
    move_text(text, by=cast.network, group=cast.mobility)
    text = fresh(text)
    assert state_of(text).work.value == "drafting"
    assert text.record.embargo_until is None
    assert not WorkflowState.objects.filter(status="in_progress").exists()


@pytest.mark.parametrize("state", ["published", "replaced", "withdrawn"])
def test_what_was_public_stays_as_it_was(cast: Cast, state: str) -> None:
    text = text_in(cast, state)
    before = state_of(text)
    number = text.record.pk
    move_text(text, by=cast.network, group=cast.mobility)
    text = fresh(text)
    assert state_of(text) == before
    assert text.record.pk == number


def test_moving_where_it_already_is_changes_nothing(cast: Cast) -> None:
    text = text_in(cast, "review")
    before = facts(text)
    move_text(text, by=cast.network, group=cast.health)
    assert facts(text) == before


def test_both_coordinations_are_needed(cast: Cast) -> None:
    text = draft(cast)
    with pytest.raises(Refused, match="deux groupes"):
        move_text(text, by=cast.coordinator, group=cast.mobility)
    join(cast.coordinator, cast.mobility, by=cast.network, role=Role.COORDINATOR)
    move_text(text, by=cast.coordinator, group=cast.mobility)
    assert kinds(text).count(EventKind.MOVED) == 1


def test_an_associated_group_does_not_take_the_text_from_its_lead(cast: Cast) -> None:
    text = draft(cast)
    text.record.associated_groups.add(cast.housing)
    with pytest.raises(Refused, match="deux groupes"):
        move_text(text, by=cast.associated_member, group=cast.housing)
    assert fresh(text).record.lead_group == cast.health


def test_an_associated_group_that_becomes_the_lead_is_no_longer_associated(cast: Cast) -> None:
    text = draft(cast)
    text.record.associated_groups.add(cast.housing)
    move_text(text, by=cast.network, group=cast.housing)
    assert not fresh(text).record.associated_groups.exists()


def test_a_closed_group_receives_nothing(cast: Cast) -> None:
    text = draft(cast)
    seen_open = type(cast.mobility).objects.get(pk=cast.mobility.pk)
    assert seen_open.record.is_open
    close_group(cast.mobility, by=cast.network)
    with pytest.raises(Refused, match="fermé"):
        move_text(text, by=cast.network, group=seen_open)


@pytest.mark.parametrize("role", ["member", "moderator", "other_coordinator", "director"])
def test_nobody_else_moves_and_none_is_told(cast: Cast, role: str) -> None:
    with pytest.raises(Http404):
        move_text(draft(cast), by=getattr(cast, role), group=cast.mobility)


def test_a_taken_address_is_changed_in_both_groups_eyes(cast: Cast) -> None:
    """`meme` and `meme-2` are taken there, `meme-3` here."""
    for _ in range(2):
        create_contribution(cast.mobility, "Même", by=cast.other_member)
    texts = [create_contribution(cast.health, "Même", by=cast.member) for _ in range(3)]
    move_text(texts[0], by=cast.network, group=cast.mobility)
    text = fresh(texts[0])
    assert text.slug == "meme-4"
    assert text.url_path == f"{cast.mobility.url_path}meme-4/"
    siblings = Page.objects.child_of(cast.mobility).values_list("slug", flat=True)
    assert len(siblings) == len(set(siblings)) == 3


def test_a_moved_text_is_written_and_published_at_its_new_address(cast: Cast) -> None:
    """Its older revisions hold an address that another text has here."""
    taken = create_contribution(cast.mobility, "Rapprocher la santé", by=cast.other_member)
    text = draft(cast)
    move_text(text, by=cast.network, group=cast.mobility)
    write(text, by=cast.other_member, summary="Repris.")
    assert fresh(text).slug == "rapprocher-la-sante-2"
    open_review(text, by=cast.other_coordinator)
    close_review(text, by=cast.other_coordinator)
    validate(text, by=cast.moderator)
    publish(text, by=cast.moderator)
    text = fresh(text)
    assert (text.slug, taken.slug) == ("rapprocher-la-sante-2", "rapprocher-la-sante")
    assert text.live
