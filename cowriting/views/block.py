"""Write one part of a draft in a plain page: no script, a weak line, a small screen."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from contributions.enums import Verb
from contributions.models import ContributionPage
from contributions.views.door import find_text, private, text_for
from cowriting.models import Room
from cowriting.plain.blockwise import Both, Written, write_part
from cowriting.plain.forms import PartForm, Shown
from cowriting.plain.parts import (
    ADDED,
    FRAME,
    Part,
    label_of_field,
    label_of_type,
    part_in,
    parts_of,
    present_words,
)
from cowriting.record.opening import is_open
from cowriting.rules import Mode, mode_for, readers_of_refused
from kit.access import Refused, signed_in
from kit.kept import keep


@private
@require_safe
def parts(request: HttpRequest, number: int) -> HttpResponse:
    """The parts of a draft, each with the page where it is written."""
    page = _text_to_write(request, number)
    return render(
        request,
        "cowriting/parts.html",
        _context(page) | {"parts": list(parts_of(present_words(page)))},
    )


@private
@require_http_methods(["GET", "HEAD", "POST"])
def part(request: HttpRequest, number: int, key: str) -> HttpResponse:
    """One part in its form; what is sent is merged with what changed meanwhile."""
    if request.method == "POST":
        return _take(request, number)
    page = _text_to_write(request, number)
    found = part_in(present_words(page), key)
    if found is None:
        raise Http404
    return _show(request, page, _fresh(request, page, found))


@private
@require_http_methods(["GET", "HEAD", "POST"])
def new_part(request: HttpRequest, number: int) -> HttpResponse:
    """A block to add: of which type, behind which other, then its form."""
    if request.method == "POST":
        return _take(request, number)
    page = _text_to_write(request, number)
    words, after = present_words(page), request.GET.get("apres", "")
    if after and part_in(words, after) is None:
        after = ""
    kind = request.GET.get("type", "")
    if kind not in ADDED:
        kinds = [(name, label_of_type(name)) for name in ADDED]
        context = {"kinds": kinds, "parts": list(parts_of(words)), "after": after}
        return render(request, "cowriting/new_part.html", _context(page) | context)
    return _show(request, page, _fresh(request, page, Part(str(uuid4()), kind, {}), after))


def _text_to_write(request: HttpRequest, number: int) -> ContributionPage:
    """The text, for who may write in it now. Raises SignInRequired, Http404 or Refused."""
    page = text_for(number, Verb.EDIT, request.user)
    if mode_for(request.user, page) is not Mode.RW:
        raise Refused(_("Seules les personnes des groupes du texte l'écrivent ici."))
    return page


def _fresh(
    request: HttpRequest, page: ContributionPage, part: Part, after: str | None = None
) -> PartForm:
    return PartForm(Shown.now(signed_in(request).pk, page.record.pk, part, after))


def _take(request: HttpRequest, number: int) -> HttpResponse:
    """Write what was sent. Whoever could open the form gets their words back, whatever
    became of the text or of their rights."""
    shown = Shown.read(request.POST.get("seen", ""))
    if shown is None or (shown.person, shown.record) != (request.user.pk, number):
        _text_to_write(request, number)
        reason = _("Ce formulaire n'est pas le vôtre : ouvrez-en un autre pour y coller vos mots.")
        return keep(request, "refused", reason=reason, status=409)
    page = find_text(number)
    if page is None:
        return keep(request, "refused", reason=_("Ce texte n'existe plus."), status=409)
    form = PartForm(shown, request.POST)
    if not form.is_valid():
        if mode_for(request.user, page) is not Mode.RW:
            return keep(request, "refused", status=409)
        return _show(request, page, form, status=422)
    written = write_part(page, by=signed_in(request), shown=shown, value=form.value())
    if written.refused is not None:
        return _refuse(request, page, form, written)
    if written.both:
        return _tell_both(request, page, form, written.both)
    messages.success(request, _("C'est enregistré dans le texte."))
    address = reverse("contributions:draft", args=[number])
    return redirect(address if shown.part.kind == FRAME else f"{address}#bloc-{shown.part.key}")


def _refuse(
    request: HttpRequest, page: ContributionPage, form: PartForm, written: Written
) -> HttpResponse:
    """What was typed, and why it is not in the text."""
    assert written.refused is not None
    typed = [(form.fields[name].label, form.cleaned_data[name]) for name in form.part.fields
             if name in form.fields and isinstance(form.cleaned_data[name], str)]  # fmt: skip
    waits = written.kept and readers_of_refused(request.user, page)(request.user.pk)
    context = {
        "number": page.record.pk,
        "reason": written.refused.label,
        "typed": [(label, words) for label, words in typed if words],
        "waits": waits,
    }
    return render(request, "cowriting/part_refused.html", context, status=409)


def _tell_both(
    request: HttpRequest, page: ContributionPage, form: PartForm, both: list[Both]
) -> HttpResponse:
    """Two people changed the same field: both wordings are in the text, here side by side,
    above the form of what stands now; the way to the text for who does not write any more."""
    if mode_for(request.user, page) is not Mode.RW:
        return redirect("contributions:draft", page.record.pk)
    now = part_in(present_words(page), form.part.key)
    if now is None:
        return redirect("cowriting:parts", page.record.pk)
    told = [(label_of_field(now.kind, found.name), found) for found in both]
    return _show(request, page, _fresh(request, page, now), both=told)


def _show(
    request: HttpRequest,
    page: ContributionPage,
    form: PartForm,
    *,
    both: list[tuple[str, Both]] | None = None,
    status: int = 200,
) -> HttpResponse:
    context = _context(page) | {"form": form, "part": form.part, "both": both}
    return render(request, "cowriting/part.html", context, status=status)


def _context(page: ContributionPage) -> dict[str, Any]:
    room = Room.objects.filter(page=page.pk).only("open_until").first()
    return {"page": page, "record": page.record, "live": room is not None and is_open(room)}
