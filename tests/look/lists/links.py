"""Pages of links, for who makes them and for who reads by one."""

from __future__ import annotations

from tests.look.entry import Entry, Kind, Who, member, send

_LINKS = "/contributions/{text contrib-education}/liens/"
_LEADS = Who.THIRD_COORDINATOR


def _by_link(name: str, path: str, template: str, *, pictured: bool = True, walked: bool = False) -> Entry:  # fmt: skip
    """A page that is read by a link, without an account."""
    return Entry(
        name, f"/avis/{{link}}/{path}", template, Kind.MEMBER, pictured=pictured, walked=walked
    )


ENTRIES: list[Entry] = [
    member("links", _LINKS, "discussion/links.html", _LEADS, walked=True),
    member("links-refused", _LINKS, "discussion/links.html", _LEADS, status=422, steps=send("section .form"), pictured=False),
    member("suggestion-rebase", "/remarques/{suggestion}/reprendre/", "discussion/rebase.html", _LEADS, pictured=False),
    Entry("review-over", "/avis/perdu/", "discussion/review_over.html", Kind.DOOR, status=404, pictured=False),
    Entry("review-declare", "/avis/{link unopened}/", "discussion/review_declare.html", Kind.DOOR),
    _by_link("review", "", "discussion/review.html", walked=True),
    _by_link("review-block", "bloc/{link block}/?mode=proposer", "discussion/review_block.html", pictured=False),
    _by_link("review-thread", "remarques/{link thread}/", "discussion/review_thread.html", pictured=False),
    _by_link("review-opinion", "avis/", "discussion/review_opinion.html", pictured=False),
]  # fmt: skip
