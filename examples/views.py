"""Sending an example, and what a group does with those that it received."""

from __future__ import annotations

from functools import partial

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from contributions.views.door import private
from groups.models import Call, WorkingGroupPage
from groups.views.door import find_group
from kit.access import require, signed_in
from kit.carrying import carry_out
from kit.paging import page_of

from .actions.base import Decided
from .actions.send import send_example
from .actions.set_aside import set_example_aside
from .actions.take import take_example
from .forms import AsideForm, ExampleForm, TakeForm
from .models import Example
from .rules import (
    can_decide,
    is_of_network,
    verdict_on_deciding,
    verdict_on_list,
    verdict_on_network,
    verdict_on_reading,
    verdict_on_sending,
)
from .selectors import centres_of, open_targets, texts_taking, where_taken

#: The largest number that a key can be, on every database.
_LAST_NUMBER = 2**63 - 1

_carry_out = partial(carry_out, too_late=Decided)


@private
@require_http_methods(["GET", "HEAD", "POST"])
def send(request: HttpRequest) -> HttpResponse:
    """Three fields, for the call or the group in the address."""
    require(verdict_on_network(request.user))
    if not {"saisine", "groupe"} & request.GET.keys():
        return redirect("examples:own")
    target = _target(request)
    require(verdict_on_sending(request.user, target))
    if target is None:
        raise Http404
    by = signed_in(request)
    form = ExampleForm(request.POST or None, centres=centres_of(by))
    status = 200
    if request.method == "POST":
        status = _carry_out(form, lambda: send_example(target, by=by, **form.words()))
    if not status:
        messages.success(request, _("Votre exemple est parti. On vous dira ce qu'il devient."))
        return redirect("examples:own")
    return render(request, "examples/send.html", {"target": target, "form": form}, status=status)


def _target(request: HttpRequest) -> Call | WorkingGroupPage | None:
    if slug := request.GET.get("groupe", ""):
        group = find_group(slug)
        return group if group is not None and group.live else None
    key = request.GET.get("saisine", "")
    return Call.objects.filter(pk=int(key)).first() if key.isdecimal() and len(key) < 19 else None


@private
@require_safe
def own(request: HttpRequest) -> HttpResponse:
    """To whom one may send an example; what one sent, and what became of it."""
    require(verdict_on_network(request.user))
    examples = Example.objects.with_all().filter(person=signed_in(request))
    calls, groups = open_targets()
    context = {"page": page_of(examples, request), "calls": calls, "groups": groups}
    return render(request, "examples/own.html", context)


@private
@require_safe
def of_group(request: HttpRequest, slug: str) -> HttpResponse:
    """The examples that came to a group, those that wait first."""
    group = find_group(slug)
    require(verdict_on_list(request.user, group))
    if group is None:
        raise Http404
    examples = Example.objects.with_all().of_groups([group.pk]).order_by("outcome", "-at", "-pk")
    context = {
        "group": group,
        "page": page_of(examples, request),
        "waiting": examples.waiting().count(),
        "sends": is_of_network(request.user),
    }
    return render(request, "examples/of_group.html", context)


@private
@require_http_methods(["GET", "HEAD", "POST"])
def example(request: HttpRequest, number: int) -> HttpResponse:
    """One example; its groups take it, or set it aside, here."""
    rows = Example.objects.with_all()
    found = rows.filter(pk=number).first() if number <= _LAST_NUMBER else None
    require(verdict_on_reading(request.user, found))
    if found is None:
        raise Http404
    if request.method != "POST":
        return _show(request, found)
    require(verdict_on_deciding(request.user, found))
    return _take(request, found) if "take" in request.POST else _set_aside(request, found)


def _take(request: HttpRequest, found: Example) -> HttpResponse:
    by = signed_in(request)
    form = TakeForm(request.POST, texts=texts_taking(by, found))
    status = _carry_out(form, lambda: take_example(found, by=by, page=form.page()))
    if status:
        return _show(request, found, take=form, status=status)
    messages.success(request, _("L'exemple est un constat du texte ; la personne en est prévenue."))
    return redirect(found)


def _set_aside(request: HttpRequest, found: Example) -> HttpResponse:
    form = AsideForm(request.POST)
    reason = form.data.get("reason", "")
    status = _carry_out(
        form, lambda: set_example_aside(found, by=signed_in(request), reason=reason)
    )
    if status:
        return _show(request, found, aside=form, status=status)
    messages.success(request, _("L'exemple est laissé de côté ; la personne lira votre motif."))
    return redirect(found)


def _show(
    request: HttpRequest,
    found: Example,
    *,
    take: TakeForm | None = None,
    aside: AsideForm | None = None,
    status: int = 200,
) -> HttpResponse:
    user = signed_in(request)
    found.refresh_from_db()
    inside = can_decide(user, found)
    decides = inside and not found.is_taken
    texts = texts_taking(user, found) if decides else []
    context = {
        "example": found,
        "text": where_taken(user, found),
        "inside": inside,
        "decides": decides,
        "take": take or (TakeForm(texts=texts) if texts else None),
        "aside": aside or (AsideForm() if decides and not found.is_set_aside else None),
    }
    return render(request, "examples/example.html", context, status=status)
