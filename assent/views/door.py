"""The door of the pages of rounds: find the text, ask the rule."""

from __future__ import annotations

from django.http import Http404

from assent.rules import verdict_on_round
from contributions.enums import Verb
from contributions.models import ContributionPage
from contributions.oversight import note_superuser_access
from contributions.rules import verdict_on_missing
from contributions.views.door import find_text
from kit.access import AnyUser, require

#: The largest number that a key can be, on every database.
LAST_NUMBER = 2**63 - 1


def find_page(number: int) -> ContributionPage | None:
    return find_text(number) if number <= LAST_NUMBER else None


def page_with_rounds(number: int, user: AnyUser) -> ContributionPage:
    """The text, for who sees its rounds; a superuser's visit is noted.

    Raises SignInRequired, Http404 or Refused.
    """
    page = find_page(number)
    if page is None:
        require(verdict_on_missing(Verb.SEE_PROGRESS, user))
        raise Http404
    require(verdict_on_round(user, page))
    note_superuser_access(user, page, Verb.SEE_PROGRESS)
    return page
