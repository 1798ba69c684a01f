"""The door of every private page: find the text, ask the rule, keep it out of caches."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any, NoReturn

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.cache import cache_control

from contributions import rules
from contributions.enums import Verb
from contributions.models import ContributionPage
from contributions.oversight import note_superuser_access
from kit.access import AnyUser, require

View = Callable[..., HttpResponse]


def private(view: View) -> View:
    """Nothing between the site and the person keeps a copy of what `view` answers."""

    @wraps(view)
    @cache_control(private=True, no_store=True)
    def kept_out(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return view(request, *args, **kwargs)

    return kept_out


def find_text(number: int) -> ContributionPage | None:
    """The text of a permanent number, with what every page of it shows."""
    pages = ContributionPage.objects.select_related(
        "record__lead_group",
        "record__call",
        "record__reviewed_version",
        "record__validated_version",
        "record__current_version",
    )
    return pages.filter(record__id=number).first()


def refuse_missing(verb: Verb, user: AnyUser) -> NoReturn:
    """Answer for a text that does not exist as for one that is hidden."""
    require(rules.verdict_on_missing(verb, user))
    raise Http404


def text_for(number: int, verb: Verb, user: AnyUser) -> ContributionPage:
    """The text, once the rule allows `verb` to `user`; a superuser's visit is noted.

    Raises SignInRequired, Http404 or Refused.
    """
    page = find_text(number)
    if page is None:
        refuse_missing(verb, user)
    require(rules.verdict(verb, user, page))
    note_superuser_access(user, page, verb)
    return page
