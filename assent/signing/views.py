"""The signatures of a text: who signed, and signing for one's centre."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from assent.models import Signature, SigningWindow
from assent.signing.actions.base import Desk, answer_to_this_text, why_not_for_delegate
from assent.signing.actions.cancel_signature import cancel_signature
from assent.signing.actions.sign import sign
from assent.signing.actions.withdraw_signature import withdraw_signature
from assent.signing.forms import SignForm, SigningForm, WithdrawForm
from assent.signing.rules import (
    verdict_on_seeing,
    verdict_on_signing,
    why_not_cancel,
    why_not_sign,
    why_not_withdraw,
)
from assent.signing.selectors import standing_signature, window_now, window_of
from assent.signing.shown import shown_to
from contributions.enums import Verb
from contributions.models import ContributionPage, Version
from contributions.oversight import note_superuser_access
from contributions.standing import Case
from contributions.views.door import find_text, private
from kit.access import require, signed_in
from kit.carrying import carry_out
from people.models import Centre

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise


@dataclass(frozen=True)
class SigningAct:
    """One of the three things that are done in a centre's name."""

    slug: str
    title: StrOrPromise
    promise: StrOrPromise
    done: StrOrPromise
    form: type[SigningForm]
    action: Callable[..., Signature]
    why_not: Callable[[ContributionPage, SigningWindow | None, Signature | None], str]


ACTS = {
    act.slug: act
    for act in (
        SigningAct(
            "signer", gettext_lazy("Signer ce texte"),
            gettext_lazy("Le nom du centre paraîtra sous le texte, avec la date. Vous pourrez annuler pendant 48 heures, puis retirer la signature : une ligne datée le dira."),
            gettext_lazy("Le centre a signé le texte."), SignForm, sign, why_not_sign,
        ),
        SigningAct(
            "annuler", gettext_lazy("Annuler la signature"),
            gettext_lazy("Le nom du centre ne paraîtra plus : la page du texte n'en dira rien au public. Ceux qui suivent le texte (groupe, modération, coordination nationale, centres invités) liront encore, dans la vie du texte, que le centre avait signé puis annulé. Le centre pourra signer de nouveau."),
            gettext_lazy("La signature est annulée."), SigningForm, cancel_signature,
            lambda page, window, standing: why_not_cancel(window, standing, timezone.now()),
        ),
        SigningAct(
            "retirer", gettext_lazy("Retirer la signature"),
            gettext_lazy("Le nom du centre ne vaudra plus accord. La page du texte dira, pour toujours, qu'il avait signé et qu'il a retiré sa signature, avec les deux dates."),
            gettext_lazy("La signature est retirée ; la page du texte le dit."), WithdrawForm,
            withdraw_signature,
            lambda page, window, standing: why_not_withdraw(window, standing, timezone.now()),
        ),
    )
}  # fmt: skip


@private
@require_safe
def signatures(request: HttpRequest, number: int) -> HttpResponse:
    """Which centres signed, and when; one's own centre signs from here."""
    page = find_text(number)
    require(verdict_on_seeing(request.user, page))
    if page is None:
        raise Http404
    note_superuser_access(request.user, page, Verb.SEE_PROGRESS)
    case = Case(request.user, page)
    follows = case.superuser or case.member or case.moderator or case.network
    windows = shown_to(signed_in(request), page, all_centres=follows, at=timezone.now())
    context = {
        "page": page,
        "record": page.record,
        # Who signed an older edition reads its title, and not that of a draft.
        "title": windows[0].window.latest.title if windows else page.draft_title,
        "follows": follows,
        "with_words": case.superuser or case.member or case.moderator,
        "windows": windows,
    }
    return render(request, "assent/signatures.html", context)


@private
@require_http_methods(["GET", "HEAD", "POST"])
def signing(request: HttpRequest, number: int, slug: str, act: str) -> HttpResponse:
    """Say what an act will do, and do it once its form is sent."""
    deed = ACTS.get(act)
    page = find_text(number)
    centre = Centre.objects.filter(slug=slug).first()
    window = _window(request, page) if page else None
    require(verdict_on_signing(request.user, page if deed else None, centre, window))
    if deed is None or page is None or centre is None:
        raise Http404
    if request.method != "POST":
        return _show(request, deed, page, centre, window)
    form = deed.form(request.POST)
    by, version = signed_in(request), window.version if window else None
    status = carry_out(
        form, lambda: deed.action(page, centre=centre, by=by, version=version, **form.words())
    )
    if status:
        # What refused it may have come between: the page says how things are now.
        page = find_text(number) or page
        return _show(request, deed, page, centre, _window(request, page), form=form, status=status)
    messages.success(request, deed.done)
    return redirect("assent:signatures", number)


def _window(request: HttpRequest, page: ContributionPage) -> SigningWindow | None:
    """The window of the version that the form, or the address, names; else the present one."""
    said = request.POST.get("version") or request.GET.get("version", "")
    if not said.isdecimal() or len(said) > 9:
        return window_now(page.record)
    version = Version.objects.filter(record=page.record, number=int(said)).first()
    return window_of(page.record, version) if version else None


def _show(
    request: HttpRequest,
    deed: SigningAct,
    page: ContributionPage,
    centre: Centre,
    window: SigningWindow | None,
    *,
    form: SigningForm | None = None,
    status: int = 200,
) -> HttpResponse:
    """The act's page: its form while it can be done, else why it cannot."""
    standing = standing_signature(window, centre)
    desk = Desk(page, window, standing, signed_in(request), centre)
    reason = deed.why_not(page, window, standing) or why_not_for_delegate(desk)
    if form is None:
        form = deed.form(initial={"version": window.version.number if window else None})
    if reason and request.method != "POST" and window is None:
        status = 403
    context: dict[str, Any] = {
        "act": deed,
        "page": page,
        "record": page.record,
        "centre": centre,
        "title": window.latest.title if window else page.draft_title,
        "window": window,
        "standing": standing,
        "said": answer_to_this_text(window, centre) if deed.action is sign else None,
        "reason": reason,
        "form": form,
    }
    return render(request, "assent/sign.html", context, status=status)
