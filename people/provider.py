"""Signing in through an OpenID Connect provider (ProConnect, say), where the site has one.

The provider says who somebody is; whether they have an account was decided by an
invitation. Every step is checked: state, nonce and PKCE tie the answer to this browser's
question; the identity token's and the user information's signatures are verified against
the provider's keys, whoever carried them.
"""

from __future__ import annotations

import base64
import hashlib
import secrets
import time
from collections.abc import Mapping
from functools import cached_property
from typing import Any, TypedDict
from urllib.parse import urlencode

import jwt
import requests
from django.conf import settings
from django.http import HttpRequest
from django.utils.crypto import constant_time_compare

from .models import User

_SESSION_KEY = "provider_question"
#: How long a person may take at the provider's, in seconds.
_PATIENCE = 15 * 60
_TIMEOUT = 8
#: Asymmetric alone: with a shared secret, an answer could be forged by whoever reads it.
_ALGORITHMS = ["RS256", "RS384", "RS512", "PS256", "ES256", "ES384", "EdDSA"]


class ProviderFailed(Exception):
    """The provider did not answer, or not as it should have."""


class QuestionLost(ProviderFailed):
    """The answer belongs to no question that this browser asked, or to one answered before."""


class EmailUnverified(ProviderFailed):
    """The provider does not vouch for the address that it gives."""


class Question(TypedDict):
    state: str
    nonce: str
    verifier: str
    next: str
    at: float


def is_on() -> bool:
    return bool(settings.OIDC_PROVIDER_URL)


def ask(request: HttpRequest, *, back_to: str, next_url: str) -> str:
    """Where to send the browser; what its answer must match is kept in the session."""
    question = Question(
        state=secrets.token_urlsafe(32),
        nonce=secrets.token_urlsafe(32),
        verifier=secrets.token_urlsafe(64),
        next=next_url,
        at=time.time(),
    )
    request.session[_SESSION_KEY] = question
    digest = hashlib.sha256(question["verifier"].encode()).digest()
    asked = {
        "response_type": "code",
        "client_id": settings.OIDC_CLIENT_ID,
        "redirect_uri": back_to,
        "scope": settings.OIDC_SCOPE,
        "state": question["state"],
        "nonce": question["nonce"],
        "code_challenge": base64.urlsafe_b64encode(digest).rstrip(b"=").decode(),
        "code_challenge_method": "S256",
        **settings.OIDC_EXTRA,
    }
    return f"{Provider().authorization}?{urlencode(asked)}"


def answered(request: HttpRequest, *, back_to: str) -> tuple[str, str]:
    """The verified address of who came back, and where they wanted to go.

    The question is spent, whatever comes of it. Raises ProviderFailed.
    """
    question: Question | None = request.session.pop(_SESSION_KEY, None)
    given = request.GET.get("state", "")
    if question is None or not constant_time_compare(given, question["state"]):
        raise QuestionLost
    if time.time() - question["at"] > _PATIENCE:
        raise QuestionLost
    if "code" not in request.GET:
        raise ProviderFailed(request.GET.get("error", "no code"))
    try:
        claims = Provider().who(request.GET["code"], question, back_to)
    except (requests.RequestException, jwt.PyJWTError, KeyError, ValueError) as failure:
        raise ProviderFailed(type(failure).__name__) from failure
    return _vouched_for(claims), question["next"]


def account_of(email: str) -> User | None:
    """The open account with this address."""
    return User.objects.filter(email__iexact=email, is_active=True).first()


def _vouched_for(claims: Mapping[str, Any]) -> str:
    """Some providers verify every address without saying so (OIDC_EMAILS_ARE_VERIFIED); one
    that says *false* is believed."""
    email, verified = claims.get("email"), claims.get("email_verified")
    if verified is None:
        verified = settings.OIDC_EMAILS_ARE_VERIFIED
    if not isinstance(email, str) or verified is not True:
        raise EmailUnverified
    return email.strip().lower()


class Provider:
    """What the provider publishes of itself, and what it says of a person."""

    @cached_property
    def _published(self) -> dict[str, Any]:
        root = str(settings.OIDC_PROVIDER_URL).rstrip("/")
        published: dict[str, Any] = _json(f"{root}/.well-known/openid-configuration")
        return published

    @property
    def authorization(self) -> str:
        try:
            return str(self._published["authorization_endpoint"])
        except (requests.RequestException, KeyError, ValueError) as failure:
            raise ProviderFailed(type(failure).__name__) from failure

    def who(self, code: str, question: Question, back_to: str) -> dict[str, Any]:
        """Claims about who came with `code`: the user information, of the same subject as
        the identity token."""
        tokens = self._exchange(code, question["verifier"], back_to)
        identity = self._verified(tokens["id_token"], require=["exp", "iat"])
        if not constant_time_compare(str(identity.get("nonce", "")), question["nonce"]):
            raise QuestionLost
        told = self._user_information(tokens["access_token"])
        if told.get("sub") != identity["sub"]:
            raise ProviderFailed("another subject")
        return told

    def _exchange(self, code: str, verifier: str, back_to: str) -> dict[str, Any]:
        answer = requests.post(
            self._published["token_endpoint"],
            data={
                "grant_type": "authorization_code",
                "code": code,
                "redirect_uri": back_to,
                "client_id": settings.OIDC_CLIENT_ID,
                "client_secret": settings.OIDC_CLIENT_SECRET,
                "code_verifier": verifier,
            },
            timeout=_TIMEOUT,
            allow_redirects=False,
        )
        answer.raise_for_status()
        tokens: dict[str, Any] = answer.json()
        return tokens

    def _user_information(self, access_token: str) -> dict[str, Any]:
        """Signed, as ProConnect gives it, or plain."""
        answer = requests.get(
            self._published["userinfo_endpoint"],
            headers={"Authorization": f"Bearer {access_token}"},
            timeout=_TIMEOUT,
            allow_redirects=False,
        )
        answer.raise_for_status()
        if answer.headers.get("Content-Type", "").partition(";")[0].strip() == "application/jwt":
            return self._verified(answer.text, require=[])
        told: dict[str, Any] = answer.json()
        return told

    def _verified(self, token: str, *, require: list[str]) -> dict[str, Any]:
        header = jwt.get_unverified_header(token)
        keys = jwt.PyJWKSet.from_dict(_json(self._published["jwks_uri"]))
        claims: dict[str, Any] = jwt.decode(
            token,
            keys[header["kid"]].key,
            algorithms=_ALGORITHMS,
            audience=settings.OIDC_CLIENT_ID,
            issuer=self._published["issuer"],
            leeway=30,
            options={"require": ["aud", "iss", "sub", *require]},
        )
        return claims


def _json(url: str) -> Any:
    answer = requests.get(url, timeout=_TIMEOUT)
    answer.raise_for_status()
    return answer.json()
