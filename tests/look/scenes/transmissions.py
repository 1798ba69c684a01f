"""The scene for transmissions: what the story's partner received, and a validated text that
somebody without an account reads by a link, and has not received yet."""

from __future__ import annotations

from datetime import timedelta

from django.utils import timezone

from contributions.models import ContributionRecord
from people.models import User
from proposals.actions.transmit import Addressee, transmit
from proposals.models import Reply, Transmission


def set_scene() -> dict[str, str]:
    """Set what is shown; the words that addresses are made of."""
    record = ContributionRecord.objects.get(ref="contrib-animation")
    version = record.validated_version
    assert version is not None
    now = timezone.now()
    _sent, token = transmit(
        version,
        to=Addressee("Ville d'exemple", name="Ada Brouillon", email="ada@example.org"),
        by=User.objects.get(email="maxence.ebauche@example.org"),
        until=now + timedelta(days=120), at=now - timedelta(hours=1),
        message="Pour votre comité d'automne (démonstration).",
    )  # fmt: skip
    received = Transmission.objects.get(
        version__record__ref="contrib-sante", addressee__email="lou.specimen@example.org"
    )
    public = Reply.objects.public().order_by("pk").first()
    assert public is not None
    return {"transmitted": token, "received": str(received.pk), "public reply": str(public.pk)}
