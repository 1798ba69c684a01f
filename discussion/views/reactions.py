"""What the public says of a text: react, confirm, open and close, publish and hide."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from contributions.enums import Verb
from contributions.models import ContributionPage
from contributions.oversight import note_superuser_access
from contributions.views.door import find_text, private
from discussion.actions.confirm_reaction import confirm_reaction
from discussion.actions.decide_reaction import hide_reaction, publish_reaction
from discussion.actions.react import react
from discussion.actions.set_reactions import set_reactions
from discussion.enums import ReactionState
from discussion.models import Reaction
from discussion.reactions import rules
from discussion.reactions.forms import DecideForm, ReactionForm
from discussion.reactions.links import reaction_of
from discussion.reactions.selectors import counts_of, shown, to_decide
from kit.access import Refused, require, signed_in
from people.models import User

_SEND = require_http_methods(["GET", "HEAD", "POST"])


@never_cache
@_SEND
def reactions(request: HttpRequest, number: int) -> HttpResponse:
    """The form, under what others said."""
    page = find_text(number)
    require(rules.verdict_on_reacting(request.user, page))
    if page is None:
        raise Http404
    form = ReactionForm(request.POST or None, request=request)
    if form.is_bound and form.is_valid():
        try:
            return _sent(request, page, form)
        except Refused as refusal:
            form.add_error(None, refusal.reason)
    context = {
        "page": page, "record": page.record, "form": form, "extra": shown(request, page),
    }  # fmt: skip
    status = 422 if form.is_bound else 200
    return render(request, "discussion/reactions.html", context, status=status)


def _sent(request: HttpRequest, page: ContributionPage, form: ReactionForm) -> HttpResponse:
    by = request.user if request.user.is_authenticated else None
    made = react(page, by=by, language=get_language() or "fr", **form.words_typed())
    if made.state == ReactionState.PUBLIC:
        messages.success(request, _("Votre réaction est publiée."))
        return redirect(f"{page.get_url(request)}#{made.anchor}")
    said = _(
        "Il reste à confirmer votre adresse : une lettre part à %(email)s. Sans son lien, qui sert trois jours, votre réaction ne sera pas lue."
    )
    messages.warning(request, said % {"email": made.user_email})
    return redirect(page.get_url(request))


@private
@_SEND
def confirm(request: HttpRequest, token: str) -> HttpResponse:
    """A letter's link shows the words; the button confirms them, since machines follow
    links."""
    reaction = reaction_of(token)
    if request.method == "POST":
        confirm_reaction(reaction)
        reaction.refresh_from_db()
    page = reaction.record.page
    context = {
        "page": page, "reaction": reaction, "open": rules.is_open(page),
        "waits": reaction.state == ReactionState.UNCONFIRMED,
    }  # fmt: skip
    return render(request, "discussion/reaction_confirm.html", context)


@private
@_SEND
def setting(request: HttpRequest, number: int) -> HttpResponse:
    """Open a text to reactions, or close it."""
    page = find_text(number)
    require(rules.verdict_on_setting(request.user, page))
    if page is None:
        raise Http404
    note_superuser_access(request.user, page, Verb.SEE_PROGRESS)
    if request.method == "POST" and request.POST.get("set") in ("open", "close"):
        opened = request.POST["set"] == "open"
        set_reactions(page, by=signed_in(request), is_open=opened)
        said = (
            _("Le public peut réagir à ce texte.")
            if opened
            else _("Ce texte est fermé aux réactions.")
        )
        messages.success(request, said)  # fmt: skip
        return redirect("discussion:reactions_setting", number)
    context = {
        "page": page, "record": page.record, "is_open": rules.is_open(page),
        "counts": counts_of(page),
    }  # fmt: skip
    return render(request, "discussion/reactions_setting.html", context)


@private
@_SEND
def reaction(request: HttpRequest, key: int) -> HttpResponse:
    """One reaction, for who decides of it."""
    known = [state for state in ReactionState if state is not ReactionState.UNCONFIRMED]
    found = to_decide(known).filter(pk=key).first() if key < 2**63 else None
    require(rules.verdict_on_deciding(request.user, found))
    if found is None:
        raise Http404
    note_superuser_access(request.user, found.record.page, Verb.SEE_PROGRESS)
    form = DecideForm(request.POST if request.method == "POST" else None)
    status = 422 if form.is_bound else 200
    if form.is_bound and form.is_valid():
        try:
            messages.success(request, _decide(request, found, signed_in(request), form))
            return redirect("discussion:reaction", key)
        except Refused as refusal:
            form.add_error(None, refusal.reason)
            status = 409
    context: dict[str, Any] = {
        "reaction": found, "page": found.record.page, "record": found.record, "form": form,
        "decisions": found.decisions.select_related("by"),
    }  # fmt: skip
    return render(request, "discussion/reaction.html", context, status=status)


def _decide(request: HttpRequest, found: Reaction, by: User, form: DecideForm) -> str:
    if "hide" in request.POST:
        hide_reaction(found, by=by, reason=form.cleaned_data["reason"])
        return _("La réaction est masquée, et son auteur prévenu.")
    publish_reaction(found, by=by)
    return _("La réaction est publiée.")
