"""No action sends mail: messages go through an outbox, after the decision."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.core.mail import EmailMessage
from django.utils import timezone

from contributions.actions.close_review import close_review
from contributions.actions.grant_reading import grant_reading
from contributions.actions.open_call import AskedOf, open_call
from contributions.actions.open_edition import open_edition
from contributions.actions.open_review import open_review
from contributions.actions.propose import propose
from contributions.actions.publish import publish, schedule
from contributions.actions.return_text import return_text
from contributions.actions.trash import bring_back, trash
from contributions.actions.validate import validate
from contributions.actions.withdraw import withdraw
from contributions.actions.write import write
from contributions.models import TextEvent
from groups.actions.memberships import join
from groups.enums import Role
from people.actions.close_account import close_account
from tests.cast import Cast, draft

pytestmark = pytest.mark.django_db


def test_a_whole_life_sends_no_mail(
    cast: Cast,
    mailoutbox: list[EmailMessage],
    django_capture_on_commit_callbacks: Callable[..., Any],
) -> None:
    """With what waits for the commit run too, and a superuser whom Wagtail would write to."""
    now = timezone.now()
    with django_capture_on_commit_callbacks(execute=True):
        open_call("Saisine", [AskedOf(cast.mobility, "Autre", cast.other_member)], by=cast.network)
        join(cast.account, cast.health, by=cast.network, role=Role.COORDINATOR)
        text = draft(cast)
        trash(text, by=cast.member)
        bring_back(text, by=cast.member)
        grant_reading(text, by=cast.coordinator, person=cast.partner, until=now + timedelta(days=1))
        propose(text, by=cast.member)
        open_review(text, by=cast.coordinator)
        close_review(text, by=cast.coordinator)
        return_text(text, by=cast.moderator, note="À revoir.")
        open_review(text, by=cast.coordinator)
        close_review(text, by=cast.coordinator)
        validate(text, by=cast.moderator)
        schedule(text, by=cast.moderator, minute=now + timedelta(days=1))
        publish(text, by=cast.moderator)
        open_edition(text, by=cast.coordinator)
        write(text, by=cast.member, summary="Une suite.")
        withdraw(text, by=cast.coordinator, note="Motif.")
        withdraw(text, by=cast.moderator)
        close_account(cast.account, by=cast.superuser)
    assert TextEvent.objects.filter(record__page=text).count() == 18
    assert mailoutbox == []
