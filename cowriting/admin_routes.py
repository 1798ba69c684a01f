"""Who opens the admin's addresses of the writing page: whoever may be in the room."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest

from contributions.models import ContributionPage
from kit.access import Verdict, answer_for
from kit.gate import routes
from kit.page_gate import find_page

from .rules import mode_for


def in_the_room(request: HttpRequest, args: tuple[Any, ...], kwargs: dict[str, Any]) -> Verdict:
    """A text that does not exist is answered like one that is hidden."""
    page = find_page(kwargs["page_id"])
    enters = isinstance(page, ContributionPage) and mode_for(request.user, page).enters
    return answer_for(request.user, enters, may_know=False)


routes.bind(
    in_the_room,
    "writing:write", "writing:version", "writing:assign", "writing:choose", "writing:file",
)  # fmt: skip
