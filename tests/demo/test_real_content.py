"""`seed_demo` never touches real content."""

from __future__ import annotations

import pytest
from django.core.management import CommandError, call_command
from pytest_django import Settings

from contributions.actions.create import create_contribution
from contributions.models import ContributionRecord
from demo.guard import real_content
from groups.actions.create_group import create_group
from people.models import Centre, User

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("empty_site")]


def refused() -> str:
    """What the command says when it refuses, having written nothing."""
    with pytest.raises(CommandError) as refusal:
        call_command("seed_demo", verbosity=0)
    return str(refusal.value)


def test_a_site_that_is_no_demonstration_is_refused(settings: Settings) -> None:
    settings.DEMONSTRATION = False
    assert "not in demonstration mode" in refused()
    assert not User.objects.exists()


def test_a_database_with_a_real_account_is_refused(settings: Settings) -> None:
    settings.DEMONSTRATION = True
    User.objects.create_user("someone@example.com", display_name="Someone")
    assert "1 accounts" in refused()
    assert not Centre.objects.exists()


def test_a_superuser_alone_is_no_real_content(settings: Settings) -> None:
    settings.DEMONSTRATION = True
    User.objects.create_superuser("root@example.com")
    assert real_content() == []


def test_a_database_with_a_real_group_and_text_is_refused(settings: Settings) -> None:
    settings.DEMONSTRATION = True
    root = User.objects.create_superuser("root@example.com")
    create_contribution(create_group("Santé", by=root), "Un vrai texte", by=root)
    message = refused()
    assert "1 groups" in message and "1 texts" in message
    assert ContributionRecord.objects.count() == 1
