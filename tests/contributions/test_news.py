"""What people are told of texts: who, which words, where it leads, and who no longer."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from contributions.actions.close_review import close_review
from contributions.actions.grant_reading import extend_reading, grant_reading, revoke_reading
from contributions.actions.move_text import move_text
from contributions.actions.open_call import AskedOf, open_call
from contributions.actions.open_edition import open_edition
from contributions.actions.open_review import open_review
from contributions.actions.propose import propose
from contributions.actions.publish import publish, schedule, unschedule
from contributions.actions.recall import recall
from contributions.actions.replace import replace
from contributions.actions.return_text import return_text
from contributions.actions.set_dates import set_dates
from contributions.actions.trash import bring_back, trash
from contributions.actions.validate import validate
from contributions.actions.withdraw import withdraw
from contributions.models import ContributionPage
from groups.actions.memberships import end_membership, join
from groups.actions.move_call import move_call
from groups.enums import Step
from groups.models import Membership
from notifications.kinds import Line
from notifications.models import Notice, Preference
from people.actions.close_account import close_account
from people.models import User
from tests.cast import Cast, fresh, person, text_in
from tests.contributions.life import last_event

Act = Callable[[ContributionPage, Cast], Any]


LATER = {Step.REVIEW: timezone.now() + timedelta(days=20)}


def tomorrow() -> Any:
    return timezone.now() + timedelta(days=1)


def extend(text: ContributionPage, cast: Cast) -> None:
    grant = grant_reading(text, by=cast.coordinator, person=cast.moderator, until=tomorrow())
    until = tomorrow() + timedelta(days=1)
    extend_reading(fresh(text), by=cast.coordinator, grant=grant, until=until)


#: The event; the state before it; what is done; who is told, the actor never among them.
TOLD: list[tuple[str, str, Act, set[str]]] = [
    ("proposed", "drafting", lambda t, c: propose(t, by=c.member, note="Prêt."),
     {"coordinator", "associated_member"}),
    ("review_opened", "drafting", lambda t, c: open_review(t, by=c.coordinator),
     {"member", "associated_member", "director"}),
    ("submitted", "review", lambda t, c: close_review(t, by=c.coordinator),
     {"moderator", "moderator_two"}),
    ("returned", "validation", lambda t, c: return_text(t, by=c.moderator, note="Chiffres ?"),
     {"member", "coordinator", "associated_member"}),
    ("recalled", "review", lambda t, c: recall(t, by=c.coordinator),
     {"member", "associated_member", "director"}),
    ("recalled", "validation", lambda t, c: recall(t, by=c.coordinator),
     {"member", "associated_member", "director", "moderator", "moderator_two"}),
    ("validated", "validation", lambda t, c: validate(t, by=c.moderator),
     {"member", "coordinator", "associated_member"}),
    ("scheduled", "validated", lambda t, c: schedule(t, by=c.moderator, minute=tomorrow()),
     {"member", "coordinator", "associated_member"}),
    ("unscheduled", "scheduled", lambda t, c: unschedule(t, by=c.moderator),
     {"member", "coordinator", "associated_member"}),
    ("published", "validated", lambda t, c: publish(t, by=c.moderator),
     {"member", "coordinator", "associated_member", "director"}),
    ("edition_opened", "published", lambda t, c: open_edition(t, by=c.coordinator),
     {"member", "associated_member"}),
    ("replaced", "published",
     lambda t, c: replace(t, by=c.moderator, successor=text_in(c, "published", "Suite")),
     {"member", "coordinator", "associated_member", "director"}),
    ("withdrawal_asked", "published", lambda t, c: withdraw(t, by=c.coordinator, note="Un nom."),
     {"associated_member", "moderator", "moderator_two"}),
    ("withdrawal_asked", "published",
     lambda t, c: withdraw(t, by=c.moderator, note="Un nom."),
     {"coordinator", "associated_member", "moderator_two"}),
    ("reading_opened", "drafting",
     lambda t, c: grant_reading(t, by=c.coordinator, person=c.moderator, until=tomorrow()),
     {"moderator"}),
    ("reading_opened", "drafting",
     lambda t, c: grant_reading(t, by=c.coordinator, group=c.mobility, until=tomorrow()),
     {"other_member", "other_coordinator"}),
    ("reading_opened", "drafting",
     lambda t, c: grant_reading(t, by=c.coordinator, all_centres=True, until=tomorrow()),
     {"member", "associated_member", "other_member", "other_coordinator", "director"}),
    ("moved", "drafting", lambda t, c: move_text(t, by=c.network, group=c.mobility),
     {"member", "coordinator", "associated_member", "other_member", "other_coordinator"}),
    ("dates_moved", "drafting", lambda t, c: set_dates(t, by=c.coordinator, dates=LATER),
     {"member", "associated_member"}),
    ("dates_moved", "review", lambda t, c: set_dates(t, by=c.coordinator, dates=LATER),
     {"member", "associated_member", "director"}),
    ("reading_extended", "drafting", lambda t, c: extend(t, c), {"moderator"}),
    ("trashed", "drafting", lambda t, c: trash(t, by=c.member),
     {"coordinator", "associated_member"}),
    ("brought_back", "trashed", lambda t, c: bring_back(t, by=c.coordinator),
     {"member", "associated_member"}),
]  # fmt: skip


def associated(text: ContributionPage, cast: Cast) -> ContributionPage:
    """The text, with the group of the associated member beside its own."""
    text.record.associated_groups.add(cast.housing)
    return fresh(text)


def notices(kind: str, **which: Any) -> Any:
    return Notice.objects.filter(kind=f"contributions.{kind}", **which).order_by("pk")


def line_for(notice: Notice, name: User | None = None) -> Line:
    reader = User.objects.get(pk=name.pk if name else notice.person_id)
    assert notice.news is not None
    return notice.news.line(notice.data, reader)


def knows(notice: Notice) -> bool:
    assert notice.news is not None
    return notice.news.may_know(User.objects.get(pk=notice.person_id), notice)


@pytest.mark.parametrize(
    ("kind", "state", "act", "who"), TOLD, ids=[f"{row[0]}-{row[1]}-{n}" for n, row in enumerate(TOLD)]
)  # fmt: skip
def test_an_event_is_told_to_those_whom_it_concerns(
    cast: Cast, kind: str, state: str, act: Act, who: set[str]
) -> None:
    text = associated(text_in(cast, state), cast)
    Notice.objects.all().delete()
    act(text, cast)
    text = fresh(text)
    told = notices(kind, data__text=text.record.pk)
    names = {pk: name for name, pk in ((n, u.pk) for n, u in cast.people().items())}
    assert {names[row.person_id] for row in told} == who
    assert len(told) == len(who), "told once each"
    for row in told:
        assert knows(row), names[row.person_id]
        line = line_for(row)
        assert line.about.startswith("Rapprocher la santé")
        assert line.headline
        assert line.url.startswith(("/contributions/", "/espace/", "/avis/lien/"))


def test_a_withdrawal_is_told_with_its_reason(cast: Cast) -> None:
    text_in(cast, "withdrawn")
    told = notices("withdrawn")
    assert {row.person_id for row in told} == {
        cast.member.pk, cast.coordinator.pk, cast.director.pk
    }  # fmt: skip
    assert all(line_for(row).words == "Une personne était reconnaissable." for row in told)


def test_a_return_carries_the_remark_and_who_made_it(cast: Cast) -> None:
    text = text_in(cast, "validation")
    return_text(text, by=cast.moderator, note="Sourcez le chiffre du deuxième constat.")
    line = line_for(notices("returned", person=cast.member)[0])
    assert line.words == "Sourcez le chiffre du deuxième constat."
    assert line.headline == "Texte renvoyé au groupe par Moderator"
    assert line.url == f"/contributions/{text.record.pk}/suivi/"
    assert line.private


def test_a_review_carries_the_first_words_and_the_date(cast: Cast) -> None:
    text = text_in(cast, "drafting")
    text.record.review_due = timezone.make_aware(timezone.datetime(2031, 6, 12, 18, 0))
    text.record.save()
    open_review(fresh(text), by=cast.coordinator)
    line = line_for(notices("review_opened", person=cast.member)[0])
    assert line.words.startswith("La crise a rendu visibles")
    assert "à faire avant le 12 juin 2031 à 18\u00a0h" in line.headline
    assert line.url.endswith("/versions/1/")


def test_a_director_reads_no_name_of_the_group(cast: Cast) -> None:
    open_review(text_in(cast, "drafting"), by=cast.coordinator)
    line = line_for(notices("review_opened", person=cast.director)[0])
    assert "Coordinator" not in line.headline
    assert line.words


def test_only_published_titles_may_be_subjects(cast: Cast) -> None:
    text_in(cast, "replaced")
    for row in Notice.objects.filter(kind__startswith="contributions."):
        public = row.kind.split(".")[1] in {"published", "replaced"}
        assert line_for(row).private != public


def test_who_left_the_group_is_told_nothing_any_more(cast: Cast) -> None:
    text = text_in(cast, "drafting")
    open_review(text, by=cast.coordinator)
    told = notices("review_opened", person=cast.member)[0]
    end_membership(Membership.objects.get(person=cast.member, group=cast.health), by=cast.member)
    assert not knows(told)
    recall(fresh(text), by=cast.coordinator)
    assert not notices("recalled", person=cast.member).exists()
    assert not Notice.objects.filter(person=cast.gone, kind__startswith="contributions.").exists()


def test_a_closed_account_is_told_nothing(cast: Cast) -> None:
    text = text_in(cast, "drafting")
    close_account(cast.member, by=cast.member)
    open_review(text, by=cast.coordinator)
    assert not notices("review_opened", person=cast.member).exists()


def test_the_name_of_who_closed_their_account_leaves_what_was_told(cast: Cast) -> None:
    propose(text_in(cast, "drafting"), by=cast.member)
    told = notices("proposed", person=cast.coordinator)[0]
    assert line_for(told).headline == "Soumission proposée par Member"
    close_account(cast.member, by=cast.member)
    told.refresh_from_db()
    assert line_for(told).headline == "Soumission proposée par Ancien membre"


def test_a_director_forgets_a_review_that_was_recalled(cast: Cast) -> None:
    text = text_in(cast, "review")
    told = notices("review_opened", person=cast.director)[0]
    assert knows(told)
    recall(text, by=cast.coordinator)
    assert not knows(told)


def test_a_reader_forgets_a_reading_that_was_closed(cast: Cast) -> None:
    text = text_in(cast, "drafting")
    grant = grant_reading(text, by=cast.coordinator, person=cast.account, until=tomorrow())
    told = notices("reading_opened")[0]
    assert told.person_id == cast.account.pk
    assert knows(told)
    assert line_for(told).url == f"/contributions/{text.record.pk}/texte/"
    revoke_reading(fresh(text), by=cast.coordinator, grant=grant)
    assert not knows(told)


def test_the_group_that_lost_a_text_is_led_to_no_private_page(cast: Cast) -> None:
    move_text(text_in(cast, "drafting"), by=cast.network, group=cast.mobility, note="Erreur.")
    line = line_for(notices("moved", person=cast.member)[0])
    assert line.url == "/espace/"
    assert "de « Santé » à « Mobilités »" in line.headline
    assert line.words == "", "the note is for those who read the text"
    assert line_for(notices("moved", person=cast.other_member)[0]).words == "Erreur."


def test_a_choice_for_an_associated_group_holds_for_its_texts(cast: Cast) -> None:
    """The people of the associated group are told under their own group."""
    for group in (cast.health, cast.housing):
        chosen = "weekly" if group == cast.housing else "none"
        Preference.objects.create(person=cast.associated_member, scope=group, cadence=chosen)
    open_review(associated(text_in(cast, "drafting"), cast), by=cast.coordinator)
    told = notices("review_opened", person=cast.associated_member)[0]
    assert (told.scope_id, told.cadence) == (cast.housing.pk, "weekly")
    assert notices("review_opened", person=cast.member)[0].scope_id == cast.health.pk


def test_two_hundred_members_cost_what_two_do(cast: Cast) -> None:
    def cost(title: str) -> int:
        text = text_in(cast, "drafting", title)
        with CaptureQueriesContext(connection) as queries:
            open_review(text, by=cast.coordinator)
        return len(queries)

    cost("Tout premier")
    few = cost("Avant")
    for number in range(200):
        join(person(f"m{number}"), cast.health, by=cast.network)
    Notice.objects.all().delete()
    assert cost("Après") == few
    assert notices("review_opened").count() == 202


def test_a_moved_call_is_told_once_to_each_person(cast: Cast) -> None:
    join(cast.member, cast.mobility, by=cast.network)
    asked = [AskedOf(cast.health, "Santé et chaleur"), AskedOf(cast.mobility, "Bus et chaleur")]
    call, _pages = open_call("Chaleurs", asked, by=cast.network)
    day = timezone.make_aware(timezone.datetime(2031, 6, 12, 18, 0))
    move_call(call, Step.WRITING, day, by=cast.network)
    move_call(call, Step.WRITING, day, by=cast.network)
    told = notices("call_moved")
    assert sorted(row.person_id for row in told) == sorted(
        user.pk for user in (cast.member, cast.coordinator, cast.other_member, cast.other_coordinator)
    )  # fmt: skip
    line = line_for(told.get(person=cast.coordinator))
    assert line.headline.startswith("Échéance déplacée par Network, Écriture : 12 juin 2031")
    assert line.about == "Chaleurs"
    assert all(knows(row) for row in told)


def test_a_moved_call_is_no_news_of_a_text_that_went_to_another_group(cast: Cast) -> None:
    asked = [AskedOf(cast.health, "Un"), AskedOf(cast.health, "Deux")]
    call, pages = open_call("Chaleurs", asked, by=cast.network)
    move_call(call, Step.WRITING, timezone.now() + timedelta(days=9), by=cast.network)
    told = notices("call_moved").get(person=cast.coordinator)
    assert line_for(told).url == "/espace/"
    move_text(pages[0], by=cast.network, group=cast.mobility)
    assert knows(told)
    assert line_for(told).url == f"/contributions/{pages[1].record.pk}/suivi/"
    move_text(pages[1], by=cast.network, group=cast.mobility)
    assert not knows(told)


def test_a_call_tells_its_groups_what_it_asks(cast: Cast) -> None:
    question = "Que faire quand il fait trop chaud ?"
    open_call("Chaleurs", [AskedOf(cast.health, "Santé")], by=cast.network, question=question)
    told = notices("created")
    assert {row.person_id for row in told} == {cast.member.pk, cast.coordinator.pk}
    assert line_for(told[0]).words == question


def test_a_draft_of_one_s_own_is_no_news(cast: Cast) -> None:
    text_in(cast, "drafting")
    assert not notices("created").exists()


def test_a_step_that_is_over_presses_nobody(cast: Cast) -> None:
    call, pages = open_call("Chaleurs", [AskedOf(cast.health, "Santé")], by=cast.network)
    trash(pages[0], by=cast.coordinator)
    move_call(call, Step.WRITING, tomorrow(), by=cast.network)
    assert not notices("call_moved").exists()


def test_what_changes_nothing_tells_nothing(cast: Cast) -> None:
    text = text_in(cast, "drafting")
    propose(text, by=cast.member)
    propose(fresh(text), by=cast.member)
    assert notices("proposed").count() == 1
    assert last_event(text).kind == "proposed"
