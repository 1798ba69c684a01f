"""The door of a group's private pages: find the group, ask the rule, keep it out of caches."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_http_methods
from wagtail.log_actions import log

from groups.models import WorkingGroupPage
from groups.rules import is_member
from kit.access import AnyUser, Verdict, require, signed_in

View = Callable[..., HttpResponse]
Rule = Callable[[AnyUser, WorkingGroupPage | None], Verdict]


def inside(rule: Rule, *methods: str) -> Callable[[View], View]:
    """For addresses below `/groupes/<slug>/espace/`: the view is given the group, once
    `rule` allows; a group that does not exist is answered like one that is hidden."""

    def opened(view: View) -> View:
        @wraps(view)
        @cache_control(private=True, no_store=True)
        @require_http_methods(["GET", "HEAD", *methods])
        def guarded(request: HttpRequest, slug: str, **kwargs: Any) -> HttpResponse:
            group = find_group(slug)
            require(rule(request.user, group))
            if group is None:
                raise Http404
            return view(request, group, **kwargs)

        return guarded

    return opened


def note_reading(request: HttpRequest, group: WorkingGroupPage) -> None:
    """A superuser who reads of people in a group that is not theirs is in its log."""
    user = signed_in(request)
    if user.is_superuser and not is_member(user, group):
        log(instance=group, action="groups.people_read", user=user)


def find_group(slug: str) -> WorkingGroupPage | None:
    groups = WorkingGroupPage.objects.select_related("record")
    return groups.filter(slug=slug).first()
