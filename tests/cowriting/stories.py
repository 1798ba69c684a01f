"""Stories of people in a village, told step by step."""

from __future__ import annotations

from collections.abc import Callable

from contributions.models import ContributionPage
from cowriting.models import Update
from people.models import User
from tests.cast import Cast, gather, text_in

from .clients import lived, signed_in
from .tabs import Tab
from .village import Process, Village, founded

SUMMARY = ("page", "summary")

Story = Callable[[Cast, Village, ContributionPage], None]


def told(story: Story) -> Callable[[None], None]:
    """A test out of a story of the cast, in a village with a text to write."""

    def test(committed: None) -> None:
        lived(in_a_village)

    def in_a_village() -> None:
        cast = gather()
        with founded() as village:
            story(cast, village, text_in(cast, "drafting"))

    test.__name__, test.__doc__ = story.__name__, story.__doc__
    return test


def arrived(village: Village, process: Process, page: ContributionPage, user: User) -> Tab:
    tab = Tab(village, user.email, page.pk, signed_in(user))
    tab.join(process)
    heard(village, tab)
    return tab


def heard(village: Village, *tabs: Tab, seconds: float = 0.1) -> None:
    """Let what is on its way arrive, there and back."""
    for _turn in range(4):
        village.rest(seconds)
        for tab in tabs:
            village.play(tab.hear())


def came_to_rest(village: Village, process: Process, *tabs: Tab) -> None:
    """Everybody comes back, as often as their pages do, until nothing is on its way."""
    for _turn in range(12):
        heard(village, *tabs, seconds=0.5)
        for tab in tabs:
            tab.join(process)
    assert all(tab.is_still for tab in tabs), [(tab.code, tab.pending) for tab in tabs]


def refused_in(page: ContributionPage) -> bytes:
    """All that was refused in a text, one after the other."""
    rows = Update.objects.filter(room__page=page, refused=True)
    return b" ".join(bytes(row.payload) for row in rows)
