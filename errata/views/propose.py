"""Other words for a part of a text, sent to a second person."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from contributions.actions.base import NotNow
from contributions.models import ContributionPage, Version
from contributions.views.door import private
from cowriting.plain.forms import Shown
from cowriting.plain.parts import part_in
from errata.actions.propose import propose_correction
from errata.corrected import TooMuch
from errata.forms import CorrectionForm
from errata.models import Correction
from errata.rules import targets_for
from errata.targets import words_of_version
from kit.access import Refused, signed_in
from kit.kept import keep

from .choose import PUBLIC, chosen, text_to_correct


@private
@require_http_methods(["GET", "HEAD", "POST"])
def propose(request: HttpRequest, number: int, part: str) -> HttpResponse:
    """The fields of a part that may be corrected, in a plain form."""
    page = text_to_correct(request.user, number)
    if request.method == "POST":
        return _take(request, page, part)
    version = chosen(request, targets_for(request.user, page))
    found = part_in(words_of_version(version), part)
    if found is None:
        raise Http404
    form = CorrectionForm(Shown.now(signed_in(request).pk, number, found), version)
    if not form.can_correct:
        raise Http404
    return _show(request, page, form)


def _take(request: HttpRequest, page: ContributionPage, part: str) -> HttpResponse:
    by = signed_in(request)
    shown = Shown.read(request.POST.get("seen", ""))
    if shown is None or (shown.person, shown.record, shown.part.key) != (by.pk, page.record.pk, part):  # fmt: skip
        reason = _("Ce formulaire n'est pas le vôtre : ouvrez-en un autre pour y coller vos mots.")
        return keep(request, "refused", reason=reason, status=409)
    form = CorrectionForm(shown, data=request.POST)
    if not form.is_valid():
        return _show(request, page, form, status=422)
    try:
        made = propose_correction(
            page, by=by, version=_version(request, page, form), seen=shown.part,
            after=form.after(), reason=form.cleaned_data["reason"],
        )  # fmt: skip
    except TooMuch as refusal:
        form.tell(refusal)
        return _show(request, page, form, status=422)
    except NotNow as refusal:
        return _show(request, page, _with_words_of_today(request, page, form, refusal), status=409)
    except Refused as refusal:
        form.add_error(None, refusal.reason)
        return _show(request, page, form, status=422)
    messages.success(request, _("Votre correction attend maintenant l'accord d'une autre personne."))  # fmt: skip
    return redirect(made)


def _with_words_of_today(
    request: HttpRequest, page: ContributionPage, form: CorrectionForm, refusal: NotNow
) -> CorrectionForm:
    """What was typed, in a form made from the text as it is: it can be sent again."""
    version = chosen(request, targets_for(request.user, page))
    part = part_in(words_of_version(version), form.part.key)
    if part is not None and part.kind == form.part.kind:
        shown = Shown.now(signed_in(request).pk, page.record.pk, part)
        data, fresh = request.POST.copy(), CorrectionForm(shown)
        # What they left alone is as it stands today, not as they saw it.
        left = [name for name in part.fields if name in form.fields and not _typed(form, name)]
        for name in left:
            data[name] = fresh.initial.get(name, "")
        data["seen"], data["version"] = shown.sealed(), str(version.pk)
        form = CorrectionForm(shown, data=data)
    form.add_error(None, refusal.reason)
    return form


def _typed(form: CorrectionForm, name: str) -> bool:
    """Whether a field says something else than it was shown with."""
    said, shown = form.data.get(name, ""), form.initial.get(name, "")
    return " ".join(str(said).split()) != " ".join(str(shown).split())


def _version(request: HttpRequest, page: ContributionPage, form: CorrectionForm) -> Version:
    """The version that the form was made from. Raises NotNow for one that may not be
    corrected any more."""
    for version in targets_for(request.user, page):
        if version.pk == form.cleaned_data["version"]:
            return version
    raise NotNow(_("Le texte a changé depuis : reprenez la correction sur celui d'aujourd'hui."))


def _show(
    request: HttpRequest, page: ContributionPage, form: CorrectionForm, *, status: int = 200
) -> HttpResponse:
    waiting = Correction.objects.waiting().filter(record=page.record, part=form.part.key).first()
    context = {
        "page": page,
        "record": page.record,
        "part": form.part,
        "form": form,
        "waiting": waiting,
        "version": chosen(request, targets_for(request.user, page)),
        "target": PUBLIC if request.GET.get("texte") == PUBLIC else "",
    }
    return render(request, "errata/propose.html", context, status=status)
