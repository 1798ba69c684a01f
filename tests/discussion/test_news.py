"""Who is told of a remark, what they are told, and what they are not told any more."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from contributions.actions.grant_reading import grant_reading, revoke_reading
from contributions.actions.recall import recall
from contributions.models import ContributionPage
from discussion.actions.answer import answer
from discussion.actions.change_remark import change_remark
from discussion.actions.hide_remark import hide_remark
from discussion.actions.settle import settle
from discussion.mentions import named_in
from discussion.models import Mention
from discussion.notifications import ANSWERED, ENDED, MENTIONED, REMARKED
from groups.actions.memberships import end_membership
from groups.models import Membership
from notifications.models import Letter, Notice
from people.models import User
from tests.cast import Cast, text_in

from .helpers import remark_on

pytestmark = pytest.mark.django_db


@pytest.fixture
def text(cast: Cast) -> ContributionPage:
    text = text_in(cast, "drafting")
    text.record.associated_groups.add(cast.housing)
    return text


def told(kind: str) -> set[str]:
    return {notice.person.email.partition("@")[0] for notice in Notice.objects.filter(kind=kind)}


def line(person: User, kind: str) -> Any:
    """What a person reads of a kind of news today; None when they may not."""
    reader = User.objects.get(pk=person.pk)
    notice = Notice.objects.get(kind=kind, person=reader)
    assert notice.news is not None
    if not notice.news.may_know(reader, notice):
        return None
    return notice.news.line(notice.data, reader)


# -- Whom ------------------------------------------------------------------------------


def test_a_remark_is_told_to_the_text_s_people_and_nobody_else(
    cast: Cast, text: ContributionPage
) -> None:
    remark_on(text, cast.member)
    assert told(REMARKED) == {"coordinator", "associated_member"}
    assert line(cast.coordinator, REMARKED).words == "Lesquels ?"


def test_an_answer_is_told_to_who_wrote_in_the_thread(cast: Cast, text: ContributionPage) -> None:
    made = remark_on(text, cast.member)
    answer(made, by=cast.associated_member, words="Au nord.")
    answer(made, by=cast.coordinator, words="Au sud.")
    assert told(ANSWERED) == {"member", "associated_member"}


def test_a_director_s_thread_is_told_to_them_and_to_no_other_director(cast: Cast) -> None:
    text = text_in(cast, "review")
    made = remark_on(text, cast.director, version=text.record.reviewed_version)
    answer(made, by=cast.coordinator, words="Oui.")
    assert told(ANSWERED) == {"director"}
    assert line(cast.director, ANSWERED).words == "Oui."


def test_the_outcome_reaches_an_author_who_reads_the_text_no_more(cast: Cast) -> None:
    """The text went back to its group; the director's thread is still theirs."""
    text = text_in(cast, "review")
    made = remark_on(text, cast.director, version=text.record.reviewed_version)
    recall(text, by=cast.coordinator)
    settle(made, by=cast.coordinator, outcome="refused", note="Le chiffre est exact.")
    assert line(cast.director, ENDED).words == "Refusée : Le chiffre est exact."


# -- Mentions --------------------------------------------------------------------------


def test_a_mention_is_told_at_once_and_once(cast: Cast, text: ContributionPage) -> None:
    made = remark_on(text, cast.member, "@Coordinator, qu'en penses-tu ?")
    change_remark(made, by=cast.member, words="@Coordinator, qu'en dis-tu ?")
    assert told(MENTIONED) == {"coordinator"}
    assert Notice.objects.get(kind=MENTIONED).cadence == "at_once"
    assert "coordinator" not in told(REMARKED)


def test_who_is_named_afterwards_is_told_and_who_is_no_more_is_forgotten(
    cast: Cast, text: ContributionPage
) -> None:
    made = remark_on(text, cast.member, "@Coordinator ?")
    change_remark(made, by=cast.member, words="@Associated Member ?")
    assert [mention.person for mention in Mention.objects.all()] == [cast.associated_member]
    assert told(MENTIONED) == {"coordinator", "associated_member"}


@pytest.mark.parametrize(
    ("words", "named"),
    [
        ("@Coordinator", ["coordinator"]),
        ("@coordinator et @MEMBER", ["coordinator", "member"]),
        ("@Associated\u202fMember.", ["associated_member"]),
        ("coordinator@example.org", []),
        ("@Coordinatorat", []),
        ("@Other Member et @Director", []),
        ("@Network", []),
    ],
)
def test_only_who_reads_the_text_is_named(
    cast: Cast, text: ContributionPage, words: str, named: list[str]
) -> None:
    found = [one.email.partition("@")[0] for one in named_in(words, text.record)]
    assert sorted(found) == named


def test_a_named_reader_of_the_draft_can_be_named_until_the_end(
    cast: Cast, text: ContributionPage
) -> None:
    until = timezone.now() + timedelta(days=1)
    grant = grant_reading(text, by=cast.coordinator, person=cast.account, until=until)
    remark_on(text, cast.member, "@Account, un avis ?")
    assert line(cast.account, MENTIONED).words == "@Account, un avis ?"
    revoke_reading(text, by=cast.coordinator, grant=grant)
    assert line(cast.account, MENTIONED) is None


# -- What is not told any more ---------------------------------------------------------


def test_who_left_the_group_is_told_nothing_more(cast: Cast, text: ContributionPage) -> None:
    remark_on(text, cast.coordinator, "@Member ?")
    membership = Membership.objects.current().get(person=cast.member, group=cast.health)
    end_membership(membership, by=cast.network)
    assert line(cast.member, MENTIONED) is None


def test_hidden_and_changed_words_do_not_live_on_in_the_news(
    cast: Cast, text: ContributionPage
) -> None:
    made = remark_on(text, cast.member, "Madame Dupont l'a dit.")
    change_remark(made, by=cast.member, words="Une habitante l'a dit.")
    assert line(cast.coordinator, REMARKED).words == "Une habitante l'a dit."
    hide_remark(made, by=cast.coordinator, reason="Reconnaissable.")
    assert line(cast.associated_member, REMARKED).words == ""
    assert "Dupont" not in "".join(str(notice.data) for notice in Notice.objects.all())


def test_no_letter_about_a_remark_names_a_draft_in_its_subject(
    cast: Cast, text: ContributionPage
) -> None:
    from notifications.delivery import deliver_due

    remark_on(text, cast.member, "@Coordinator ?")
    deliver_due()
    letters = Letter.objects.filter(person=cast.coordinator)
    assert letters
    for letter in letters:
        assert "Rapprocher" not in letter.subject
        assert "Coordinator" not in letter.subject


def test_a_list_of_news_costs_the_same_for_two_and_for_twenty(
    cast: Cast, text: ContributionPage, client_of: Callable[..., Any]
) -> None:
    def cost() -> int:
        client = client_of(cast.coordinator)
        with CaptureQueriesContext(
            connection,
        ) as queries:
            client.get("/espace/nouvelles/")
        return len(queries)

    for number in range(2):
        remark_on(text, cast.member, f"Remarque {number}.")
    cost()
    few = cost()
    for number in range(18):
        remark_on(text, cast.member, f"Autre remarque {number}.")
    assert cost() == few
