"""Which rule opens which of the admin's addresses about groups."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext as _

from kit.access import Verdict, answer_for
from kit.page_gate import answer_for_type

from .models import WorkingGroupIndexPage, WorkingGroupPage
from .rules import has_membership, is_member, verdict_on_writing_in


def writers(request: HttpRequest, args: tuple[Any, ...], kwargs: dict[str, Any]) -> Verdict:
    """People of a group: Wagtail's lists show them the texts of their groups."""
    allowed = request.user.is_superuser or has_membership(request.user)
    return answer_for(request.user, allowed, may_know=False)


def explore_index(
    request: HttpRequest, page: WorkingGroupIndexPage, kwargs: dict[str, Any]
) -> Verdict:
    """The list of groups: Wagtail shows a member the groups that they write in."""
    return writers(request, (), kwargs)


def explore_group(request: HttpRequest, page: WorkingGroupPage, kwargs: dict[str, Any]) -> Verdict:
    """The texts of a group, drafts included: its people."""
    allowed = request.user.is_superuser or is_member(request.user, page)
    return answer_for(request.user, allowed, may_know=False)


def write_in_group(request: HttpRequest, page: WorkingGroupPage, kwargs: dict[str, Any]) -> Verdict:
    """A new page below a group, of the one type that stands there."""
    model = kwargs.get("content_type_model_name", "contributionpage")
    if model != "contributionpage":
        return answer_for(request.user, False, may_know=False)
    return verdict_on_writing_in(request.user, page)


def copy_group(request: HttpRequest, page: WorkingGroupPage, kwargs: dict[str, Any]) -> Verdict:
    """Never: a copy would bear the old group's access."""
    return answer_for(
        request.user, False, may_know=True, reason=_("On ne copie pas un groupe : on en crée un.")
    )


answer_for_type(
    WorkingGroupIndexPage, explore_index, "wagtailadmin_explore", "wagtailadmin_explore_results"
)
answer_for_type(
    WorkingGroupPage, explore_group, "wagtailadmin_explore", "wagtailadmin_explore_results"
)
answer_for_type(
    WorkingGroupPage,
    write_in_group,
    "wagtailadmin_pages:add",
    "wagtailadmin_pages:add_subpage",
    "wagtailadmin_pages:preview_on_add",
)
answer_for_type(WorkingGroupPage, copy_group, "wagtailadmin_pages:copy")
