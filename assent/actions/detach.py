"""Take a proposal that divides the centres out of its text, into a text of its own."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from assent.actions.base import leading
from assent.ends import end_of_next
from assent.models import Round
from assent.passages import blocks_of
from assent.rules import verdict_on_detaching
from assent.selectors import tally
from contributions.actions.base import NotNow, write_event
from contributions.actions.create import new_text
from contributions.actions.open_review import open_review
from contributions.actions.recall import recall
from contributions.actions.write import write
from contributions.authorship import note_authors_of
from contributions.enums import EventKind
from contributions.models import ContributionPage, Version
from groups.models import WorkingGroupPage
from kit.access import Refused
from kit.clock import moment
from people.models import Centre, User


def detach(
    page: ContributionPage,
    *,
    by: User,
    block_id: UUID,
    due: datetime | None = None,
    at: datetime | None = None,
) -> Version:
    """The text without the proposal, under a new round; the proposal starts a draft of the
    same group. All of it, or nothing.

    What the centres said of the rest is to be confirmed, by `due`, or by the end that
    `assent.ends` gives. Raises NotNow without an open round or an objection to this proposal
    that a centre kept from an earlier round, Refused for a date gone by, and Incomplete where the text would lack something without it.
    """
    when = moment(at)
    with leading(page, by, verdict_on_detaching) as (text, round_):
        _require_kept_objection(round_, block_id)
        end = end_of_next(round_, text.record, due, when)
        asked = list(Centre.objects.filter(pk__in=round_.owing.values("centre")))
        recall(text, by=by, at=when)
        draft = text.get_latest_revision_as_object()
        alone = _start(text, draft, block_id, by, when)
        write(text, by=by, at=at, body=_body(draft, lambda key: key != str(block_id)))
        version = open_review(text, by=by, at=when, due=end, centres=asked)
        write_event(
            text, EventKind.DETACHED, by, when, version=version,
            block=str(block_id), into=alone.record.pk,
        )  # fmt: skip
        write_event(alone, EventKind.DETACHED, by, when, block=str(block_id), out_of=text.record.pk)
    return version


def _require_kept_objection(round_: Round, block_id: UUID) -> None:
    kinds = blocks_of(round_.version)
    if kinds.get(block_id) != "proposal":
        raise Refused(_("Seule une proposition peut être détachée."))
    if round_.rank < 2:
        raise NotNow(_("Une proposition ne peut être détachée qu'à partir du second tour."))
    kept = [answer for _centre, answer in tally(round_).kept if answer is not None]
    if not any(answer.block_id == block_id for answer in kept):
        raise NotNow(_("Aucun centre ne maintient d'objection à cette proposition."))


def _start(
    text: ContributionPage, draft: ContributionPage, block_id: UUID, by: User, when: datetime
) -> ContributionPage:
    """A draft of the same group that holds the proposal alone, bound by no call's dates."""
    group = WorkingGroupPage.objects.get(pk=text.record.lead_group_id)
    title = next(block.value["title"] for block in draft.body if block.id == str(block_id))
    alone = new_text(
        group, title.strip(), by=by, at=when, is_demonstration=text.record.is_demonstration,
        body=_body(draft, lambda key: key == str(block_id)),
        addressees=draft.addressees, licence=draft.licence,
    )  # fmt: skip
    # They wrote these words: none of them decides on them elsewhere.
    note_authors_of(text, alone)
    return alone


def _body(draft: ContributionPage, keeps: Any) -> Any:
    """The body of a draft with the blocks whose ids `keeps` answers yes to."""
    body = draft._meta.get_field("body")
    kept = [block for block in body.value_from_object(draft).get_prep_value() if keeps(block["id"])]
    return body.to_python(kept)
