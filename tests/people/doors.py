"""Hands for the tests of the door: signing in, codes of an application, keys of a device."""

from __future__ import annotations

import base64
import hashlib
import json
import secrets
import struct
from typing import Any

from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import (
    TOTP,
    format_hotp_value,
    generate_totp_secret,
    hotp_value,
    yield_hotp_counters_from_time,
)
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256
from django.http import HttpResponse
from django.test import Client
from fido2 import cbor
from fido2.cose import ES256

from people.models import User
from tests.cast import PASSWORD

DOOR = "/connexion/"


def enter(client: Client, email: str, password: str = PASSWORD, **extra: str) -> HttpResponse:
    return client.post(DOOR, {"login": email, "password": password, **extra})  # type: ignore[return-value]


def is_in(client: Client) -> bool:
    return "_auth_user_id" in client.session


def with_codes(person: User) -> str:
    """Protect an account by an application of codes; its secret."""
    secret = generate_totp_secret()
    TOTP.activate(person, secret)
    RecoveryCodes.activate(person)
    return str(secret)


def code_of(secret: str, *, later: int = 0) -> str:
    """What the application shows, now or some periods later."""
    counters = sorted(yield_hotp_counters_from_time())
    return format_hotp_value(hotp_value(secret, counters[len(counters) // 2] + later))


def recovery_codes_of(person: User) -> list[str]:
    row = Authenticator.objects.get(user=person, type=Authenticator.Type.RECOVERY_CODES)
    return [str(code) for code in row.wrap().get_unused_codes()]


def confirm_by_password(client: Client, password: str = PASSWORD) -> HttpResponse:
    return client.post("/compte/confirmer/", {"password": password})  # type: ignore[return-value]


def _text(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


class Key:
    """A device's key, as a browser shows it to the server."""

    def __init__(self, *, origin: str = "https://testserver", host: str = "testserver") -> None:
        self.origin, self.host = origin, host
        self.id = secrets.token_bytes(16)
        self.secret = ec.generate_private_key(ec.SECP256R1())
        self.owner = b""

    def made_for(self, options: dict[str, Any]) -> str:
        """The answer to a page that adds a key."""
        asked = options["creation_options"]["publicKey"]
        self.owner = base64.urlsafe_b64decode(asked["user"]["id"] + "==")
        public = cbor.encode(dict(ES256.from_cryptography_key(self.secret.public_key())))
        held = bytes(16) + struct.pack(">H", len(self.id)) + self.id + public
        seen = cbor.encode(
            {"fmt": "none", "attStmt": {}, "authData": self._authenticator(0x45) + held}
        )
        client = self._client("webauthn.create", asked["challenge"])
        return self._answer({"clientDataJSON": _text(client), "attestationObject": _text(seen)})

    def shown_to(self, options: dict[str, Any], *, verified: bool = True) -> str:
        """The answer to a door that asks for a key."""
        client = self._client("webauthn.get", options["request_options"]["publicKey"]["challenge"])
        authenticator = self._authenticator(0x05 if verified else 0x01)
        signed = self.secret.sign(
            authenticator + hashlib.sha256(client).digest(), ec.ECDSA(SHA256())
        )
        return self._answer(
            {
                "clientDataJSON": _text(client),
                "authenticatorData": _text(authenticator),
                "signature": _text(signed),
                "userHandle": _text(self.owner),
            }
        )

    def _authenticator(self, flags: int) -> bytes:
        return hashlib.sha256(self.host.encode()).digest() + bytes([flags]) + bytes(4)

    def _client(self, kind: str, challenge: str) -> bytes:
        return json.dumps({"type": kind, "challenge": challenge, "origin": self.origin}).encode()

    def _answer(self, response: dict[str, str]) -> str:
        return json.dumps(
            {
                "id": _text(self.id),
                "rawId": _text(self.id),
                "type": "public-key",
                "response": response,
                "clientExtensionResults": {"credProps": {"rk": True}},
            }
        )


def add_key(client: Client, key: Key) -> HttpResponse:
    """By the page, for whoever has just confirmed who they are."""
    page = client.get("/compte/cles/ajouter/")
    credential = key.made_for(page.context["js_data"])
    return client.post("/compte/cles/ajouter/", {"name": "Mon téléphone", "credential": credential})  # type: ignore[return-value]


def enter_by_key(client: Client, key: Key, *, verified: bool = True) -> HttpResponse:
    options = client.get("/connexion/cle/", headers={"Accept": "application/json"}).json()
    credential = key.shown_to(options, verified=verified)
    return client.post("/connexion/cle/", {"credential": credential})  # type: ignore[return-value]
