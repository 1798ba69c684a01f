"""Make a finding of an example, in a text that one writes."""

from __future__ import annotations

from datetime import datetime
from uuid import uuid4

from django.db import transaction

from contributions.models import ContributionPage
from contributions.records import lock_text
from cowriting.plain.blockwise import write_part
from cowriting.plain.forms import Shown
from cowriting.plain.parts import Part, parts_of, present_words
from examples.enums import Outcome
from examples.finding import finding_of
from examples.masked import hide_as_in
from examples.models import Example
from examples.notifications import tell_taken
from examples.rules import verdict_on_taking
from groups.models import WorkingGroupPage
from groups.rules import memberships_of
from kit.access import Refused, require
from kit.clock import moment
from people.models import User

from .base import refuse_taken, to_decide


def take_example(
    example: Example, *, by: User, page: ContributionPage, at: datetime | None = None
) -> Example:
    """Write it behind the text's last finding, through the merge of co-writing: whoever
    writes there sees it come. Taken into this text already, it is left as it is.

    Raises Refused when it was taken elsewhere, and when the text is not being written.
    """
    with transaction.atomic():
        # Before the example, as a mask of the text locks them.
        lock_text(page.pk)
        return _take(example, by, page, moment(at))


def _take(example: Example, by: User, page: ContributionPage, when: datetime) -> Example:
    with to_decide(example, by) as example:
        if example.is_taken and example.record_id == page.record.pk:
            return example
        refuse_taken(example)
        require(verdict_on_taking(by, example, page))
        hide_as_in(page, example)
        part = Part(str(uuid4()), "finding", {})
        shown = Shown.now(by.pk, page.record.pk, part, _last_finding(page))
        written = write_part(page, by=by, shown=shown, value=finding_of(example))
        if written.refused is not None:
            raise Refused(str(written.refused.label))
        example.outcome, example.outcome_by, example.outcome_at = Outcome.TAKEN, by, when
        example.record, example.block_id, example.reason = page.record, part.key, ""
        example.group_of_outcome = _group_of(page, by)
        example.save()
        tell_taken(example)
    return example


def _last_finding(page: ContributionPage) -> str:
    """The key of the text's last finding; empty, which is the end, where it has none."""
    keys = [part.key for part in parts_of(present_words(page)) if part.kind == "finding"]
    return keys[-1] if keys else ""


def _group_of(page: ContributionPage, by: User) -> WorkingGroupPage:
    """The group of the text for which `by` took it: the one that leads it, if they are in it."""
    mine = memberships_of(by)
    associated = [group for group in page.record.associated_groups.all() if group.pk in mine]
    lead = page.record.lead_group
    return associated[0] if associated and lead.pk not in mine else lead
