"""The scene for pages of accounts and their door."""

from __future__ import annotations

import json
from datetime import UTC, datetime

from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP
from allauth.mfa.utils import encrypt
from allauth.mfa.webauthn.internal.auth import WebAuthn

from people.actions.change_address import sealed
from people.models import User
from tests.people.doors import Key

#: Nobody's.
_SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"
_DAY = datetime(2026, 4, 9, 10, tzinfo=UTC)


def set_scene() -> dict[str, str]:
    """One account that is protected in every way; the words that addresses are made of."""
    guarded = User.objects.get(email="robin.etalon@example.org")
    TOTP.activate(guarded, _SECRET)
    recovery = RecoveryCodes.activate(guarded).instance
    recovery.data = {"seed": encrypt("0" * 80), "used_mask": 3}
    recovery.save()
    made = Key().made_for(
        {"creation_options": {"publicKey": {"user": {"id": "MQ"}, "challenge": "MQ"}}}
    )
    key = WebAuthn.add(guarded, "Chrome sur Android", json.loads(made)).instance
    Authenticator.objects.filter(user=guarded).update(created_at=_DAY)
    reader = User.objects.get(email="camille.exemple@example.org")
    return {"key": str(key.pk), "address": sealed(reader, "camille.nouvelle@example.org")}
