"""Rules of real life that go through the whole house: a call, urgent masking."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from contributions.actions.close_review import close_review
from contributions.actions.mask import mask
from contributions.actions.open_edition import open_edition
from contributions.actions.open_review import open_review
from contributions.actions.publish_batch import publish_batch
from contributions.actions.publish_due import publish_due
from contributions.actions.second_look import confirm_mask
from contributions.actions.validate import validate
from contributions.actions.write import write
from contributions.masks.news import WAITING, remind_of_masks
from contributions.models import ContributionPage
from contributions.models.masks import CONFIRMED_WITHIN
from groups.enums import Role, Step
from groups.models import Call, Membership
from kit.access import Refused
from notifications.models import Notice
from proposals.models import Proposal
from tests.assent.rounds import over
from tests.cast import Cast, complete_body, fresh, text_in
from tests.errata.words import again
from tests.work.test_calls import LIST, NEW, form_for

from .at_the_desk import ClientOf, words

pytestmark = pytest.mark.django_db


def test_a_call_is_one_screen_and_publishes_a_batch_at_one_minute(
    cast: Cast, client_of: ClientOf
) -> None:
    """It creates the texts of several groups, their coordinators and inherited deadlines,
    shows progress, and moves a date everywhere at once."""
    network = client_of(cast.network)
    assert network.post(NEW, form_for(cast)).status_code == 302
    call = Call.objects.get()
    texts = list(ContributionPage.objects.filter(record__call=call).order_by("pk"))
    assert {text.record.lead_group for text in texts} == {cast.health, cast.housing}
    named = Membership.objects.current().get(person=cast.member, group=cast.health)
    assert named.role == Role.COORDINATOR
    assert {text.record.effective_due(Step.WRITING) for text in texts} == {call.writing_due}

    where = f"{LIST}{call.pk}/"
    assert network.post(where, {"step": "review", "due": "2090-03-01"}).status_code == 302
    dues = {fresh(text).record.effective_due(Step.REVIEW) for text in texts}
    assert [due.isoformat() for due in dues if due] == ["2090-03-01T22:59:00+00:00"]

    for text in texts:
        write(text, by=cast.superuser, summary="Un chapô.", approach="Trois réunions.",
              body=complete_body())  # fmt: skip
        open_review(fresh(text), by=cast.superuser)
        over(text)
        close_review(fresh(text), by=cast.superuser)
        progress = words(network.get(where))
        assert text.title in progress and "Un chapô." not in progress
        validate(fresh(text), by=again(cast.moderator))
    minute = (timezone.now() + timedelta(days=1)).replace(second=0, microsecond=0)
    publish_batch(call, [fresh(text) for text in texts], by=again(cast.moderator), minute=minute)
    assert publish_due(minute - timedelta(seconds=1)) == []
    assert {version.published_at for version in publish_due(minute)} == {minute}
    assert {Client().get(fresh(text).url).status_code for text in texts} == {200}


def test_urgent_masking_is_immediate_in_every_version_and_confirmed_by_a_second_person_within_72_hours(
    cast: Cast, client_of: ClientOf
) -> None:
    name = "Zélie Arcanaille"
    text = text_in(cast, "published", mark=f"chez {name}")
    first = text.record.current_version
    open_edition(text, by=cast.coordinator)
    write(fresh(text), by=cast.member, summary=f"La suite, chez {name}.")
    second = open_review(fresh(text), by=cast.coordinator)
    now = timezone.now()
    made = mask(fresh(text), by=cast.coordinator, words=name, reason="Reconnaissable.", at=now)
    text = fresh(text)
    member = client_of(cast.member)
    for version in (first, second):
        assert version is not None
        read = words(member.get(version.get_absolute_url()))
        assert name not in read and made.mark in read
    row = Proposal.objects.filter(page=text).first()
    assert row is not None
    for address in (text.url, row.get_absolute_url(), "/propositions/", "/propositions.csv"):
        answer = Client().get(address)
        said = b"".join(answer) if answer.streaming else answer.content  # type: ignore[arg-type]
        assert name not in said.decode(), address

    assert timedelta(hours=72) == CONFIRMED_WITHIN
    with pytest.raises(Refused, match="Une autre personne"):
        confirm_mask(made, by=cast.coordinator)
    assert remind_of_masks(now + timedelta(hours=25)) > 0
    assert not Notice.objects.filter(kind=WAITING, person=cast.coordinator).exists()
    assert not made.is_overdue(now + timedelta(hours=71))
    assert made.is_overdue(now + timedelta(hours=73))
    assert confirm_mask(made, by=cast.moderator).confirmed_by == cast.moderator
    assert remind_of_masks(now + timedelta(hours=97)) == 0
