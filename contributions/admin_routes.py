"""Which verb opens which of the admin's addresses about texts."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from wagtail.models import TaskState

from groups.admin_routes import writers
from groups.models import WorkingGroupPage
from groups.rules import can_move_inside, is_member
from kit.access import MISSING, AnyUser, Verdict, answer_for
from kit.gate import routes
from kit.page_gate import (
    PageCheck,
    answer_for_missing,
    answer_for_type,
    find_page,
    superusers_only,
)

from . import rules
from .enums import Verb
from .models import ContributionPage
from .models.tasks import StepTask
from .oversight import note_superuser_access


def ask(verb: Verb, user: AnyUser, page: ContributionPage) -> Verdict:
    """The rule's answer; what a superuser opens is noted in the life of the text."""
    answer = rules.verdict(verb, user, page)
    if answer:
        note_superuser_access(user, page, verb)
    return answer


def about(verb: Verb, *, post: Verb | None = None) -> PageCheck:
    """One verb for a route, or another one for what it sends."""

    def check(request: HttpRequest, page: ContributionPage, kwargs: dict[str, Any]) -> Verdict:
        asked = post if post and request.method == "POST" else verb
        return ask(asked, request.user, page)

    return check


def reorder(request: HttpRequest, page: ContributionPage, kwargs: dict[str, Any]) -> Verdict:
    """Change a text's place among those of its group."""
    group: WorkingGroupPage = page.record.lead_group
    return answer_for(
        request.user,
        can_move_inside(request.user, group),
        may_know=is_member(request.user, group),
    )


def workflow_step(request: HttpRequest, args: tuple[Any, ...], kwargs: dict[str, Any]) -> Verdict:
    """A step's action: the rule is asked about the step's own text.

    An address whose page, step and action do not belong together leads nowhere.
    """
    if not request.user.is_authenticated:
        return superusers_only(request.user)
    state = TaskState.objects.filter(pk=kwargs["task_state_id"]).select_related("task").first()
    if state is None or state.workflow_state.object_id != str(kwargs["page_id"]):
        return MISSING
    page, task = find_page(kwargs["page_id"]), state.task.specific
    if not isinstance(page, ContributionPage) or not isinstance(task, StepTask):
        return superusers_only(request.user)
    verbs = {name: verb for name, verb, _words in task.doors}
    verb = verbs.get(kwargs["action_name"])
    return rules.verdict(verb, request.user, page) if verb else MISSING


def editing_session(request: HttpRequest, args: tuple[Any, ...], kwargs: dict[str, Any]) -> Verdict:
    """Who else has the text open: those who may read it."""
    if kwargs["app_label"] not in ("wagtailcore", "contributions"):
        return superusers_only(request.user)
    page = find_page(kwargs["object_id"]) if kwargs["object_id"].isdigit() else None
    if not isinstance(page, ContributionPage):
        return superusers_only(request.user)
    return rules.verdict(Verb.READ_DRAFT, request.user, page)


def may_name(user: AnyUser, page: ContributionPage) -> bool:
    """Whether the title of a text may be shown to `user` in a chooser."""
    return rules.can_read_draft(user, page) or rules.can_read_published(user, page)


def choose_below(request: HttpRequest, page: ContributionPage, kwargs: dict[str, Any]) -> Verdict:
    """A chooser opened on a text names it."""
    return answer_for(request.user, may_name(request.user, page), may_know=False)


def chosen_pages(request: HttpRequest, args: tuple[Any, ...], kwargs: dict[str, Any]) -> Verdict:
    """Pages named by their keys: each must be one that the person may see named."""
    answer = writers(request, args, kwargs)
    if not answer:
        return answer
    pages = [find_page(key) for key in request.GET.getlist("id") if key.isdigit()]
    hidden = any(
        isinstance(page, ContributionPage) and not may_name(request.user, page) for page in pages
    )
    return answer_for(request.user, not hidden, may_know=False)


#: Route → the verb that opens it, and the one for what is sent where it differs.
TEXT_ROUTES: dict[str, PageCheck] = {
    "wagtailadmin_pages:edit": about(Verb.READ_DRAFT, post=Verb.EDIT),
    "wagtailadmin_pages:view_draft": about(Verb.READ_DRAFT),
    "wagtailadmin_pages:preview_on_edit": about(Verb.READ_DRAFT),
    "wagtailadmin_pages:history": about(Verb.READ_DRAFT),
    "wagtailadmin_pages:history_results": about(Verb.READ_DRAFT),
    "wagtailadmin_pages:revisions_index": about(Verb.READ_DRAFT),
    "wagtailadmin_pages:revisions_view": about(Verb.READ_DRAFT),
    "wagtailadmin_pages:revisions_compare": about(Verb.READ_DRAFT),
    "wagtailadmin_pages:revisions_revert": about(Verb.RESTORE),
    "wagtailadmin_pages:workflow_history": about(Verb.READ_DRAFT),
    "wagtailadmin_pages:workflow_history_detail": about(Verb.READ_DRAFT),
    "wagtailadmin_pages:workflow_preview": about(Verb.READ_FROZEN),
    "wagtailadmin_pages:usage": about(Verb.READ_DRAFT),
    "wagtailadmin_pages:copy": about(Verb.COPY),
    "wagtailadmin_pages:move": about(Verb.MOVE),
    "wagtailadmin_pages:move_confirm": about(Verb.MOVE),
    "wagtailadmin_pages:delete": about(Verb.DELETE),
    "wagtailadmin_pages:set_page_position": reorder,
}

for _name, _check in TEXT_ROUTES.items():
    answer_for_type(ContributionPage, _check, _name)
answer_for_missing(
    lambda user: rules.verdict_on_missing(Verb.COPY, user), "wagtailadmin_pages:copy"
)

routes.bind(
    workflow_step,
    "wagtailadmin_pages:workflow_action",
    "wagtailadmin_pages:collect_workflow_action_data",
)
routes.bind(editing_session, "wagtailadmin_editing_sessions:ping")
routes.bind(chosen_pages, "wagtailadmin_choose_page_chosen_multiple")
routes.bind(writers, "textes:index", "textes:index_results", "textes:choose_parent")
answer_for_type(ContributionPage, choose_below, "wagtailadmin_choose_page_child")
