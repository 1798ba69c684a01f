"""What the public is told of who agreed with a text: who signed, on which date, with which
reserve; who kept a disagreement. Never who said nothing.

The page of a text knows in its own query whether there is anything to tell, and reads it
in one more.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import (
    BooleanField,
    Case,
    CharField,
    DateTimeField,
    F,
    TextField,
    UUIDField,
    Value,
    When,
)
from django.http import HttpRequest
from django.utils.translation import gettext as _

from assent.models import Disagreement, Signature, SigningWindow
from contributions.beside import Beneath
from contributions.lifecycle import public_state
from contributions.models import ContributionPage, ContributionRecord, Version
from contributions.told_of_blocks import Told
from contributions.words import anchor_of, title_of, words_of


@dataclass(frozen=True)
class Signed:
    """A centre's name under the text; `person` only where they chose it."""

    centre: str
    at: datetime
    reserve: str = ""
    person: str = ""
    is_late: bool = False
    withdrawn_at: datetime | None = None


@dataclass(frozen=True)
class Objected:
    """A disagreement that was kept, and the block of the text that it is about."""

    centre: str
    at: datetime
    words: str
    block_id: str
    title: str = ""
    anchor: str = ""


@dataclass(frozen=True)
class Agreement:
    """All of it, under one text. `in_time`: by name; `dated`: what was signed late or
    withdrawn, in the order of the dates."""

    in_time: list[Signed] = field(default_factory=list)
    dated: list[Signed] = field(default_factory=list)
    disagreements: list[Objected] = field(default_factory=list)
    is_single: bool = False


def beneath(request: HttpRequest, page: ContributionPage) -> Beneath | None:
    """The part of the page of a published text; no query where there is nothing to tell."""
    window: SigningWindow | None = getattr(page.record, "agreement", None)
    if window is None or not window.says_something:
        return None
    return Beneath("assent/components/agreement.html", agreement_of(window, page))


def beneath_version(
    request: HttpRequest, page: ContributionPage, version: Version, text: ContributionPage
) -> Beneath | None:
    """The same under a version that was published, with the names that stood under it."""
    read = public_state(page, page.record).is_read_by_all
    if version.published_at is None or not read:
        return None
    windows = page.record.signing_windows.filter(published_at__isnull=False)
    window = next((one for one in windows if version.pk in one.versions), None)
    if window is None or not window.says_something:
        return None
    return Beneath("assent/components/agreement.html", agreement_of(window, text))


def agreement_of(window: SigningWindow, text: ContributionPage) -> Agreement:
    """What is told under `text`, in one query, or none."""
    signed, objected = lines_of([window]).get(window.pk, ([], [])) if window.lines else ([], [])
    names = {
        str(block.id): (title_of(block) or words_of(block)[:80], anchor_of(block))
        for block in (text.body if objected else ())
    }
    return Agreement(
        in_time=sorted(
            (one for one in signed if _plain(one)), key=lambda one: one.centre.casefold()
        ),
        dated=[one for one in signed if not _plain(one)],
        disagreements=[
            Objected(one.centre, one.at, one.words, one.block_id, *names.get(one.block_id, ()))
            for one in objected
        ],
        is_single=window.is_single,
    )


def _plain(one: Signed) -> bool:
    return not one.is_late and one.withdrawn_at is None


Lines = dict[int, tuple[list[Signed], list[Objected]]]

_COLUMNS = (
    "signs", "whose", "centre_name", "at", "is_late", "withdrawn_at", "said", "block", "person",
)  # fmt: skip


def lines_of(windows: Sequence[SigningWindow]) -> Lines:
    """What the public is told of each of these windows, in one query, oldest first."""
    found: Lines = {window.pk: ([], []) for window in windows}
    of_version = {key: window.pk for window in windows for key in window.versions}
    rows = _signatures(windows).union(_disagreements(list(of_version)), all=True)
    for signs, whose, centre, at, late, withdrawn, said, block, person in rows.order_by("at"):
        if signs:
            reserve = "" if withdrawn else said
            found[whose][0].append(Signed(centre, at, reserve, person, late, withdrawn))
        else:
            found[of_version[whose]][1].append(Objected(centre, at, said, str(block)))
    return found


def _signatures(windows: Iterable[SigningWindow]) -> Any:
    """A reserve is quoted where its centre made it public; an internal one never is."""
    rows = Signature.objects.told().filter(window__in=[window.pk for window in windows])
    return (
        rows.order_by()
        .annotate(
            signs=Value(True, output_field=BooleanField()),
            whose=F("window_id"),
            said=Case(
                When(answer__is_public=True, then=F("answer__words")),
                default=Value(""),
                output_field=TextField(),
            ),
            block=Value(None, output_field=UUIDField()),
            person=Case(
                When(shows_name=True, by__closed_at__isnull=True, then=F("by__display_name")),
                default=Value(""),
                output_field=CharField(),
            ),
        )
        .values_list(*_COLUMNS)
    )


def _disagreements(versions: list[int]) -> Any:
    return (
        Disagreement.objects.filter(version__in=versions)
        .order_by()
        .annotate(
            signs=Value(False, output_field=BooleanField()),
            whose=F("version_id"),
            is_late=Value(False, output_field=BooleanField()),
            withdrawn_at=Value(None, output_field=DateTimeField()),
            said=F("words"),
            block=F("block_id"),
            person=Value("", output_field=CharField()),
        )
        .values_list(*_COLUMNS)
    )


# -- One proposal ----------------------------------------------------------------------


def told_of_blocks(
    record: ContributionRecord, blocks: Sequence[str]
) -> Mapping[str, Sequence[Told]]:
    """Who signed the texts in which each block stood, and who disagreed with it; in three
    queries. Nothing of what the public does not read."""
    if record.published_at is None or record.withdrawn_at is not None:
        return {}
    windows = list(
        record.signing_windows.filter(published_at__isnull=False, lines__gt=0)
        .select_related("version__revision")
        .order_by("opens_at", "pk")
    )
    lines = lines_of(windows) if windows else {}
    found: dict[str, list[Told]] = {}
    for window in windows:
        signed, objected = lines[window.pk]
        here = _blocks_in(window.version, blocks)
        for block in here:
            found.setdefault(block, []).extend(_told_of_signatures(record, signed))
            found[block] += [
                _told_of_disagreement(one) for one in objected if UUID(one.block_id) == UUID(block)
            ]
    return found


def _blocks_in(version: Version, blocks: Sequence[str]) -> list[str]:
    """Which of these blocks stand in a version; keys are no words, and no mask hides them."""
    body = str(version.revision.content.get("body", ""))
    return [block for block in blocks if str(block) in body]


def _told_of_signatures(record: ContributionRecord, signed: Sequence[Signed]) -> list[Told]:
    url = f"{record.get_absolute_url()}#signatures"
    in_time = [one for one in signed if not one.is_late]
    lines = []
    if in_time:
        names = tuple(sorted((one.centre for one in in_time), key=str.casefold))
        last = max(one.at for one in in_time)
        lines.append(Told(last, _("Texte signé par"), names=names, url=url))
    for one in signed:
        if one.is_late:
            lines.append(Told(one.at, _("Texte signé plus tard par"), names=(one.centre,), url=url))
        if one.withdrawn_at is not None:
            what = _("Signature retirée par")
            lines.append(Told(one.withdrawn_at, what, names=(one.centre,), url=url))
    return lines


def _told_of_disagreement(one: Objected) -> Told:
    return Told(one.at, _("Désaccord maintenu"), words=one.words, names=(one.centre,))
