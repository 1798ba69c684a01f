"""To whom a coordinator opens a draft or a version, until when, and what that opens."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.http import Http404
from django.utils import timezone
from freezegun import freeze_time

from contributions import rules
from contributions.actions.base import write_event
from contributions.actions.grant_reading import grant_reading, revoke_reading
from contributions.actions.trash import trash
from contributions.actions.versions import name_version
from contributions.enums import EventKind, Verb
from contributions.models import ContributionPage, ReadingGrant, TextEvent
from groups.actions.memberships import join
from kit.access import Refused
from people.models import User
from tests.cast import Cast, draft, fresh, person, text_in
from tests.work.helpers import Browser, text, url_of

from .test_twins import TWINS, disagreements

pytestmark = pytest.mark.django_db


def soon() -> Any:
    return timezone.now() + timedelta(days=7)


def reads(user: User, text: ContributionPage) -> bool:
    return rules.can_read_draft(User.objects.get(pk=user.pk), fresh(text))


def events(text: ContributionPage, kind: EventKind) -> int:
    return TextEvent.objects.filter(record=text.record, kind=kind).count()


def test_a_named_person_reads_the_draft_and_nothing_more(cast: Cast) -> None:
    text = draft(cast)
    grant_reading(text, by=cast.coordinator, person=cast.account, until=soon())
    assert reads(cast.account, text)
    allowed = {verb for verb, yes in rules.abilities(cast.account, fresh(text)).items() if yes}
    assert allowed == {Verb.READ_DRAFT, Verb.READ_FROZEN, Verb.REMARK}
    assert events(text, EventKind.READING_OPENED) == 1


def test_a_named_group_is_its_people_of_today(cast: Cast) -> None:
    text = draft(cast)
    grant_reading(text, by=cast.coordinator, group=cast.mobility, until=soon())
    assert reads(cast.other_member, text)
    assert not reads(cast.account, text)


def test_all_centres_are_members_for_a_centre_and_directors(cast: Cast) -> None:
    text = draft(cast)
    grant_reading(text, by=cast.coordinator, all_centres=True, until=soon())
    expert = person("expert")
    join(expert, cast.mobility, by=cast.network)
    assert reads(cast.other_member, text)
    assert reads(cast.director, text)
    for outsider in (expert, cast.account, cast.partner, cast.gone, cast.network):
        assert not reads(outsider, text), outsider.email


def test_one_version_opens_that_version_alone(cast: Cast) -> None:
    text = draft(cast)
    first = name_version(text, by=cast.coordinator, label="une")
    second = name_version(text, by=cast.coordinator, label="deux")
    grant_reading(text, by=cast.coordinator, person=cast.account, until=soon(), version=first)
    text = fresh(text)
    assert rules.can_read_version(cast.account, first, text)
    assert not rules.can_read_version(cast.account, second, text)
    assert not rules.can_read_draft(cast.account, text)
    assert rules.readable_versions(cast.account, text) == [first]


def test_the_version_under_decision_may_be_the_one_that_is_opened(cast: Cast) -> None:
    text = text_in(cast, "review")
    version = text.record.reviewed_version
    grant_reading(text, by=cast.coordinator, person=cast.account, until=soon(), version=version)
    assert rules.can_read_frozen(cast.account, fresh(text))
    assert not rules.can_read_draft(cast.account, fresh(text))


def test_a_reading_ends_at_its_minute(cast: Cast) -> None:
    text = draft(cast)
    until = soon()
    grant_reading(text, by=cast.coordinator, person=cast.account, until=until)
    with freeze_time(until - timedelta(seconds=1)):
        assert reads(cast.account, text)
    with freeze_time(until):
        assert not reads(cast.account, text)


def test_a_revoked_reading_ends_at_once_and_is_written_once(cast: Cast) -> None:
    text = draft(cast)
    grant = grant_reading(text, by=cast.coordinator, person=cast.account, until=soon())
    revoke_reading(text, by=cast.coordinator, grant=grant)
    revoke_reading(text, by=cast.coordinator, grant=grant)
    assert not reads(cast.account, text)
    assert events(text, EventKind.READING_CLOSED) == 1


def test_a_trashed_draft_is_closed_to_its_readers(cast: Cast) -> None:
    text = draft(cast)
    version = name_version(text, by=cast.coordinator, label="une")
    grant_reading(text, by=cast.coordinator, person=cast.account, until=soon())
    trash(text, by=cast.member)
    text = fresh(text)
    assert not rules.can_read_draft(cast.account, text)
    assert not rules.can_read_frozen(cast.account, text)
    assert not rules.can_read_version(cast.account, version, text)


@pytest.mark.parametrize(
    "whom",
    [{}, {"person": "account", "all_centres": True}, {"person": "account", "group": "mobility"}],
)
def test_a_reading_has_exactly_one_reader(cast: Cast, whom: dict[str, Any]) -> None:
    readers = {k: getattr(cast, v) if isinstance(v, str) else v for k, v in whom.items()}
    with pytest.raises(Refused):
        grant_reading(draft(cast), by=cast.coordinator, until=soon(), **readers)


def test_a_reading_ends_in_the_future(cast: Cast) -> None:
    with pytest.raises(Refused):
        grant_reading(draft(cast), by=cast.coordinator, person=cast.account, until=timezone.now())


def test_a_version_of_another_text_is_missing(cast: Cast) -> None:
    other = name_version(draft(cast, "Autre"), by=cast.coordinator, label="une")
    text = draft(cast)
    with pytest.raises(Http404):
        grant_reading(text, by=cast.coordinator, person=cast.account, until=soon(), version=other)
    assert not text.record.reading_grants.exists()


def test_a_reading_of_another_text_is_missing(cast: Cast) -> None:
    text, other = draft(cast), draft(cast, "Autre")
    grant = grant_reading(other, by=cast.coordinator, person=cast.account, until=soon())
    with pytest.raises(Http404):
        revoke_reading(text, by=cast.coordinator, grant=grant)
    assert reads(cast.account, other)


def test_only_the_coordination_opens(cast: Cast) -> None:
    text = draft(cast)
    with pytest.raises(Refused):
        grant_reading(text, by=cast.member, person=cast.account, until=soon())
    for outsider in (cast.moderator, cast.network, cast.other_coordinator):
        with pytest.raises(Http404):
            # Not even a bad date tells an outsider that the text exists.
            grant_reading(text, by=outsider, person=cast.account, until=timezone.now())


@pytest.mark.parametrize("shape", ["person", "group", "all_centres"])
@pytest.mark.parametrize("frozen", [False, True], ids=["draft", "version"])
@pytest.mark.parametrize("trashed", [False, True], ids=["kept", "trashed"])
def test_lists_and_rules_agree_on_readings_of_every_shape(
    cast: Cast, shape: str, frozen: bool, trashed: bool
) -> None:
    text = draft(cast) if trashed else text_in(cast, "review")
    version = (
        name_version(text, by=cast.coordinator, label="v")
        if trashed
        else text.record.reviewed_version
    )
    whom = {"person": cast.account, "group": cast.mobility, "all_centres": True}[shape]
    grant_reading(
        text, by=cast.coordinator, until=soon(), version=version if frozen else None,
        **{shape: whom},
    )  # fmt: skip
    if trashed:
        trash(text, by=cast.member)
    expert = person("expert")
    join(expert, cast.mobility, by=cast.network)
    for user in (cast.account, cast.other_member, cast.director, cast.partner, expert):
        for rule, twin in TWINS.values():
            assert disagreements(rule, twin, user) == [], user.email


def test_lists_and_rules_agree_on_readings_that_do_not_hold(cast: Cast) -> None:
    text = draft(cast)
    now, common = timezone.now(), {"record": text.record, "person": cast.account}
    lapsed, day = now - timedelta(days=3), timedelta(days=1)
    ReadingGrant.objects.create(**common, starts_at=lapsed, until=now)
    ReadingGrant.objects.create(**common, starts_at=now + day, until=now + 2 * day)
    ReadingGrant.objects.create(**common, until=now + day, revoked_at=now)
    for rule, twin in TWINS.values():
        assert disagreements(rule, twin, cast.account) == []
    assert not reads(cast.account, text)


def test_what_a_meeting_decided_is_told_to_the_text_s_people_alone(
    cast: Cast, client_of: Browser
) -> None:
    page = text_in(cast, "validation")
    write_event(page, EventKind.DECIDED, cast.coordinator, timezone.now(), note="Entre nous.")
    url = url_of(page, "work")
    seen = {
        name: "Entre nous." in text(client_of(getattr(cast, name)).get(url))
        for name in ("member", "coordinator", "superuser", "moderator", "director", "network")
    }
    assert seen == dict.fromkeys(("member", "coordinator", "superuser"), True) | dict.fromkeys(
        ("moderator", "director", "network"), False
    )
