"""What separates two states of a text: versions, moments, one's last visit, today."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from contributions.changes import Fate, changes_between
from contributions.enums import Verb
from contributions.views.door import private, text_for
from contributions.words import Piece
from cowriting.history.points import NOW, VISIT, Point, Points

#: Among how many states the last one is looked for that says something else.
_LOOKED_AT = 5


@private
@require_safe
def compare(request: HttpRequest, number: int) -> HttpResponse:
    """From `?de=` to `?a=`, in the order of the second; by default, from the state before
    this one to that of today."""
    page = text_for(number, Verb.READ_DRAFT, request.user)
    points = Points(page, request.user)
    choices = points.choices()
    after = points.find(request.GET.get("a") or NOW)
    start = request.GET.get("de") or _last_other(points, choices, after)
    before = points.find(start)
    if before is None and start == VISIT:
        messages.info(request, _("C'est votre première visite : tout est à lire."))
        return redirect("contributions:draft", number)
    if before is None or after is None:
        raise Http404
    changes = changes_between(before[1], after[1])
    touched = sum(change.fate is not Fate.REMOVED for change in changes)
    chosen = [point for point in (before[0], after[0]) if point not in choices]
    context = {
        "page": page,
        "record": page.record,
        "language": page.locale.language_code,
        "choices": [*choices, *dict.fromkeys(chosen)],
        "before": before[0],
        "after": after[0],
        "changes": changes,
        "unchanged": len(after[1]) - touched,
    }
    return render(request, "cowriting/compare.html", context)


def _last_other(
    points: Points, choices: list[Point], after: tuple[Point, list[Piece]] | None
) -> str:
    """The latest state that says something else than `after`; today's where none does."""
    for point in choices[1 : 1 + _LOOKED_AT]:
        found = points.find(point.key)
        if found and after and changes_between(found[1], after[1]):
            return point.key
    return choices[1].key if len(choices) > 1 else NOW
