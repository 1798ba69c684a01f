"""What visitors of the demonstration make is not taken for real content."""

from __future__ import annotations

from django.test import Client

from contributions.actions.create import create_contribution
from demo.guard import real_content
from demo.seeding import seed
from demo.stage import Stage
from groups.actions.create_group import create_group
from people.models import User


def test_what_visitors_make_with_demonstration_accounts_is_not_real(stage: Stage) -> None:
    group = create_group("Un groupe de visiteur", by=stage.network)
    create_contribution(stage.groups["gt-sante"], "Un texte de visiteur", by=stage.people["u01"])
    assert real_content() == []
    seed()
    assert group.record.is_demonstration is False


def test_an_account_made_by_the_demonstration_s_superuser_is_not_real(stage: Stage) -> None:
    client = Client()
    client.force_login(stage.admin, backend="people.backends.DoorBackend")
    phrase = "une phrase de passe assez longue"
    client.post(
        "/admin/users/new/",
        {
            "email": "visiteuse@example.org", "display_name": "Une visiteuse", "language": "fr",
            "time_zone": "Europe/Paris", "is_active": "on", "password1": phrase,
            "password2": phrase,
        },
    )  # fmt: skip
    assert User.objects.filter(email="visiteuse@example.org").exists()
    assert real_content() == []
