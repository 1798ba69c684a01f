"""The validation desk of one text: look, check, return with remarks."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.forms import BaseFormSet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from contributions import rules
from contributions.actions.base import NotNow
from contributions.enums import Verb, WorkState
from contributions.lifecycle import current_task_state, state_of
from contributions.models import ContributionPage
from contributions.oversight import note_superuser_access
from contributions.views.door import find_text, private
from kit.access import Refused, require, signed_in
from moderation.actions.check import Overtaken, ProblemWithoutWords, check
from moderation.actions.return_with_remarks import PassageRefused, return_with_remarks
from moderation.texts.alerts import alert_for
from moderation.texts.forms import (
    OFFERED,
    PassageForm,
    PassageFormSet,
    PointForm,
    ReturnForm,
    blocks_of,
    point_forms,
)
from moderation.texts.rules import is_at_the_desk, moderates, verdict_on_text_desk
from moderation.texts.sheet import Sheet


@private
@require_safe
def text(request: HttpRequest, number: int) -> HttpResponse:
    """What decides on a text: its changes, its agreements, its checks, who sees to it."""
    page = _find(number)
    if page is not None and moderates(request.user) and not is_at_the_desk(page):
        # It moved on: whoever follows an older link is led to where it stands.
        return redirect("contributions:work", number)
    return _show(request, _sheet(request, page))


@private
@require_POST
def checks(request: HttpRequest, number: int) -> HttpResponse:
    """Note what was found under each point; one that needs words keeps what was typed."""
    page = _find(number)
    if page is not None and _moved_on(request, page):
        return _late(request, page)
    sheet = _sheet(request, page)
    require(rules.verdict(Verb.VALIDATE, request.user, sheet.page))
    forms = point_forms(sheet.points, request.POST)
    if [form for form in forms if not form.is_valid()]:
        return _show(request, sheet, forms=forms, status=422)
    shown = request.POST.get("version", "")
    try:
        changed = check(
            sheet.page, by=signed_in(request),
            found={form.point.item.pk: form.found() for form in forms if form.has_changed()},
            shown=int(shown) if shown.isdecimal() and len(shown) < 19 else None,
        )  # fmt: skip
    except ProblemWithoutWords as refusal:
        next(f for f in forms if f.point.item.pk == refusal.item).add_error("note", refusal.reason)
        return _show(request, sheet, forms=forms, status=422)
    except Overtaken as refusal:
        fresh = _sheet(request, _find(number))
        return _show(
            request, fresh, forms=_with_theirs(forms, fresh, refusal.item),
            reason=refusal.reason, status=409,
        )  # fmt: skip
    except NotNow as refusal:
        return _show(request, sheet, forms=forms, reason=refusal.reason, status=409)
    said = _("C'est noté.") if changed else _("Rien n'avait changé.")
    messages.success(request, said)
    return redirect("moderation:text", number)


def _with_theirs(forms: list[PointForm], fresh: Sheet, item: int) -> list[PointForm]:
    """The forms as typed, and the point that somebody else noted as it stands now."""
    now = {form.point.item.pk: form for form in point_forms(fresh.points)}
    return [now[item] if form.point.item.pk == item else form for form in forms]


@private
@require_http_methods(["GET", "HEAD", "POST"])
def send_back(request: HttpRequest, number: int) -> HttpResponse:
    """Return the text with remarks on several passages, in one go."""
    page = _find(number)
    if page is not None and _moved_on(request, page):
        return (
            _late(request, page)
            if request.method == "POST"
            else redirect("moderation:text", number)
        )
    sheet = _sheet(request, page)
    require(rules.verdict(Verb.RETURN, request.user, sheet.page))
    blocks = blocks_of(sheet.text)
    if request.method != "POST":
        return _ask(request, sheet, *_fresh_forms(request, sheet, blocks))
    form = ReturnForm(request.POST)
    if "more" in request.POST:
        return _ask(request, sheet, form, _one_more(request, blocks))
    passages = PassageFormSet(request.POST, form_kwargs={"blocks": blocks})
    if not (form.is_valid() & passages.is_valid()):
        return _ask(request, sheet, form, passages, status=422)
    return _return(request, sheet, form, passages)


def _return(
    request: HttpRequest, sheet: Sheet, form: ReturnForm, passages: BaseFormSet[PassageForm]
) -> HttpResponse:
    said = [(one, passage) for one in passages if (passage := one.passage())]
    try:
        return_with_remarks(
            sheet.page, by=signed_in(request), note=form.cleaned_data["note"],
            passages=[passage for _one, passage in said],
            task_state_id=form.cleaned_data["task_state_id"],
        )  # fmt: skip
    except PassageRefused as refusal:
        said[refusal.rank][0].add_error(None, refusal.reason)
        return _ask(request, sheet, form, passages, status=422)
    except Refused as refusal:
        form.add_error(None, refusal.reason)
        late = isinstance(refusal, NotNow)
        return _ask(request, sheet, form, passages, status=409 if late else 422)
    messages.success(request, _("Le texte est renvoyé au groupe avec vos remarques."))
    return redirect("moderation:desk")


def _find(number: int) -> ContributionPage | None:
    return find_text(number) if number < 2**63 else None


def _sheet(request: HttpRequest, page: ContributionPage | None) -> Sheet:
    require(verdict_on_text_desk(request.user, page))
    if page is None:
        raise Http404
    note_superuser_access(request.user, page, Verb.READ_FROZEN)
    return Sheet(page, request.user)


def _show(
    request: HttpRequest,
    sheet: Sheet,
    *,
    forms: list[PointForm] | None = None,
    reason: str = "",
    status: int = 200,
) -> HttpResponse:
    context = _context(sheet) | {
        "forms": forms or point_forms(sheet.points),
        "reason": reason,
        "alert": alert_for(request.user),
    }
    return render(request, "moderation/text.html", context, status=status)


def _context(sheet: Sheet) -> dict[str, Any]:
    return {
        "sheet": sheet,
        "page": sheet.page,
        "record": sheet.record,
        "version": sheet.version,
        "state": sheet.state,
        "language": sheet.text.locale.language_code,
    }


def _ask(
    request: HttpRequest,
    sheet: Sheet,
    form: ReturnForm,
    passages: BaseFormSet[PassageForm],
    status: int = 200,
) -> HttpResponse:
    context = _context(sheet) | {"form": form, "passages": passages}
    return render(request, "moderation/return.html", context, status=status)


def _fresh_forms(
    request: HttpRequest, sheet: Sheet, blocks: list[tuple[str, str]]
) -> tuple[ReturnForm, BaseFormSet[PassageForm]]:
    """Empty forms; `?bloc=` begins with a remark on a block of the version."""
    step = current_task_state(sheet.page)
    chosen = request.GET.get("bloc", "")
    known = chosen and any(chosen == key for key, _name in blocks)
    initial = [{"block_id": chosen}] if known else []
    passages = PassageFormSet(initial=initial, form_kwargs={"blocks": blocks})
    return ReturnForm(initial={"task_state_id": step.pk if step else ""}), passages


def _one_more(request: HttpRequest, blocks: list[tuple[str, str]]) -> BaseFormSet[PassageForm]:
    """The same passages as typed, with room for some more."""
    data = request.POST.copy()
    total = data.get("form-TOTAL_FORMS", "0")
    data["form-TOTAL_FORMS"] = str(
        (int(total) if total.isdecimal() and len(total) < 5 else 0) + OFFERED
    )
    return PassageFormSet(data, form_kwargs={"blocks": blocks})


def _moved_on(request: HttpRequest, page: ContributionPage) -> bool:
    """Whether somebody decided before this person, who could have."""
    return moderates(request.user) and state_of(page).work is not WorkState.VALIDATION


def _late(request: HttpRequest, page: ContributionPage) -> HttpResponse:
    """The text has moved on while somebody was writing: their words are given back."""
    typed = ((name, request.POST.get(name, "")) for name in request.POST)
    kept = [words for name, words in typed if words.strip() and _is_words(name)]
    context = {"page": page, "record": page.record, "state": state_of(page), "kept": kept}
    return render(request, "moderation/late.html", context, status=409)


def _is_words(name: str) -> bool:
    return name == "note" or name.endswith(("-note", "-words", "-quote"))
