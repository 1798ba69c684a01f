"""One answer to "may this person?", and the doors through which upper rooms add to it.

A `Verdict` has three ways to say no, because each tells something: *sign in* (also for
an address that leads nowhere), *missing* (the same as for what does not exist) and
*forbidden* (the person may know that the thing exists, and is told why).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING, Generic, TypeVar

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import resolve_url
from django.utils.functional import LazyObject
from django.utils.translation import gettext as _

if TYPE_CHECKING:
    from people.models import User

    AnyUser = User | AnonymousUser
else:
    AnyUser = object

T = TypeVar("T")


class Answer(Enum):
    ALLOWED = "allowed"
    SIGN_IN = "sign_in"
    MISSING = "missing"
    FORBIDDEN = "forbidden"


@dataclass(frozen=True)
class Verdict:
    """What a rule answers; `reason` is shown to the person when it is *forbidden*."""

    answer: Answer
    reason: str = ""

    def __bool__(self) -> bool:
        return self.answer is Answer.ALLOWED


ALLOWED = Verdict(Answer.ALLOWED)
SIGN_IN = Verdict(Answer.SIGN_IN)
MISSING = Verdict(Answer.MISSING)


def forbidden(reason: str = "") -> Verdict:
    return Verdict(Answer.FORBIDDEN, reason)


def answer_for(user: AnyUser, allowed: bool, *, may_know: bool, reason: str = "") -> Verdict:
    """Turn a yes or no into the verdict that leaks nothing.

    `may_know`: whether this person may learn that the thing exists at all.
    """
    if allowed:
        return ALLOWED
    if not user.is_authenticated:
        return SIGN_IN
    return forbidden(reason) if may_know else MISSING


class SignInRequired(Exception):
    """Raised for a visitor at a private address, existing or not."""


class Refused(PermissionDenied):
    """A rule's *no* to someone who may know why; `reason` is in their language."""

    def __init__(self, reason: str = "") -> None:
        super().__init__(reason)
        self.reason = reason


def require(verdict: Verdict) -> None:
    """Go on when allowed; otherwise raise what the page for that answer is made of.

    Raises SignInRequired, Http404 or Refused.
    """
    if verdict.answer is Answer.SIGN_IN:
        raise SignInRequired
    if verdict.answer is Answer.MISSING:
        raise Http404
    if verdict.answer is Answer.FORBIDDEN:
        raise Refused(verdict.reason)


def signed_in(request: HttpRequest) -> User:
    """Who asks. Raises SignInRequired when that is nobody."""
    user = request.user
    if not user.is_authenticated:
        raise SignInRequired
    return user


class Registry(Generic[T]):
    """An ordered set of things that upper rooms hand to a lower one at start-up."""

    def __init__(self) -> None:
        self._items: list[T] = []

    def register(self, item: T) -> T:
        if item not in self._items:
            self._items.append(item)
        return item

    def __iter__(self) -> Iterator[T]:
        return iter(self._items)


#: Rules that let a person into the editing rooms (`user -> bool`).
admin_entry: Registry[Callable[[AnyUser], bool]] = Registry()


def may_enter_admin(user: AnyUser) -> bool:
    """Superusers, and whoever one of the registered rules lets in."""
    if not user.is_authenticated or not user.is_active:
        return False
    return user.is_superuser or any(rule(user) for rule in admin_entry)


#: Attributes under which rules keep what they read of a person during one request.
_REMEMBERED = ("_mandate_facts", "_membership_facts", "_grant_facts", "_text_facts",
               "_meeting_facts", "_remark_facts", "_round_facts", "_signing_facts", "_alert_facts", "_perm_cache", "_group_perm_cache", "_page_permission_cache",
               "_collection_permission_cache")  # fmt: skip


def forget(user: AnyUser) -> None:
    """Drop what rules remember of `user`, before a decision that must be current."""
    if isinstance(user, LazyObject):
        # `request.user` wraps the account: what is remembered hangs on what it wraps.
        bool(user)
        user = user._wrapped
    policies = [name for name in vars(user) if name.startswith("_permission_policy")]
    for name in (*_REMEMBERED, *policies):
        vars(user).pop(name, None)


def wants_json(request: HttpRequest) -> bool:
    """Whether a script of the admin asks, which cannot follow a page to sign in."""
    asks_by_script = request.headers.get("x-requested-with") == "XMLHttpRequest"
    return asks_by_script or not request.accepts("text/html")


def sign_in(request: HttpRequest) -> HttpResponse:
    """The way to the one door, and back to the asked address afterwards.

    A form that was sent keeps its text: see `kit.kept`.
    """
    if wants_json(request):
        return JsonResponse(
            {"success": False, "error_code": "signed_out",
             "error_message": _("Votre session est terminée : reconnectez-vous, votre texte reste ici.")},
            status=401,
        )  # fmt: skip
    if request.method == "POST":
        from .kept import keep  # the kept form is the only page that this module shows

        return keep(request, "signed_out", status=401)
    return redirect_to_login(request.get_full_path(), resolve_url(settings.LOGIN_URL))


class AccessMiddleware:
    """Turns `SignInRequired` into the way to the door, and keeps what a signed-in person
    saw, refusals included, out of every cache."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if request.user.is_authenticated and not response.has_header("Cache-Control"):
            response["Cache-Control"] = "private, no-store"
        return response

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        return sign_in(request) if isinstance(exception, SignInRequired) else None
