"""Each verb of the lifecycle table, tried in every state where the table forbids it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace as replace_people_of
from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.utils import timezone

from contributions.actions.assign import assign, take
from contributions.actions.base import NotNow
from contributions.actions.close_review import close_review
from contributions.actions.open_edition import open_edition
from contributions.actions.open_review import open_review
from contributions.actions.propose import propose
from contributions.actions.publish import publish, schedule, unschedule
from contributions.actions.recall import recall, recall_validated
from contributions.actions.replace import replace
from contributions.actions.return_text import return_text
from contributions.actions.set_dates import set_dates
from contributions.actions.trash import bring_back, delete_for_good, trash
from contributions.actions.validate import validate
from contributions.actions.versions import name_version, restore
from contributions.actions.withdraw import withdraw
from contributions.actions.write import write
from contributions.enums import Verb
from contributions.lifecycle import TRANSITIONS, state_of
from contributions.models import ContributionPage, Version
from contributions.outline import outline_of
from groups.enums import Step

from ..conftest import World
from ..life import facts

pytestmark = pytest.mark.django_db

Act = Callable[[World, ContributionPage], object]


def _of(role: str, action: Callable[..., object], **words: object) -> Act:
    def act(world: World, text: ContributionPage) -> object:
        return action(text, by=getattr(world.cast, role), **words)

    return act


def _schedule(world: World, text: ContributionPage) -> object:
    minute = timezone.now() + timedelta(days=1)
    return schedule(text, by=world.cast.moderator, minute=minute)


def _replace(world: World, text: ContributionPage) -> object:
    return replace(text, by=world.cast.moderator, successor=world.texts["published"])


def _restore(world: World, text: ContributionPage) -> object:
    version = text.record.versions.first() or Version.objects.first()
    if state_of(text).allows(Verb.EDIT):
        version = name_version(text, by=world.cast.member, label="une")
    return restore(text, by=world.cast.member, version=version)


def _first_block(text: ContributionPage) -> str:
    return outline_of(text)[0].key


def _take(world: World, text: ContributionPage) -> object:
    return take(text, by=world.cast.member, block_id=_first_block(text))


def _assign(world: World, text: ContributionPage) -> object:
    cast = world.cast
    return assign(text, by=cast.coordinator, block_id=_first_block(text), person=cast.member)


def _set_dates(world: World, text: ContributionPage) -> object:
    due = timezone.now() + timedelta(days=3)
    return set_dates(text, by=world.cast.coordinator, dates={Step.WRITING: due})


#: Each verb, done by somebody whose role allows it.
ACTS: dict[Verb, Act] = {
    Verb.EDIT: _of("member", write, summary="Autre"),
    Verb.RESTORE: _restore,
    Verb.TAKE_BLOCK: _take,
    Verb.ASSIGN: _assign,
    Verb.SET_DATES: _set_dates,
    Verb.PROPOSE: _of("member", propose),
    Verb.OPEN_REVIEW: _of("coordinator", open_review),
    Verb.CLOSE_REVIEW: _of("coordinator", close_review),
    Verb.RECALL: _of("coordinator", recall),
    Verb.RETURN: _of("moderator", return_text, note="à revoir"),
    Verb.VALIDATE: _of("moderator", validate),
    Verb.RECALL_VALIDATED: _of("coordinator", recall_validated, note="une erreur"),
    Verb.SCHEDULE: _schedule,
    Verb.UNSCHEDULE: _of("moderator", unschedule),
    Verb.PUBLISH: _of("moderator", publish),
    Verb.OPEN_EDITION: _of("coordinator", open_edition),
    Verb.REPLACE: _replace,
    Verb.WITHDRAW: _of("coordinator", withdraw, note="motif"),
    Verb.TRASH: _of("coordinator", trash),
    Verb.BRING_BACK: _of("coordinator", bring_back),
    Verb.DELETE: _of("superuser", delete_for_good),
}


def test_every_verb_of_the_table_is_tried() -> None:
    assert set(ACTS) == set(TRANSITIONS)


@pytest.mark.parametrize("verb", TRANSITIONS)
def test_a_verb_is_refused_where_the_table_forbids_it(world: World, verb: Verb) -> None:
    """With the answer *not now*, and nothing written."""
    tried = 0
    for name, text in world.texts.items():
        if state_of(text).allows(verb):
            continue
        before = facts(text)
        with pytest.raises(NotNow) as refusal:
            ACTS[verb](world, text)
        assert refusal.value.args, name
        assert facts(text) == before, name
        tried += 1
    assert tried > 0


#: Withdrawing needs a second person, deleting leaves nothing to look at.
ALONE = [verb for verb in TRANSITIONS if verb not in (Verb.WITHDRAW, Verb.DELETE)]


@pytest.mark.parametrize("verb", ALONE)
def test_the_table_leads_where_it_says(world: World, verb: Verb) -> None:
    """From each state in which it is allowed."""
    row = TRANSITIONS[verb]
    for name, text in world.texts.items():
        before = state_of(text)
        if not before.allows(verb) or (verb is Verb.UNSCHEDULE and name != "scheduled"):
            continue
        if verb is Verb.REPLACE and name == "published":
            continue  # does not replace itself
        ACTS[verb](world, text)
        after = state_of(ContributionPage.objects.get(pk=text.pk))
        assert after.work is (row.to_work or before.work), name
        assert after.public is (row.to_public or before.public), name


@pytest.mark.parametrize(
    "state",
    [
        "review",
        "validation",
        "validated",
        "scheduled",
        "published",
        "replaced",
        "withdrawn",
        "trashed",
    ],
)
def test_no_revision_is_saved_out_of_drafting(world: World, state: str) -> None:
    """By whichever door: the editor's own save is refused too, superusers' included."""
    text = world.texts[state]
    before = facts(text)
    for person in (world.cast.member, world.cast.coordinator, world.cast.superuser, None):
        draft = ContributionPage.objects.get(pk=text.pk).get_latest_revision_as_object()
        draft.summary = "Une phrase de trop."
        with pytest.raises(PermissionDenied):
            draft.save_revision(user=person, log_action=True, clean=False)
    assert facts(text) == before


def test_a_list_read_before_the_submission_does_not_open_it_again(world: World) -> None:
    """A page that came from a list still asks the state of today when it is saved."""
    text = ContributionPage.objects.with_states().get(pk=world.texts["drafting"].pk)
    open_review(text, by=world.cast.coordinator)
    assert text.annotated_work_state == "drafting"
    with pytest.raises(PermissionDenied):
        text.save_revision(user=world.cast.member)


@pytest.mark.parametrize("verb", [v for v in TRANSITIONS if v is not Verb.WITHDRAW])
def test_an_outsider_acting_is_answered_as_for_a_missing_text(world: World, verb: Verb) -> None:
    """Even with a bad date, no remarks, or a step that is over."""
    people = dict.fromkeys(("member", "coordinator", "moderator", "superuser"), world.cast.account)
    impostor = World(replace_people_of(world.cast, **people), world.roles, world.texts)
    for name in ("drafting", "review", "validation", "validated", "scheduled", "trashed"):
        with pytest.raises(Http404):
            ACTS[verb](impostor, world.texts[name])


@pytest.mark.parametrize("action", [return_text, recall_validated])
def test_an_outsider_is_not_asked_for_a_reason(world: World, action: Callable[..., object]) -> None:
    for name in ("validation", "validated"):
        with pytest.raises(Http404):
            action(world.texts[name], by=world.cast.account, note="")


@pytest.mark.parametrize("action", [close_review, recall, validate, return_text])
def test_an_outsider_does_not_learn_that_a_step_is_over(
    world: World, action: Callable[..., object]
) -> None:
    for name in ("review", "validation"):
        with pytest.raises(Http404):
            action(world.texts[name], by=world.cast.account, note="x", task_state_id=987654)
