"""Who writes which block: entrusted, taken, written, given back, and what survives."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import Any

import pytest
from django.http import Http404
from django.utils import timezone

from contributions.actions.assign import assign, finish, release, release_orphans, take
from contributions.actions.base import NotNow
from contributions.actions.open_edition import open_edition
from contributions.actions.open_review import open_review
from contributions.actions.recall import recall
from contributions.actions.write import write
from contributions.assigning import remind_writers
from contributions.models import BlockAssignment, ContributionPage, ContributionRecord
from contributions.outline import outline_of
from contributions.sharing import owed_by, owed_in, shares_of
from groups.actions.memberships import end_membership, join
from groups.models import Membership
from kit.access import Refused
from notifications.models import Notice
from people.models import User
from tests.cast import Cast, complete_body, draft, fresh, text_in
from tests.work.helpers import Browser, answers, only, queries_of, text, url_of

pytestmark = pytest.mark.django_db


def soon(days: int = 5) -> Any:
    return timezone.now() + timedelta(days=days)


def blocks(page: ContributionPage) -> list[str]:
    return [block.key for block in outline_of(fresh(page))]


def told(kind: str) -> set[str]:
    notices = Notice.objects.filter(kind=f"contributions.{kind}")
    return {notice.person.display_name for notice in notices.select_related("person")}


def test_a_draft_is_outlined_by_the_titles_of_its_blocks(cast: Cast) -> None:
    lines = [(block.label, block.name.strip()) for block in outline_of(draft(cast))]
    assert lines == [
        ("Titre", "Ce que nous voyons"), ("Constat", "Des renoncements"),
        ("Proposition", "Aller vers"), ("Proposition", "Stabiliser"),
    ]  # fmt: skip


def test_the_coordination_entrusts_and_the_writer_is_told(cast: Cast) -> None:
    page = draft(cast)
    key = blocks(page)[1]
    row = assign(page, by=cast.coordinator, block_id=key, person=cast.member, due=soon())
    again = assign(page, by=cast.coordinator, block_id=key, person=cast.member, due=row.due)
    assert (again.pk, told("block_assigned")) == (row.pk, {"Member"})
    assert [held.title.strip() for held in owed_by(cast.member)] == ["Des renoncements"]
    other = assign(page, by=cast.coordinator, block_id=key, person=cast.coordinator)
    row.refresh_from_db()
    assert row.released_at is not None and other.person == cast.coordinator
    assert not owed_by(cast.member).exists()


def test_only_the_people_of_its_groups_are_entrusted_by_a_date_to_come(cast: Cast) -> None:
    page = draft(cast)
    key = blocks(page)[0]
    for person, due in ((cast.other_member, soon()), (cast.gone, None), (cast.member, soon(-1))):
        with pytest.raises(Refused):
            assign(page, by=cast.coordinator, block_id=key, person=person, due=due)
    with pytest.raises(Refused):
        assign(page, by=cast.member, block_id=key, person=cast.member)
    with pytest.raises(NotNow, match="plus dans le texte"):
        assign(page, by=cast.coordinator, block_id="perdu", person=cast.member)
    assert not BlockAssignment.objects.exists()


def test_members_take_a_free_block_and_the_slower_is_told_who_was_faster(cast: Cast) -> None:
    page = draft(cast)
    key = blocks(page)[2]
    row = take(page, by=cast.member, block_id=key)
    assert take(page, by=cast.member, block_id=key).pk == row.pk
    with pytest.raises(NotNow, match="Member"):
        take(page, by=cast.coordinator, block_id=key)
    with pytest.raises(Http404):
        take(page, by=cast.other_member, block_id=blocks(page)[0])


def test_one_s_own_is_written_or_given_back_and_another_s_is_the_coordination_s(
    cast: Cast,
) -> None:
    page = draft(cast)
    row = take(page, by=cast.member, block_id=blocks(page)[2])
    for _ in range(2):
        finish(page, by=cast.member, assignment=row)
    assert told("block_done") == {"Coordinator"}
    assert Notice.objects.filter(kind="contributions.block_done").count() == 1
    assert not owed_by(cast.member).exists()
    held = take(page, by=cast.coordinator, block_id=blocks(page)[0])
    for act in (finish, release):
        with pytest.raises(Refused):
            act(page, by=cast.member, assignment=held)
    release(page, by=cast.coordinator, assignment=row)
    row.refresh_from_db()
    assert row.released_at is not None
    assert told("block_released") == {"Member"}


def test_it_survives_edits_and_a_block_that_goes_is_said_to_be_gone(cast: Cast) -> None:
    page = draft(cast)
    key = blocks(page)[1]
    assign(page, by=cast.coordinator, block_id=key, person=cast.member)
    body = fresh(page).get_latest_revision_as_object().body
    kept = [block for block in body.get_prep_value() if block["type"] != "heading"]
    kept[0]["value"]["title"] = "Un autre titre"
    write(page, by=cast.member, body=json.dumps(kept[::-1]))
    held = next(share for share in shares_of(fresh(page)) if share.assignment)
    assert (held.title, held.assignment and held.assignment.block_id) == ("Un autre titre", key)
    write(page, by=cast.member, body=complete_body())
    gone = shares_of(fresh(page))[-1]
    assert (gone.block, gone.title.strip()) == (None, "Des renoncements")


def test_who_leaves_gives_back_what_they_had_and_the_coordination_is_told(cast: Cast) -> None:
    page = draft(cast)
    row = assign(page, by=cast.coordinator, block_id=blocks(page)[1], person=cast.member)
    seat = Membership.objects.current().get(person=cast.member, group=cast.health)
    end_membership(seat, by=cast.coordinator)
    assert not owed_by(User.objects.get(pk=cast.member.pk)).exists()
    assert [share.assignment for share in shares_of(fresh(page))] == [None] * 4
    assert [release_orphans() for _ in range(2)] == [1, 0]
    row.refresh_from_db()
    assert row.released_at is not None
    assert "Coordinator" in told("block_released")


def test_a_seat_in_an_associated_group_keeps_the_block(cast: Cast) -> None:
    page = draft(cast)
    page.record.associated_groups.add(cast.housing)
    helper = cast.associated_member
    assign(page, by=cast.coordinator, block_id=blocks(page)[1], person=helper)
    assert release_orphans() == 0
    assert owed_by(helper).count() == 1


def test_reminders_go_once_to_who_has_not_written_yet(cast: Cast) -> None:
    page = draft(cast)
    keys, now = blocks(page), timezone.now()
    due = now + timedelta(days=2)
    assign(page, by=cast.coordinator, block_id=keys[0], person=cast.member, due=due)
    done = assign(page, by=cast.coordinator, block_id=keys[1], person=cast.coordinator, due=due)
    finish(page, by=cast.coordinator, assignment=done)
    far = now + timedelta(days=20)
    assign(page, by=cast.coordinator, block_id=keys[2], person=cast.coordinator, due=far)
    for _ in range(2):
        remind_writers(now)
    remind_writers(due - timedelta(hours=5))
    assert told("block_due") == {"Member"}
    assert Notice.objects.filter(kind="contributions.block_due").count() == 2


def test_nothing_is_owed_once_writing_is_over_and_again_when_it_comes_back(cast: Cast) -> None:
    page, now = draft(cast), timezone.now()
    due = now + timedelta(days=2)
    assign(page, by=cast.coordinator, block_id=blocks(page)[0], person=cast.member, due=due)
    open_review(page, by=cast.coordinator)
    records = ContributionRecord.objects.filter(pk=page.record.pk)
    assert not owed_by(cast.member).exists()
    assert not owed_in(records).exists()
    assert remind_writers(now) == 0
    recall(fresh(page), by=cast.coordinator)
    assert (owed_by(cast.member).count(), owed_in(records).count()) == (1, 1)
    assert remind_writers(now) == 1


def test_what_was_left_of_an_edition_binds_nobody_in_the_next(cast: Cast) -> None:
    page = text_in(cast, "published")
    row = BlockAssignment.objects.create(
        record=page.record, block_id="x", person=cast.member, due=soon(-9)
    )
    open_edition(page, by=cast.coordinator)
    row.refresh_from_db()
    assert row.released_at is not None and not owed_by(cast.member).exists()


def test_a_reminder_is_told_as_long_as_the_block_is_owed_by_that_date(cast: Cast) -> None:
    page, now = draft(cast), timezone.now()
    row = assign(
        page, by=cast.coordinator, block_id=blocks(page)[0], person=cast.member,
        due=now + timedelta(days=2),
    )  # fmt: skip

    def known() -> list[bool]:
        rows = Notice.objects.filter(kind="contributions.block_due").order_by("pk")
        person = User.objects.get(pk=cast.member.pk)
        return [bool(one.news and one.news.may_know(person, one)) for one in rows]

    remind_writers(now)
    assert known() == [True]
    later = now + timedelta(days=2, hours=1)
    assign(page, by=cast.coordinator, block_id=row.block_id, person=cast.member, due=later)
    remind_writers(now)
    assert known() == [False, True]
    finish(page, by=cast.member, assignment=row)
    assert known() == [False, False]


# -- The page --------------------------------------------------------------------------


def test_the_page_is_its_people_s(cast: Cast, client_of: Browser) -> None:
    page = draft(cast)
    url = url_of(page, "sharing")
    assert url == f"/contributions/{page.record.pk}/repartition/"
    assert answers(client_of, cast, url) == only("member", "coordinator", "superuser")
    assert answers(client_of, cast, "/contributions/999999/repartition/") == only()


def test_several_blocks_are_entrusted_at_once_or_none(cast: Cast, client_of: Browser) -> None:
    page = draft(cast)
    browser, url, keys = client_of(cast.coordinator), url_of(page, "sharing"), blocks(page)
    day = soon().date().isoformat()
    form = {"blocks": keys[:2], "person": cast.member.pk, "due": day}
    assert browser.post(url, form).status_code == 302
    assert BlockAssignment.objects.filter(person=cast.member).count() == 2
    for wrong in (
        {"blocks": []}, {"blocks": [keys[2], "perdu"]}, {"person": cast.other_member.pk},
        {"person": 10**30}, {"due": "2020-01-01"}, {"due": "hier"},
    ):  # fmt: skip
        sent = browser.post(url, {**form, "blocks": [keys[3]], **wrong})
        assert sent.status_code == 422, wrong
        assert sent.context["form"].errors
    assert BlockAssignment.objects.count() == 2
    assert client_of(cast.member).post(url, form).status_code == 403


def test_a_member_takes_says_written_and_gives_back(cast: Cast, client_of: Browser) -> None:
    page = draft(cast)
    browser, url, key = client_of(cast.member), url_of(page, "sharing"), blocks(page)[1]
    assert browser.post(url, {"take": key}).status_code == 302
    row = BlockAssignment.objects.get()
    assert "Member" in text(client_of(cast.coordinator).get(url))
    late = client_of(cast.coordinator).post(url, {"take": key})
    assert late.status_code == 409 and "Member écrit déjà ce bloc." in text(late)
    assert browser.post(url, {"done": row.pk}).status_code == 302
    assert browser.post(url, {"release": row.pk}).status_code == 302
    assert browser.post(url, {"done": row.pk}).status_code == 409
    for wrong in ("x", "0", str(10**30)):
        assert browser.post(url, {"done": wrong}).status_code == 404
    assert browser.post(url, {"take": "perdu"}).status_code == 409


def test_out_of_drafting_it_is_read_and_not_changed(cast: Cast, client_of: Browser) -> None:
    page = draft(cast)
    key = blocks(page)[1]
    take(page, by=cast.member, block_id=key)
    open_review(page, by=cast.coordinator)
    seen = client_of(cast.member).get(url_of(page, "sharing"))
    assert seen.status_code == 200 and "n'est plus en cours d'écriture" in text(seen)
    sent = client_of(cast.coordinator).post(
        url_of(page, "sharing"), {"blocks": [key], "person": cast.member.pk}
    )
    assert sent.status_code == 403


def test_the_draft_names_who_writes_a_block_to_its_people_alone(
    cast: Cast, client_of: Browser
) -> None:
    from contributions.actions.grant_reading import grant_reading

    page = draft(cast)
    assign(page, by=cast.coordinator, block_id=blocks(page)[1], person=cast.member, due=soon())
    grant_reading(page, by=cast.coordinator, person=cast.partner, until=soon())
    said = "Member écrit ce bloc"
    assert said in text(client_of(cast.coordinator).get(url_of(page, "draft")))
    assert said not in text(client_of(cast.partner).get(url_of(page, "draft")))


def test_the_page_costs_the_same_for_two_blocks_and_for_twenty(
    cast: Cast, client_of: Browser
) -> None:
    page = draft(cast)
    browser, url = client_of(cast.coordinator), url_of(page, "sharing")
    for key in blocks(page)[:2]:
        assign(page, by=cast.coordinator, block_id=key, person=cast.member)
    two = queries_of(browser, url)
    write(page, by=cast.member, body=complete_body() * 6)
    for n, key in enumerate(blocks(page)[:20]):
        if n < 5:
            newcomer = User.objects.create_user(f"p{n}@example.org", display_name=f"P {n}")
            join(newcomer, cast.health, by=cast.network)
        assign(page, by=cast.coordinator, block_id=key, person=cast.member)
    assert queries_of(browser, url) == two <= 21
