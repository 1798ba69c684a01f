"""Wagtail's own letters about workflows are off: the outbox tells people."""

from __future__ import annotations

import pytest
from django.core import mail
from wagtail.signals import (
    task_submitted,
    workflow_approved,
    workflow_rejected,
    workflow_submitted,
)

from contributions.actions.return_text import return_text
from tests.cast import Cast, text_in


@pytest.mark.parametrize("state", ["review", "validation", "validated", "published"])
def test_a_text_on_its_way_sends_nothing_by_itself(cast: Cast, state: str) -> None:
    text_in(cast, state)
    assert mail.outbox == []


def test_a_returned_text_sends_nothing_by_itself(cast: Cast) -> None:
    text = text_in(cast, "validation")
    return_text(text, by=cast.moderator, note="À reprendre.")
    assert mail.outbox == []


def test_no_signal_of_a_workflow_reaches_wagtail_s_letters() -> None:
    for signal in (task_submitted, workflow_submitted, workflow_approved, workflow_rejected):
        keys = [str(key) for (key, _sender), *_rest in signal.receivers]
        assert not [key for key in keys if "email" in key]
