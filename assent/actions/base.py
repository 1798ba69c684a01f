"""What every action on a round begins with: the text locked, the round read again."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime

from django.http import Http404
from django.utils.translation import gettext as _

from assent.models import Round
from assent.rules import verdict_on_answering, why_too_late
from assent.selectors import open_round_of
from contributions.actions.base import NotNow, locked
from contributions.models import ContributionPage
from kit.access import Answer as Reply
from kit.access import Verdict, require
from people.models import Centre, User


@contextmanager
def answering(round_: Round, centre: Centre, by: User, at: datetime) -> Iterator[Round]:
    """The round, its text locked, once `by` as they are now may answer it for `centre`.

    Raises NotNow where the round is closed or its date gone by, Refused or Http404.
    """
    with locked(round_.record.page) as page:
        fresh = Round.objects.select_related("version", "record").filter(pk=round_.pk).first()
        if fresh is None:
            raise Http404
        fresh.record = page.record
        page.record.page = page
        verdict = verdict_on_answering(User.objects.get(pk=by.pk), fresh, centre)
        late = why_too_late(fresh, at)
        # Only those who may know of the round learn that it moved on.
        if late and verdict.answer in (Reply.ALLOWED, Reply.FORBIDDEN):
            raise NotNow(late)
        require(verdict)
        yield fresh


@contextmanager
def leading(
    page: ContributionPage, by: User, rule: Callable[[User, ContributionPage], Verdict]
) -> Iterator[tuple[ContributionPage, Round]]:
    """The locked text and its open round, once `rule` allows it to `by` as they are now.

    Raises NotNow without a round, Refused or Http404.
    """
    with locked(page) as text:
        require(rule(User.objects.get(pk=by.pk), text))
        round_ = open_round_of(text)
        if round_ is None:
            raise NotNow(_("Aucun tour n'est ouvert sur ce texte."))
        round_.record = text.record
        yield text, round_
