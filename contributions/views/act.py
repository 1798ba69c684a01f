"""Do one act on a text: say what will happen, do it once, keep what was typed.

A form tells what its author saw. When the text has moved on meanwhile, or the same form
comes twice, nothing is done: the page shows where the text stands (409), with the words.
"""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from contributions import rules
from contributions.actions.base import NotNow, locked
from contributions.beside import WorkLink
from contributions.completeness import Incomplete, missing_parts
from contributions.enums import DECISIVE, EventKind, Verb
from contributions.forms import ActForm
from contributions.gates import Unlooked, unlooked, ways_through
from contributions.lifecycle import current_task_state, state_of
from contributions.models import ContributionPage, TextEvent
from contributions.moving import stopped_by_moving, words_on_stopped
from contributions.oversight import note_superuser_access
from kit.access import (
    MISSING,
    SIGN_IN,
    Answer,
    AnyUser,
    Refused,
    Verdict,
    may_enter_admin,
    require,
    signed_in,
)
from kit.kept import keep
from people.models import User

from .acts import ACTS, Act
from .door import find_text, private, refuse_missing


@private
@require_http_methods(["GET", "HEAD", "POST"])
def act(request: HttpRequest, number: int, slug: str) -> HttpResponse:
    """Show what an act will do, and do it when its form is sent."""
    deed = ACTS.get(slug)
    if deed is None:
        require(MISSING if request.user.is_authenticated else SIGN_IN)
        raise Http404
    page = find_text(number)
    if page is None:
        told = rules.verdict_on_missing(deed.verb, request.user).reason
        if told and request.method == "POST":
            # The page of a hidden text, too: another one would tell the two apart.
            return keep(request, "refused", reason=told, status=403)
        refuse_missing(deed.verb, request.user)
    verdict = rules.verdict(deed.verb, request.user, page)
    if verdict.answer in (Answer.SIGN_IN, Answer.MISSING):
        require(verdict)
    late = _why_late(request, deed, page)
    if late:
        return _show(request, deed, page, reason=late, status=_status_of_late(request, verdict))
    if not verdict and request.method == "POST":
        return keep(request, "refused", reason=verdict.reason, status=403)
    require(verdict)
    note_superuser_access(request.user, page, deed.verb)
    return _post(request, deed, page) if request.method == "POST" else _show(request, deed, page)


def _why_late(request: HttpRequest, deed: Act, page: ContributionPage) -> str:
    """Why the moment for an act has passed, or has not come; empty when it is now."""
    user = request.user
    if rules.only_the_moment_is_wrong(deed.verb, user, page):
        return rules.verdict(deed.verb, user, page).reason or _("Ce n'est pas possible maintenant.")
    moot = deed.moot(page, user)
    if moot:
        return moot
    if request.method == "POST" and _moved_on(deed, page, user, request.POST.get("seen", "")):
        return _words_for_moved_on()
    return ""


def _status_of_late(request: HttpRequest, verdict: Verdict) -> int:
    """A form that came late meets a conflict (409); a page asked for at the wrong moment
    is refused with the reason, and one that would change nothing says so."""
    if request.method == "POST":
        return 409
    return 200 if verdict else 403


def _words_for_moved_on() -> str:
    return _(
        "Le texte a changé d'étape depuis que vous avez ouvert cette page, ou votre demande est déjà faite."
    )


def _last_line(deed: Act, page: ContributionPage, user: AnyUser) -> TextEvent | None:
    """The last line that an act of this kind would come after, of those that change what
    it decides on; a copy is written in the life of the text that it starts."""
    lines = TextEvent.objects.filter(kind__in=DECISIVE).select_related("actor")
    if deed.verb is Verb.COPY:
        lines = lines.filter(kind=EventKind.COPIED, actor=user.pk, data__source=page.record.pk)
    else:
        lines = lines.filter(record=page.record)
    return lines.order_by("-pk").first()


def _moved_on(deed: Act, page: ContributionPage, user: AnyUser, seen: str) -> bool:
    last = _last_line(deed, page, user)
    return seen.isdecimal() and seen != str(last.pk if last else 0)


def _post(request: HttpRequest, deed: Act, page: ContributionPage) -> HttpResponse:
    """Carry out a form that may be sent now; whatever refuses it, its words are kept."""
    form = deed.form(request.POST, page=page, user=request.user)
    if not form.is_valid():
        return _show(request, deed, page, form=form, status=422)
    try:
        made = _carry_out(deed, page, signed_in(request), form)
    except NotNow as refusal:
        fresh = find_text(page.record.pk) or page
        return _show(request, deed, fresh, reason=refusal.reason, status=409)
    except Incomplete as refusal:
        return _show(request, deed, page, form=form, reason=refusal.reason, status=422)
    except Refused as refusal:
        return _show(request, deed, page, form=form, reason=refusal.reason, status=403)
    messages.success(request, deed.said(made))
    target = made if deed.verb is Verb.COPY else find_text(page.record.pk) or page
    if rules.can(Verb.SEE_PROGRESS, request.user, target):
        return redirect("contributions:work", target.record.pk)
    return redirect("desk")


def _carry_out(deed: Act, page: ContributionPage, user: User, form: ActForm) -> Any:
    """Act once: who sent the same form a moment before is waited for, and found."""
    step = {"task_state_id": form.cleaned_data["task_state_id"]} if deed.on_step else {}
    with locked(page) as text:
        if _moved_on(deed, text, user, form.data.get("seen", "")):
            raise NotNow(_words_for_moved_on())
        return deed.action(text, by=user, **form.words(), **step)


def _show(
    request: HttpRequest,
    deed: Act,
    page: ContributionPage,
    *,
    form: ActForm | None = None,
    reason: str = "",
    status: int = 200,
) -> HttpResponse:
    """The act's page. A form that came late is shown with its words and what is seen now."""
    last, step = _last_line(deed, page, request.user), current_task_state(page)
    tokens = {"seen": last.pk if last else 0, "task_state_id": step.pk if step else ""}
    if form is None and request.method == "POST":
        sent = request.POST.copy()
        for name, value in tokens.items():
            sent[name] = str(value)
        form = deed.form(sent, page=page, user=request.user)
    if form is None:
        start = tokens | {"version": request.GET.get("version", "")[:20]}
        form = deed.form(initial=start, page=page, user=request.user)
    possible = rules.can(deed.verb, request.user, page) and not deed.moot(page, request.user)
    held = deed.held(page) if possible else ""
    context = {
        "act": deed,
        "page": page,
        "record": page.record,
        "state": state_of(page),
        "form": form,
        "reason": reason or held,
        "possible": possible and not held,
        "ways": _ways_through(request.user, page) if held else [],
        "last_line": last if status in (403, 409) and reason else None,
        "sees_work": rules.can(Verb.SEE_PROGRESS, request.user, page),
        "edits": rules.can(Verb.EDIT, request.user, page) and may_enter_admin(request.user),
        "stops": words_on_stopped(stopped_by_moving(page)) if deed.moves and possible else [],
        "unlooked": _unlooked(deed, page) if possible else [],
        **(_completeness(deed, page) if possible else {}),
    }
    return render(request, "contributions/act.html", context, status=status)


def _ways_through(user: AnyUser, page: ContributionPage) -> list[WorkLink]:
    """Where this person deals with what holds the act."""
    return [link for way in ways_through if (link := way(user, page))]


def _unlooked(deed: Act, page: ContributionPage) -> list[Unlooked]:
    """What nobody has looked at in what is about to be validated."""
    if deed.verb is not Verb.VALIDATE:
        return []
    return [found for look in unlooked if (found := look(page))]


def _completeness(deed: Act, page: ContributionPage) -> dict[str, Any]:
    """The missing parts of what would go on, and the page on which each can be seen."""
    version = page.record.reviewed_version
    if deed.reads == "draft":
        return {"missing": missing_parts(page.get_latest_revision_as_object())}
    if deed.reads == "version" and version:
        return {"missing": missing_parts(version.revision.as_object()), "version": version}
    return {}
