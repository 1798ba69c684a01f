"""An OpenID Connect provider of our own, on this machine, that can be told to misbehave."""

from __future__ import annotations

import base64
import hashlib
import json
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

import jwt
from cryptography.hazmat.primitives.asymmetric import rsa

CLIENT = "de-concert"
SECRET = "a secret shared with the provider"


def _key() -> rsa.RSAPrivateKey:
    return rsa.generate_private_key(public_exponent=65537, key_size=2048)


@dataclass
class Provider:
    """Who it says is there, and what it gets wrong."""

    address: str = ""
    email: str = "member@example.org"
    subject: str = "subject-1"
    #: Claims put over what is right, in the identity token and in the user information.
    identity: dict[str, Any] = field(default_factory=dict)
    information: dict[str, Any] = field(default_factory=lambda: {"email_verified": True})
    signs_information: bool = True
    algorithm: str = "RS256"
    key: rsa.RSAPrivateKey = field(default_factory=_key)
    #: What it signs with, when that is not the key that it publishes.
    forged: rsa.RSAPrivateKey | str | None = None
    asked: dict[str, str] = field(default_factory=dict)
    exchanged: list[dict[str, str]] = field(default_factory=list)

    def consent(self, where: str) -> str:
        """A person says yes at the provider's: the query with which they come back."""
        self.asked = {name: values[0] for name, values in parse_qs(urlsplit(where).query).items()}
        return f"?code=a-code&state={self.asked['state']}"

    def published(self) -> dict[str, Any]:
        return {
            "issuer": self.address,
            "authorization_endpoint": f"{self.address}/authorize",
            "token_endpoint": f"{self.address}/token",
            "userinfo_endpoint": f"{self.address}/userinfo",
            "jwks_uri": f"{self.address}/jwks",
        }

    def keys(self) -> dict[str, Any]:
        public = json.loads(jwt.algorithms.RSAAlgorithm.to_jwk(self.key.public_key()))
        return {"keys": [{**public, "kid": "one", "use": "sig", "alg": "RS256"}]}

    def signed(self, claims: dict[str, Any]) -> str:
        return jwt.encode(
            claims, self.forged or self.key, algorithm=self.algorithm, headers={"kid": "one"}
        )

    def _common(self) -> dict[str, Any]:
        now = int(time.time())
        return {
            "iss": self.address, "aud": CLIENT, "sub": self.subject, "iat": now, "exp": now + 60,
        }  # fmt: skip

    def tokens(self, given: dict[str, str]) -> dict[str, Any] | None:
        """None when the exchange is not the one that was begun."""
        self.exchanged.append(given)
        challenge = hashlib.sha256(given.get("code_verifier", "").encode()).digest()
        right = (
            base64.urlsafe_b64encode(challenge).rstrip(b"=").decode()
            == self.asked.get("code_challenge")
            and given.get("client_secret") == SECRET
            and given.get("redirect_uri") == self.asked.get("redirect_uri")
        )
        claims = {**self._common(), "nonce": self.asked.get("nonce"), **self.identity}
        return {"access_token": "a-token", "id_token": self.signed(claims)} if right else None

    def user_information(self) -> tuple[str, str]:
        claims = {**self._common(), "email": self.email, **self.information}
        if self.signs_information:
            return self.signed(claims), "application/jwt; charset=utf-8"
        return json.dumps(claims), "application/json"


@contextmanager
def answering(provider: Provider) -> Iterator[Provider]:
    """The provider at an address of its own, in a thread, until the block ends."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            if self.path == "/userinfo":
                if self.headers.get("Authorization") != "Bearer a-token":
                    return self._send("{}", "application/json", 401)
                return self._send(*provider.user_information())
            pages = {
                "/.well-known/openid-configuration": provider.published,
                "/jwks": provider.keys,
            }
            return self._send(json.dumps(pages[self.path]()), "application/json")

        def do_POST(self) -> None:
            length = int(self.headers["Content-Length"])
            sent = parse_qs(self.rfile.read(length).decode())
            tokens = provider.tokens({name: values[0] for name, values in sent.items()})
            self._send(json.dumps(tokens or {}), "application/json", 200 if tokens else 400)

        def _send(self, body: str, kind: str, status: int = 200) -> None:
            self.send_response(status)
            self.send_header("Content-Type", kind)
            self.end_headers()
            self.wfile.write(body.encode())

        def log_message(self, *args: Any) -> None:
            """Silent."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    provider.address = f"http://127.0.0.1:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield provider
    finally:
        server.shutdown()
        server.server_close()
