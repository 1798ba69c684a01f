"""A decision is contested once, and heard by somebody who decided nothing of it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.http import Http404
from django.test import Client
from django.utils import timezone

from contributions.actions.base import NotNow
from discussion.actions.decide_reaction import hide_reaction, publish_reaction
from discussion.enums import ReactionState
from kit.access import Refused
from moderation.actions.contest import contest
from moderation.actions.decide_report import decide_report
from moderation.actions.rule import rule
from moderation.models import Challenge, Report
from moderation.models.reports import Outcome, Ruling, Side
from moderation.reports.links import contest_path
from moderation.reports.rules import (
    challenges_for,
    verdict_on_ruling,
)
from notifications.models import Notice
from people.models import User
from tests.cast import Cast, text_in
from tests.contributions.test_rules import MARKS
from tests.discussion.reacting import (
    ROLES,
    held,
    letters_to,
    of,
    opened,
    path_in,
    unhurried,
)

from .reporting import HANDLES, WHO, reported, reported_reaction

__all__ = ["unhurried"]
pytestmark = pytest.mark.django_db
ClientOf = Callable[[User | None], Client]


def test_a_group_contests_signed_in_and_does_not_hear_itself(
    cast: Cast, client_of: ClientOf
) -> None:
    made = reported(text_in(cast, "published").url)
    decide_report(made, by=cast.moderator, outcome=Outcome.MASKED, decision="Masqué.")
    made = Report.objects.get(pk=made.pk)
    link, handle = contest_path(made, Side.AUTHOR), f"/moderation/signalements/{made.pk}/"
    # Without a session a browser that sends a form is asked to sign in where it stands.
    expected = {"": 401, "member": 403, "moderator": 403, "moderator_two": 403, "network": 403}
    for role, status in expected.items():
        person = getattr(cast, role) if role else None
        assert client_of(person).post(link, {"words": "À tort."}).status_code == status, role
    assert not Challenge.objects.exists()
    offered = {
        role: link.rsplit("/contester/")[0] + "/contester/"
        in client_of(getattr(cast, role)).get(handle).content.decode()
        for role in ("moderator", "moderator_two", "coordinator")
    }
    assert offered == {"moderator": False, "moderator_two": False, "coordinator": True}
    assert client_of(cast.coordinator).post(link, {"words": "À tort."}).status_code == 302
    asked, told = Challenge.objects.get(), Notice.objects.filter(kind="moderation.challenge_received")  # fmt: skip
    assert asked.by == cast.coordinator
    Challenge.objects.update(by=None)
    asked.refresh_from_db()
    heard = {"coordinator": False, "moderator": False, "moderator_two": True, "superuser": True}
    for role, may in heard.items():
        assert bool(verdict_on_ruling(of(cast, role), asked)) is may, role
        assert challenges_for(of(cast, role)).exists() is may, role
    assert {notice.person for notice in told} == {cast.moderator_two}


def test_who_decided_first_does_not_undo_the_second_person_s_ruling(cast: Cast) -> None:
    page = opened(cast)
    row = hide_reaction(held(page, "Autre."), by=cast.moderator, reason="Trop vif.")
    asked = contest(hiding=row.decisions.get(), side=Side.AUTHOR, words="Relisez.")
    rule(asked, by=cast.moderator_two, ruling=Ruling.OVERTURNED, decision="Elle peut se lire.")
    with pytest.raises(Refused, match="Une autre personne"):
        hide_reaction(row, by=cast.moderator, reason="Encore.")
    kept = reported_reaction(cast, page)
    decide_report(kept, by=cast.moderator, outcome=Outcome.KEPT, decision="Rien de tel.")
    asked = contest(report=Report.objects.get(pk=kept.pk), side=Side.REPORTER, words="Si.")
    rule(asked, by=cast.moderator_two, ruling=Ruling.OVERTURNED, decision="En effet.")
    for undone in (cast.moderator, cast.coordinator):
        with pytest.raises(Refused, match="Une autre personne"):
            publish_reaction(kept.reaction, by=undone)  # type: ignore[arg-type]
    publish_reaction(kept.reaction, by=cast.superuser)  # type: ignore[arg-type]


def test_who_reported_a_reaction_does_not_decide_of_it(cast: Cast) -> None:
    page = opened(cast)
    row = publish_reaction(held(page), by=cast.coordinator)
    reported(f"{page.url}#{row.anchor}", by=cast.moderator)
    with pytest.raises(Refused, match="Une autre personne"):
        hide_reaction(row, by=cast.moderator, reason="Je l'ai dit.")
    hide_reaction(row, by=cast.moderator_two, reason="Une personne y est nommée.")
    asked = contest(hiding=row.decisions.last(), side=Side.AUTHOR, words="Relisez.")
    assert not verdict_on_ruling(of(cast, "moderator"), asked)
    assert not challenges_for(of(cast, "moderator")).exists()


def test_whose_own_decision_stands_hears_no_older_one(cast: Cast) -> None:
    row = hide_reaction(held(opened(cast)), by=cast.coordinator, reason="Trop vif.")
    old = row.decisions.get()
    publish_reaction(row, by=cast.moderator_two)
    hide_reaction(row, by=cast.moderator, reason="Un nom y figure.")
    asked = contest(hiding=old, side=Side.AUTHOR, words="Relisez.")
    for role in ("moderator", "moderator_two", "coordinator", "superuser"):
        may = role == "superuser"
        assert bool(verdict_on_ruling(of(cast, role), asked)) is may, role
        assert challenges_for(of(cast, role)).exists() is may, role
    assert not Notice.objects.filter(kind="moderation.challenge_received").exists()


def test_a_challenge_is_heard_by_another_person(cast: Cast) -> None:
    made = reported(text_in(cast, "published").url)
    decide_report(made, by=cast.moderator, outcome=Outcome.KEPT, decision="Rien à changer.")
    asked = contest(report=Report.objects.get(pk=made.pk), side=Side.REPORTER, words="Si.")
    expected = HANDLES | {"moderator": "3"}
    answers = {role: MARKS[verdict_on_ruling(of(cast, role), asked).answer] for role in ROLES}
    assert answers == expected
    twins = {role: challenges_for(of(cast, role)).exists() for role in ROLES}
    assert twins == {role: mark == "✓" for role, mark in expected.items()}
    with pytest.raises(Refused):
        rule(asked, by=cast.moderator, ruling=Ruling.UPHELD, decision="Toujours non.")
    told = Notice.objects.filter(kind="moderation.challenge_received")
    assert {notice.person for notice in told} == {cast.coordinator, cast.moderator_two}


def test_the_author_contests_and_is_published_again(cast: Cast, client_of: ClientOf) -> None:
    page = opened(cast)
    row = held(page)
    hide_reaction(row, by=cast.coordinator, reason="Trop vif.")
    link = path_in(letters_to("passant@example.net")[-1], "signaler/contester/")
    visitor = client_of(None)
    visitor.post(link, {"words": "C'est mon expérience."})
    visitor.post(link, {"words": "C'est mon expérience."})
    [asked] = Challenge.objects.all()
    path = f"/moderation/contestations/{asked.pk}/"
    assert client_of(cast.coordinator).get(path).status_code == 403
    assert "Trop vif." in client_of(cast.moderator).get(path).content.decode()
    client_of(cast.moderator).post(path, {"ruling": "overturned", "decision": "Elle peut se lire."})
    row.refresh_from_db()
    assert row.state == ReactionState.PUBLIC
    assert row.comment in visitor.get(page.url).content.decode()
    assert "Elle peut se lire." in letters_to("passant@example.net")[-1].text
    with pytest.raises(NotNow):
        rule(asked, by=cast.moderator_two, ruling=Ruling.UPHELD, decision="Non.")


def test_who_reported_in_vain_contests_and_the_reaction_is_hidden(
    cast: Cast, client_of: ClientOf
) -> None:
    page = opened(cast)
    made = reported_reaction(cast, page)
    decide_report(made, by=cast.coordinator, outcome=Outcome.KEPT, decision="Rien de tel.")
    assert "Rien de tel." in letters_to("passant@example.net")[-1].text
    letter = letters_to(WHO["email"])[-1]
    client_of(None).post(path_in(letter, "signaler/contester/"), {"words": "Relisez."})
    asked = Challenge.objects.get()
    rule(asked, by=cast.moderator, ruling=Ruling.OVERTURNED, decision="Vous aviez raison.")
    assert made.reaction is not None
    made.reaction.refresh_from_db()
    assert made.reaction.state == ReactionState.HIDDEN
    assert "Vous aviez raison." in letters_to(WHO["email"])[-1].text


def test_a_decision_is_contested_for_six_months_on_each_side(cast: Cast) -> None:
    made = reported(text_in(cast, "published").url)
    with pytest.raises(Http404):
        contest(report=made, side=Side.REPORTER, words="Trop tôt.")
    made = decide_report(made, by=cast.moderator, outcome=Outcome.MASKED, decision="Masqué.")
    late = timezone.now() + timedelta(days=184)
    with pytest.raises(Refused):
        contest(report=made, side=Side.REPORTER, words="Trop tard.", at=late)
    first = contest(report=made, side=Side.REPORTER, words="Pas assez.")
    assert contest(report=made, side=Side.REPORTER, words="Encore.") == first
    contest(report=made, side=Side.AUTHOR, words="À tort.", by=cast.coordinator)
    assert Challenge.objects.count() == 2


def test_a_link_is_signed_and_leads_nowhere_else(cast: Cast, client: Client) -> None:
    made = reported(text_in(cast, "published").url)
    path = contest_path(made, Side.REPORTER)
    assert client.get(path).status_code == 404, "nothing was decided"
    for wrong in (path[:-2] + "x/", "/signaler/suivi/1/", "/signaler/contester/e30:x:y/"):
        assert client.get(wrong).status_code == 404
