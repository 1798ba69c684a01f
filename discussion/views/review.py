"""What a person without an account sees by a link: one frozen version, and their own words."""

from __future__ import annotations

from functools import wraps
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from contributions.frozen import standing_outside, version_as_read
from contributions.models import ContributionPage
from contributions.public import groups_of, theme_names
from contributions.views.by_link import View, by_token, numbered_document, stored_file
from discussion.actions.declare import declare
from discussion.actions.review import answer_by_link, give_opinion, remark_by_link
from discussion.anchors import PAGE, name_of_block, words_by_block
from discussion.enums import Stance
from discussion.forms import AnswerForm, RemarkForm
from discussion.links.forms import DeclareForm, OpinionForm
from discussion.links.reading import (
    counts_of,
    link_of,
    marks_of,
    page_of,
    thread_by,
    threads_by,
)
from discussion.models import ReviewerLink
from kit.carrying import carry_out

from .door import by_script, errors_of, number_in


def _typed(request: HttpRequest) -> list[str]:
    """What somebody wrote while their link ended: it is given back to them, to be copied."""
    sent = (request.POST.get(name, "") for name in ("replacement", "words"))
    return [words for words in sent if words.strip()]


def _over(request: HttpRequest) -> HttpResponse:
    """One page for all links that open nothing."""
    return render(request, "discussion/review_over.html", {"typed": _typed(request)}, status=404)


by_link = by_token(link_of, _over)


def declared(view: View) -> View:
    """Lead whoever has not said who they are to where one says it."""

    @wraps(view)
    def known(
        request: HttpRequest, link: ReviewerLink, *, token: str, **kwargs: Any
    ) -> HttpResponseBase:
        if link.declared_at is None:
            return redirect("discussion:review", token)
        return view(request, link, token=token, **kwargs)

    return known


@by_link
@require_http_methods(["GET", "HEAD", "POST"])
def review(request: HttpRequest, link: ReviewerLink, *, token: str) -> HttpResponse:
    """Say who one is, then read. Opening the address changes nothing."""
    if request.method == "POST":
        return _declare(request, link, token)
    if link.declared_at is None:
        form = DeclareForm()
        return render(request, "discussion/review_declare.html", _context(link, token, form=form))
    page, listed = version_as_read(link.version), threads_by(link, number=_page_asked(request))
    context = _context(link, token) | {
        "page": page,
        "language": page.locale.language_code,
        "groups": groups_of(link.version.record),
        "theme_names": theme_names(page),
        "listed": listed,
        "threads": listed.object_list,
        "remarks": {"may_remark": True, "counts": counts_of(link)},
        "marks": marks_of(link),
        "panel_address": reverse("discussion:review_block", args=[token, "BLOC"]),
        "opinion_form": OpinionForm(initial=_opinion(link)),
        "PAGE": PAGE,
    }
    return render(request, "discussion/review.html", context)


def _page_asked(request: HttpRequest) -> int:
    return number_in(request.GET.get("page", "")) or 1


def _declare(request: HttpRequest, link: ReviewerLink, token: str) -> HttpResponse:
    form = DeclareForm(request.POST)
    status = carry_out(form, lambda: declare(link, **form.cleaned_data))
    if not status:
        return redirect("discussion:review", token)
    context = _context(link, token, form=form)
    return render(request, "discussion/review_declare.html", context, status=status)


@by_link
@declared
@require_http_methods(["GET", "HEAD", "POST"])
def passage(request: HttpRequest, link: ReviewerLink, *, token: str, block_id: str) -> HttpResponse:
    """One's threads on a block, and the form of another: a page, or what a script shows in
    its panel."""
    page = version_as_read(link.version)
    if not name_of_block(page, block_id):
        raise Http404
    suggests = (request.POST or request.GET).get("mode") == "proposer"
    form = RemarkForm(
        request.POST if request.method == "POST" else None,
        suggests=suggests, initial={"bloc": block_id, "mode": "proposer" if suggests else ""},
    )  # fmt: skip
    nth = _page_asked(request)
    beside = _beside(link, token, page, block_id, nth)
    if request.method != "POST":
        written_here = not by_script(request) or "mode" in request.GET
        return _block(request, beside, form if written_here else None)
    status = carry_out(form, lambda: _remark(link, form, block_id))
    if by_script(request):
        # Read again: the threads have one more.
        beside = _beside(link, token, page, block_id, nth)
        return errors_of(form, status) if status else _block(request, beside, None)
    if status:
        return _block(request, beside, form, status)
    messages.success(request, _("C'est noté. Le groupe en est informé."))
    return redirect("discussion:review_block", token, block_id)


def _beside(
    link: ReviewerLink, token: str, page: ContributionPage, block_id: str, number: int
) -> dict[str, Any]:
    """A block of the version and one's threads on it."""
    listed = threads_by(link, block_id=block_id, number=number)
    return _context(link, token) | {
        "block_id": block_id,
        "block_name": name_of_block(page, block_id),
        "block_words": list(words_by_block(page).get(block_id, {}).values()),
        "listed": listed,
        "threads": listed.object_list,
        "marks": marks_of(link, block_id),
        "count": counts_of(link).get(block_id, {"open": 0, "all": 0}),
        "page": page,
        "language": page.locale.language_code,
    }


def _block(
    request: HttpRequest, beside: dict[str, Any], form: RemarkForm | None, status: int = 200
) -> HttpResponse:
    name = "review_fragment" if by_script(request) else "review_block"
    return render(request, f"discussion/{name}.html", beside | {"form": form}, status=status)


def _remark(link: ReviewerLink, form: RemarkForm, block_id: str) -> None:
    told = form.passage() | {"block_id": block_id, "words": form.cleaned_data["words"]}
    if form.suggests:
        told["replacement"] = form.cleaned_data["replacement"]
    remark_by_link(link, **told)


@by_link
@declared
@require_http_methods(["GET", "HEAD", "POST"])
def thread(request: HttpRequest, link: ReviewerLink, *, token: str, pk: int) -> HttpResponse:
    """One of one's own threads, with its answers; one answers in it."""
    found = thread_by(link, pk, number_in(request.GET.get("avant", ""))) if pk < 2**63 else None
    if found is None:
        raise Http404
    form = AnswerForm(request.POST if request.method == "POST" else None)
    status = 200
    if request.method == "POST":
        status = carry_out(
            form, lambda: answer_by_link(link, found.remark, words=form.cleaned_data["words"])
        )
        if not status:
            return redirect("discussion:review_thread", token, pk)
    context = _context(link, token, form=form) | {"thread": found}
    return render(request, "discussion/review_thread.html", context, status=status)


@by_link
@declared
@require_http_methods(["GET", "HEAD", "POST"])
def opinion(request: HttpRequest, link: ReviewerLink, *, token: str) -> HttpResponse:
    """Give an opinion of the whole version, or change it."""
    form = OpinionForm(request.POST or None, initial=_opinion(link))
    if request.method != "POST":
        return render(request, "discussion/review_opinion.html", _context(link, token, form=form))
    status = carry_out(form, lambda: give_opinion(link, **form.cleaned_data))
    if status:
        context = _context(link, token, form=form)
        return render(request, "discussion/review_opinion.html", context, status=status)
    messages.success(request, _("Votre avis est enregistré. Vous pourrez le changer."))
    return redirect("discussion:review", token)


@by_link
@declared
@require_safe
def file(request: HttpRequest, link: ReviewerLink, *, token: str, name: str) -> HttpResponseBase:
    """An image or a document of the version, by its stored name."""
    return stored_file(link.version, name)


@by_link
@declared
@require_safe
def document(
    request: HttpRequest, link: ReviewerLink, *, token: str, key: int, filename: str
) -> HttpResponseBase:
    """A document of the version, by its number."""
    return numbered_document(link.version, key, filename)


def _context(link: ReviewerLink, token: str, **more: Any) -> dict[str, Any]:
    return {
        "link": link,
        "token": token,
        "version": link.version,
        "standing": standing_outside(link.version),
        "record": link.version.record,
        "text": page_of(link),
        "opinion": getattr(link, "opinion", None),
        **more,
    }


def _opinion(link: ReviewerLink) -> dict[str, Any]:
    given = getattr(link, "opinion", None)
    return {"stance": given.stance, "words": given.words} if given else {"stance": Stance.NONE}
