"""Have several texts of a call published at one minute: all of them, or none."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from django.db import transaction
from django.http import Http404
from django.utils.translation import gettext as _

from contributions.actions.base import NotNow, decision
from contributions.actions.publish import schedule, unschedule
from contributions.enums import Verb
from groups.deadlines import in_both_zones
from kit.access import Refused
from kit.clock import moment
from people.models import User

if TYPE_CHECKING:
    from contributions.models import ContributionPage, ContributionRecord
    from groups.models import Call


@dataclass(frozen=True)
class Obstacle:
    """One text of a batch that cannot go with the others, and why."""

    title: str
    reason: str


class BatchRefused(Refused):
    """Nothing was done; `obstacles` names each text that stopped the batch."""

    def __init__(self, obstacles: list[Obstacle]) -> None:
        told = " ; ".join(f"« {one.title} » : {one.reason}" for one in obstacles)
        super().__init__(_("Rien n'a été fait. %(why)s") % {"why": told})
        self.obstacles = obstacles


def publish_batch(
    call: Call,
    pages: Iterable[ContributionPage],
    *,
    by: User,
    minute: datetime,
    shown: Mapping[int, int] | None = None,
    at: datetime | None = None,
) -> list[ContributionPage]:
    """Schedule validated texts of `call` at the same `minute`; the rule is asked for each.

    `shown`: which version the person saw of each text, by the numbers of the texts. A batch
    moves nobody's minute: a text that has another one is cancelled first. The same texts at
    the same minute again change nothing. Raises BatchRefused, and then no text is
    scheduled; Refused without a text.
    """
    when = moment(at)

    def act(page: ContributionPage) -> ContributionPage:
        with decision(page, Verb.SCHEDULE, by) as text:
            _require_no_other_minute(text.record, minute)
            if shown is not None:
                _require_shown(text.record, shown)
            return schedule(page, by=by, minute=minute, at=when)

    return _each(call, pages, act)


def cancel_batch(
    call: Call,
    pages: Iterable[ContributionPage],
    *,
    by: User,
    minute: datetime | None = None,
    note: str = "",
    at: datetime | None = None,
) -> list[ContributionPage]:
    """Cancel what is scheduled of these texts of `call`, at this `minute` where one is given;
    they stay validated.

    Raises BatchRefused, and then all of them keep their minute; Refused without a text.
    """
    when = moment(at)

    def act(page: ContributionPage) -> ContributionPage:
        with decision(page, Verb.UNSCHEDULE, by) as text:
            _require_no_other_minute(text.record, minute)
            return unschedule(page, by=by, note=note, at=when)

    return _each(call, pages, act)


def _require_no_other_minute(record: ContributionRecord, minute: datetime | None) -> None:
    """Raises NotNow for a text that somebody scheduled at another minute than this."""
    theirs = record.embargo_until
    if minute is not None and theirs is not None and theirs != minute:
        said = {"date": in_both_zones(theirs)}
        raise NotNow(_("sa publication est déjà programmée pour le %(date)s.") % said)


def _require_shown(record: ContributionRecord, shown: Mapping[int, int]) -> None:
    """Raises NotNow for a text of which another version was validated since; one whose form
    alone was corrected is the same text."""
    version = record.validated_version
    if version is None or shown.get(record.pk) not in version.same_text():
        raise NotNow(_("une autre version a été validée depuis que vous avez ouvert cette page."))


def _each(
    call: Call,
    pages: Iterable[ContributionPage],
    act: Callable[[ContributionPage], ContributionPage],
) -> list[ContributionPage]:
    # Always in the same order: two batches at once wait for one another, and never for ever.
    texts = sorted({page.pk: page for page in pages}.values(), key=lambda page: page.pk)
    if not texts:
        raise Refused(_("Choisissez au moins un texte."))
    done, obstacles = [], []
    with transaction.atomic():
        for page in texts:
            try:
                done.append(_one(call, page, act))
            except Refused as refusal:
                obstacles.append(Obstacle(page.draft_title, refusal.reason))
            except Http404:
                obstacles.append(Obstacle(page.draft_title, _("ce texte n'est plus là.")))
        if obstacles:
            raise BatchRefused(obstacles)
    return done


def _one(
    call: Call,
    page: ContributionPage,
    act: Callable[[ContributionPage], ContributionPage],
) -> ContributionPage:
    """In a transaction of its own, so that the next ones can be asked after a refusal."""
    with transaction.atomic():
        text = act(page)
        if text.record.call_id != call.pk:
            raise Refused(_("Ce texte n'est pas de cette saisine."))
    return text
