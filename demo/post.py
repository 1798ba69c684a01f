"""`/demo/courrier/`: the e-mails that a demonstration would have sent."""

from __future__ import annotations

from django.conf import settings
from django.db.models import Count
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from kit.paging import page_of
from notifications.enums import LetterState
from notifications.models import Letter
from notifications.querysets import LetterQuerySet


@require_safe
@cache_control(private=True, no_store=True)
def letters(request: HttpRequest) -> HttpResponse:
    """Everybody's, newest first, or those of one address."""
    sent, address = _sent(), request.GET.get("pour", "").strip()
    chosen = sent.filter(address=address) if address else sent
    readers = sent.order_by("address").values("address").annotate(count=Count("pk"))
    return render(
        request,
        "demo/courrier.html",
        {
            "page_obj": page_of(chosen.order_by("-sent_at", "-pk"), request),
            "readers": readers,
            "address": address,
            "waiting": Letter.objects.filter(state=LetterState.WAITING).count(),
        },
    )


@require_safe
@cache_control(private=True, no_store=True)
def letter(request: HttpRequest, key: int) -> HttpResponse:
    """One letter in its two forms. The first stands in a frame that runs no script."""
    one = get_object_or_404(_sent(), pk=key)
    # Its links open in the whole window: the frame is only paper.
    framed = one.html.replace("<head>", '<head><base target="_top">', 1)
    return render(request, "demo/lettre.html", {"letter": one, "framed": framed})


def _sent() -> LetterQuerySet:
    """Raises Http404 where letters are real."""
    if not settings.DEMONSTRATION:
        raise Http404
    return Letter.objects.filter(state=LetterState.SENT).exclude(text="")
