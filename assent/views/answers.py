"""The answer of one centre to the round on a text: given, changed or confirmed here."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from assent.actions.answer import answer as give_answer
from assent.actions.confirm import confirm as confirm_answer
from assent.carrying import carried as answer_before
from assent.carrying import centres_objecting_before, is_of_the_director
from assent.forms import AnswerForm
from assent.models import Answer, Round
from assent.passages import passages_of
from assent.reading import history_lines
from assent.rules import is_delegate_for, verdict_on_answering, why_too_late
from assent.views.door import find_page
from contributions.actions.base import NotNow, locked
from contributions.changes import Change, changes_between
from contributions.enums import Verb
from contributions.models import ContributionPage, Version
from contributions.rules import verdict_on_missing
from contributions.views.door import private
from contributions.words import pieces_of
from kit.access import Answer as Reply
from kit.access import Refused, Verdict, require, signed_in
from people.models import Centre, User
from people.rules import mandates_of


@dataclass
class Before:
    """What a page of answering is about: a centre, and the last round that asks it."""

    page: ContributionPage
    round: Round
    centre: Centre
    by: User
    verdict: Verdict

    @cached_property
    def late(self) -> str:
        """Why who speaks for the centre answers no more; empty when they do."""
        late = self.verdict.reason or why_too_late(self.round)
        prevails = is_of_the_director(self.current)
        if not late and prevails and self.is_delegate:
            return _("La direction du centre a répondu : sa réponse l'emporte.")
        return late

    @cached_property
    def current(self) -> Answer | None:
        return said_now(self.round, self.centre)

    @cached_property
    def carried(self) -> Answer | None:
        """What waits to be confirmed."""
        return None if self.late or self.current else answer_before(self.round, self.centre)

    @cached_property
    def is_delegate(self) -> bool:
        return is_delegate_for(self.by, self.centre)

    @cached_property
    def confirms_alone(self) -> bool:
        """Whether they may confirm what waits, and say nothing else."""
        return self.is_delegate and is_of_the_director(self.carried)

    @cached_property
    def publishes(self) -> bool:
        """Whether an objection of the centre would be published when this round closes: it
        had objected in an earlier one."""
        return self.round.rank > 1 and self.centre.pk in centres_objecting_before(self.round)


def said_now(round_: Round, centre: Centre) -> Answer | None:
    rows = round_.answers.filter(centre=centre, is_current=True)
    return rows.select_related("by").first()


@private
@require_http_methods(["GET", "HEAD", "POST"])
def answer(request: HttpRequest, number: int, centre: str) -> HttpResponse:
    """Show what is asked of a centre, and take its answer; what was typed is kept."""
    asked = _asked(request, number, centre)
    if request.method == "POST":
        return _late(request, asked) if asked.late else _post(request, asked)
    return _show(request, asked, status=403 if asked.verdict.reason else 200)


def _asked(request: HttpRequest, number: int, slug: str) -> Before:
    """Raises SignInRequired, Http404 or Refused, for all but who speaks for the centre: they
    are told that a round is over on the page of what they answered."""
    user = request.user
    page, centre = find_page(number), Centre.objects.filter(slug=slug).first()
    round_ = _last_round(page, centre) if page and centre else None
    if page is None or centre is None or round_ is None:
        require(verdict_on_missing(Verb.READ_FROZEN, user))
        raise Http404
    verdict = verdict_on_answering(user, round_, centre)
    speaks = centre.pk in mandates_of(user).centres
    if not (speaks and verdict.answer is Reply.FORBIDDEN):
        require(verdict)
    return Before(page, round_, centre, signed_in(request), verdict)


def _last_round(page: ContributionPage, centre: Centre) -> Round | None:
    """The last round on a text that asks this centre; one query."""
    rounds = Round.objects.filter(record=page.record, owing__centre=centre)
    found = rounds.select_related("version").order_by("-pk").first()
    if found is not None:
        found.record = page.record
        found.record.page = page
    return found


def _post(request: HttpRequest, asked: Before) -> HttpResponse:
    by, form = signed_in(request), None
    if request.POST.get("act") != "confirm":
        form = _form(asked, request.POST)
        if not form.is_valid():
            return _show(request, asked, form=form, status=422)
    try:
        given = _carry_out(request, asked, by, form)
    except NotNow as refusal:
        return _moved_on(request, asked, refusal.reason)
    except Refused as refusal:
        return _show(request, asked, form=form, moved=refusal.reason, status=422)
    said = _("La réponse de %(centre)s est enregistrée : %(answer)s.")
    words = {"centre": asked.centre.name, "answer": given.get_kind_display()}
    messages.success(request, said % words)
    return redirect("assent:owed")


def _carry_out(request: HttpRequest, asked: Before, by: User, form: AnswerForm | None) -> Answer:
    """Give or confirm it, unless something else was said since the page was shown."""
    with locked(asked.page):
        _require_as_seen(request, asked)
        if form is None:
            return confirm_answer(asked.round, centre=asked.centre, by=by)
        return give_answer(asked.round, centre=asked.centre, by=by, **form.words_of_answer())


def _require_as_seen(request: HttpRequest, asked: Before) -> None:
    """Raises NotNow when another round opened, or another person answered, meanwhile."""
    if request.POST.get("round", "") not in ("", str(asked.round.pk)):
        raise NotNow(_("Un autre tour a commencé depuis que vous avez ouvert cette page."))
    current = said_now(asked.round, asked.centre)
    seen = request.POST.get("seen")
    if seen is not None and seen != (str(current.pk) if current else ""):
        raise NotNow(_("Une réponse a été donnée pour votre centre depuis que vous avez ouvert cette page."))  # fmt: skip


def _late(request: HttpRequest, asked: Before) -> HttpResponse:
    """Nothing is received any more: the words are given back."""
    return _show(request, asked, kept=request.POST.get("words", ""), status=409)


def _moved_on(request: HttpRequest, asked: Before, reason: str) -> HttpResponse:
    """The page as it is now, with the words that were typed before."""
    asked = _asked(request, asked.page.record.pk, asked.centre.slug)
    if asked.late:
        return _late(request, asked)
    form = None
    if request.POST.get("act") != "confirm":
        form = _form(asked, {**request.POST.dict(), **_tokens(asked)})
    return _show(request, asked, form=form, moved=reason, status=409)


def _tokens(asked: Before) -> dict[str, Any]:
    current = asked.current
    return {"round": asked.round.pk, "seen": current.pk if current else ""}


def _form(asked: Before, data: Any = None) -> AnswerForm:
    return AnswerForm(
        data, initial=_tokens(asked), start=asked.current or asked.carried,
        passages=passages_of(asked.round.version),
    )  # fmt: skip


def _show(
    request: HttpRequest,
    asked: Before,
    *,
    form: AnswerForm | None = None,
    moved: str = "",
    kept: str = "",
    status: int = 200,
) -> HttpResponse:
    version, late, carried = asked.round.version, asked.late, asked.carried
    context = {
        "record": asked.page.record,
        "round": asked.round,
        "version": version,
        "centre": asked.centre,
        "current": asked.current,
        "carried": carried,
        "publishes": asked.publishes,
        "is_delegate": asked.is_delegate,
        "confirms_alone": asked.confirms_alone,
        "form": None if late else form or _form(asked),
        "moved": late or moved,
        "kept": kept,
        "history": history_lines(asked.page.record, asked.centre),
        "language": asked.page.locale.language_code,
        **(_differences(carried.round.version, version) if carried else {}),
    }
    return render(request, "assent/answer.html", context, status=status)


def _differences(before: Version, now: Version) -> dict[str, Any]:
    """What the text changed since a centre answered: whoever reads the one was asked on the
    other."""
    changes: list[Change] = []
    if before.content_hash != now.content_hash:
        changes = changes_between(
            pieces_of(before.revision.as_object()), pieces_of(now.revision.as_object())
        )
    return {"before": before, "changes": changes}
