"""The signatures of a text as one person sees them, in a constant number of queries."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime

from assent.models import Signature, SigningWindow
from assent.signing.delegates import Pair, kept_for_directors
from assent.signing.rules import why_not_cancel, why_not_sign, why_not_withdraw, why_over
from assent.signing.selectors import asked_by_window, centres_here, windows_of
from contributions.models import ContributionPage
from people.models import Centre, User
from people.rules import mandates_of

Rows = Mapping[int, list[Signature]]


@dataclass(frozen=True)
class CentreLine:
    """A centre that was invited to sign: what it signed, the oldest first, and what it signed
    before.

    `own`: the reader speaks for it; `kept`: by delegation alone, and its director spoke last.
    `may_sign`: it has not, and the text is still there to be signed. `before` is its signature
    under the text published until now, which does not stand under this one.
    """

    centre: Centre
    signatures: list[Signature]
    own: bool = False
    kept: bool = False
    before: Signature | None = None
    may_sign: bool = False
    can_cancel: bool = False
    can_withdraw: bool = False

    @property
    def standing(self) -> Signature | None:
        return next((row for row in self.signatures if row.stands), None)

    @property
    def can_sign(self) -> bool:
        return self.own and self.may_sign and not self.kept


@dataclass(frozen=True)
class WindowShown:
    """One window as one person sees it; `past` is whether the day by which centres were
    asked has gone by, `over` why nothing is signed any more, `left_behind` whether another
    edition has its place."""

    window: SigningWindow
    past: bool
    lines: list[CentreLine] = field(default_factory=list)
    over: str = ""
    left_behind: bool = False

    @property
    def signed(self) -> int:
        return sum(line.standing is not None for line in self.lines)


@dataclass(frozen=True)
class _Reader:
    """When somebody reads, the centres they speak for, and where they leave it to a director."""

    at: datetime
    centres: frozenset[int]
    kept: set[Pair]


def shown_to(
    user: User, page: ContributionPage, *, all_centres: bool, at: datetime
) -> list[WindowShown]:
    """The windows of a text that are in force, then those left behind under which the
    reader's own centre may still go back on its name.

    Without `all_centres`, of the centres that did not sign only the reader's own are named:
    they know no silence but theirs; and what is not public yet is for the centres invited.
    """
    mine, windows = mandates_of(user).centres, windows_of(page.record)
    invited = invited_by_window(page, windows)
    if not all_centres:
        windows = [one for one in windows if not one.is_open or mine & invited[one.pk]]
    behind = _left_behind(page, windows, mine)
    rows = _signatures_in([*windows, *behind])
    reader = _Reader(at, mine, kept_for_directors(user, [*windows, *behind], mine))
    centres = _centres(invited, rows)
    shown = []
    for window in windows:
        lines = _lines(reader, page, window, invited[window.pk], rows, centres)
        before = _before(window, windows, rows)
        told = _told(lines, before, all_centres)
        over = why_over(page, window)
        shown.append(WindowShown(window, window.is_past(at), told, over))
    for window in behind:
        lines = _lines(reader, page, window, set(), rows, centres)
        told = [line for line in lines if line.can_cancel or line.can_withdraw]
        if told:
            shown.append(WindowShown(window, True, told, left_behind=True))
    return shown


def _told(
    lines: Iterable[CentreLine], before: Mapping[int, Signature], all_centres: bool
) -> list[CentreLine]:
    return [
        replace(line, before=before.get(line.centre.pk))
        for line in lines
        if all_centres or line.own or line.signatures
    ]


def _left_behind(
    page: ContributionPage, windows: Iterable[SigningWindow], mine: Iterable[int]
) -> list[SigningWindow]:
    """Of older editions, and of texts that were taken back; no query for who speaks for no
    centre."""
    if not mine:
        return []
    standing = Signature.objects.standing().filter(centre__in=mine, window__record=page.record)
    rows = page.record.signing_windows.filter(pk__in=standing.values("window"))
    known = [window.pk for window in windows]
    return list(rows.exclude(pk__in=known).select_related("version").order_by("-pk"))


def _signatures_in(windows: list[SigningWindow]) -> Rows:
    found: dict[int, list[Signature]] = {window.pk: [] for window in windows}
    rows = Signature.objects.told().filter(window__in=list(found))
    for row in rows.select_related("answer", "by").order_by("at", "pk"):
        found[row.window_id].append(row)
    return found


def _centres(invited: Mapping[int, set[int]], rows: Rows) -> dict[int, Centre]:
    keys = {key for found in invited.values() for key in found}
    return Centre.objects.in_bulk(keys | {row.centre_id for one in rows.values() for row in one})


def _lines(
    reader: _Reader, page: ContributionPage, window: SigningWindow, invited: set[int], rows: Rows,
    centres: Mapping[int, Centre],
) -> list[CentreLine]:  # fmt: skip
    """Of the centres that may sign and those that did, by name."""
    keys = invited | {row.centre_id for row in rows[window.pk]}
    lines = [_line(reader, page, window, centres[key], rows[window.pk]) for key in keys]
    return sorted(lines, key=lambda line: line.centre.name.casefold())


def _line(
    reader: _Reader, page: ContributionPage, window: SigningWindow, centre: Centre,
    rows: list[Signature],
) -> CentreLine:  # fmt: skip
    own, kept = centre.pk in reader.centres, (window.pk, centre.pk) in reader.kept
    acts, at = own and not kept, reader.at
    signed = [row for row in rows if row.centre_id == centre.pk]
    standing = next((row for row in signed if row.stands), None)
    return CentreLine(
        centre, signed, own=own, kept=kept,
        may_sign=not why_not_sign(page, window, standing),
        can_cancel=acts and not why_not_cancel(window, standing, at),
        can_withdraw=acts and not why_not_withdraw(window, standing, at),
    )  # fmt: skip


def _before(
    window: SigningWindow, windows: list[SigningWindow], rows: Rows
) -> dict[int, Signature]:
    """By centre, what stands under the public text while another edition is signed."""
    if not window.is_open:
        return {}
    public = [other for other in windows if not other.is_open]
    return {row.centre_id: row for other in public for row in rows[other.pk] if row.stands}


def invited_by_window(
    page: ContributionPage, windows: Iterable[SigningWindow]
) -> dict[int, set[int]]:
    """Twin of `signing.rules.invited_centres`, for several windows of one text, but for the
    centres that signed."""
    here = centres_here(page.record)
    return {window: asked | here for window, asked in asked_by_window(windows).items()}
