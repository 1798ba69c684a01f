"""What remarks hold about people: given back, let go of when an account closes, purged."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from contributions.actions.grant_reading import grant_reading
from discussion.actions.answer import answer
from discussion.actions.change_remark import change_remark
from discussion.actions.endorse import endorse
from discussion.actions.hide_remark import hide_remark
from discussion.actions.make_link import make_link
from discussion.actions.settle import settle
from discussion.models import Mention, Remark, ReviewerLink
from groups.actions.memberships import end_membership
from groups.models import Membership
from kit.personal_data import holdings
from notifications.models import Notice
from people.actions.close_account import close_account
from people.models import User
from tests.cast import Cast, draft, text_in
from tests.people.test_personal_data import ADDRESS, NAME, places_that_say, taken_away

from .helpers import again, remark_on

pytestmark = pytest.mark.django_db


@pytest.fixture
def zenobie(cast: Cast) -> User:
    person = cast.member
    person.display_name, person.email = NAME, ADDRESS
    person.save()
    return person


def holding(name: str) -> object:
    [found] = [one for one in holdings if one.name == name]
    return found


def test_a_closed_account_leaves_no_name_beside_a_text(zenobie: User, cast: Cast) -> None:
    text = text_in(cast, "review")
    made = remark_on(text, zenobie)
    change_remark(made, by=zenobie, words="Lesquels, au juste ?")
    asked = remark_on(text, cast.coordinator, f"@{NAME}, et vous ?")
    change_remark(asked, by=cast.coordinator, words=f"Et vous, @{NAME.lower()} ?")
    answer(asked, by=zenobie, words="Moi aussi.")
    endorse(asked, by=zenobie)
    settle(asked, by=zenobie, outcome="refused", note="Non.")
    make_link(
        text.record.reviewed_version, by=cast.coordinator, invited=NAME, email=ADDRESS,
        until=timezone.now() + timedelta(days=5),
    )  # fmt: skip
    assert Notice.objects.filter(data__who=NAME, kind__startswith="discussion.").exists()
    assert "discussion_reviewerlink.email" in places_that_say("quatrevingts")
    close_account(zenobie, by=zenobie)
    found = [place for place in places_that_say("quatrevingts") if "letter" not in place]
    assert found == []
    assert again(made).comment == "Lesquels, au juste ?"
    assert again(asked).comment == "Et vous, @Ancien membre ?"
    assert not Mention.objects.filter(person=zenobie).exists()


def test_one_takes_away_what_one_said_and_what_became_of_it(cast: Cast) -> None:
    made = remark_on(draft(cast, "Premier titre"), cast.member, "Lesquels, au juste ?")
    change_remark(made, by=cast.member, words="Lesquels donc ?")
    settle(made, by=cast.coordinator, outcome="refused", note="Tous.")
    told = taken_away(cast.member, "discussion.remarks")
    for words in ("Premier titre", "Lesquels donc ?", "Refusée", "Tous.", "Centre Nord"):
        assert words in told
    assert "au juste" in taken_away(cast.member, "discussion.edits")
    assert "Tous." in taken_away(cast.coordinator, "discussion.decisions")
    assert "Lesquels" not in taken_away(cast.coordinator, "discussion.remarks")


def test_who_left_takes_their_words_away_and_no_title_in_progress(cast: Cast) -> None:
    made = remark_on(draft(cast, "Premier titre"), cast.member)
    hide_remark(made, by=cast.coordinator, reason="Trop vif.")
    end_membership(Membership.objects.current().get(person=cast.member), by=cast.coordinator)
    told = taken_away(cast.member, "discussion.remarks")
    assert "Lesquels ?" in told and "Trop vif." in told
    assert "Premier titre" not in told


def test_who_left_is_not_told_what_the_group_answered_afterwards(cast: Cast) -> None:
    made = remark_on(draft(cast), cast.member)
    settle(made, by=cast.coordinator, outcome="refused", note="Un motif du groupe.")
    assert "Un motif du groupe." in taken_away(cast.member, "discussion.remarks")
    end_membership(Membership.objects.current().get(person=cast.member), by=cast.coordinator)
    left = User.objects.get(pk=cast.member.pk)
    assert "Un motif du groupe." not in taken_away(left, "discussion.remarks")


def test_mentions_are_given_back_without_the_words_of_others(cast: Cast) -> None:
    text = draft(cast, "Premier titre")
    until = timezone.now() + timedelta(days=1)
    grant_reading(text, by=cast.coordinator, person=cast.account, until=until)
    remark_on(text, cast.member, "@Account, un secret.")
    told = taken_away(cast.account, "discussion.mentions")
    assert "Premier titre" in told and "secret" not in told


def test_an_invitation_is_forgotten_a_year_after_its_end(cast: Cast) -> None:
    text = text_in(cast, "review")
    until = timezone.now() + timedelta(days=5)
    links = [
        make_link(
            text.record.reviewed_version, by=cast.coordinator, invited=f"Invitée {n}",
            email=f"invitee{n}@example.org", until=until,
        )[0]
        for n in range(3)
    ]  # fmt: skip
    ReviewerLink.objects.update(name="Nom déclaré", organisation="Maison", message="Bonjour")
    _silent, spoke, revoked = links
    first = remark_on(text, cast.member)
    Remark.objects.filter(pk=first.pk).update(link=spoke, user=None)
    ReviewerLink.objects.filter(pk=revoked.pk).update(revoked_at=timezone.now())
    purge = holding("discussion.invitations").purge  # type: ignore[attr-defined]
    year = timedelta(days=365)
    assert purge(timezone.now() + year + timedelta(days=1)) == 1
    assert purge(until + year + timedelta(days=1)) == 2
    assert purge(until + year + timedelta(days=1)) == 0
    for link in links:
        link.refresh_from_db()
        kept = (link.invited, link.email, link.message, link.name, link.organisation)
        assert kept == ("", "", "", "", "")
    assert again(first).comment == "Lesquels ?", "what was said stays"
