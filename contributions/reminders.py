"""Before the date of a step: a word to those from whom the text still waits for it.

Twice at most, three days before and on the last one; nobody who has done their part, and
nobody again when the text has moved on before the letter leaves.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from django.db.models import Case, DateTimeField, Q, When
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.models import Page

from groups.deadlines import in_both_zones
from notifications.kinds import Kind, Line, kinds
from notifications.models import Notice
from notifications.outbox import announce
from people.models import User

from . import recipients as to
from .enums import WorkState
from .facts import TextFacts, facts_of, waits_for
from .lifecycle import state_of
from .models import ContributionPage
from .next_step import due_now, step_of

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

Data = dict[str, Any]

DUE_SOON = "contributions.due_soon"

#: How long before the date each word is said; the last one that has come is said.
_BEFORE = {"first": timedelta(days=3), "last": timedelta(days=1)}


@dataclass(frozen=True)
class Owed:
    """One thing that a text in a state waits for. `by`: from whom, when it is written;
    `still`: whether it is still this person's to do, when it is read."""

    what: StrOrPromise
    by: Callable[[ContributionPage], Q]
    still: Callable[[Data, TextFacts], bool]


def _members(page: ContributionPage) -> Q:
    return to.in_groups(to.group_keys(page.record))


def _coordinators(page: ContributionPage) -> Q:
    return to.leading_groups(to.group_keys(page.record))


def _is_in(data: Data, facts: TextFacts) -> bool:
    return facts.is_in(data["groups"])


def _leads(data: Data, facts: TextFacts) -> bool:
    return facts.leads(data["groups"])


def _moderates(data: Data, facts: TextFacts) -> bool:
    return facts.moderates


#: What is owed in each state (`facts.waits_for`); a date in another state presses nobody.
#: What centres owe to a review is reminded by the room of their answers.
OWED: dict[str, tuple[Owed, ...]] = {
    "drafting": (Owed(gettext_lazy("Écrire le brouillon"), _members, _is_in),),
    "proposed": (
        Owed(
            gettext_lazy("Ouvrir la relecture : la soumission est proposée"),
            _coordinators, _leads,
        ),
    ),
    "review": (
        Owed(
            gettext_lazy("Clore la relecture et soumettre le texte au réseau"),
            _coordinators, _leads,
        ),
    ),
    "validation": (
        Owed(
            gettext_lazy("Valider ou renvoyer le texte"), to.moderators_without_a_hand, _moderates
        ),
    ),
    "validated": (
        Owed(
            gettext_lazy("Publier ou programmer le texte"), to.moderators_without_a_hand, _moderates
        ),
    ),
}  # fmt: skip


def remind(now: datetime) -> int:
    """Say what is due; how many people were told. Said once a date, however often asked."""
    return sum(_remind_of(page, now) for page in _due_soon(now))


def _due_soon(now: datetime) -> Iterable[ContributionPage]:
    """Texts whose present step ends within the longest notice, soonest first."""
    ends = Case(
        *(
            When(
                annotated_work_state=work,
                then=Coalesce(f"record__{step.value}_due", f"record__call__{step.value}_due"),
            )
            for work in WorkState
            if (step := step_of(work))
        ),
        output_field=DateTimeField(),
    )
    pages = ContributionPage.objects.with_states().select_related("record__reviewed_version")
    pages = pages.not_trashed().annotate(step_ends=ends)
    pages = pages.filter(step_ends__gt=now, step_ends__lte=now + max(_BEFORE.values()))
    return pages.defer("body", "summary", "approach").order_by("step_ends", "pk")


def _remind_of(page: ContributionPage, now: datetime) -> int:
    state, record = state_of(page), page.record
    due = due_now(page, state)
    waits = waits_for(state.work, record.proposed_at is not None, record.embargo_until is not None)
    if due is None:
        return 0
    rows = enumerate(OWED.get(waits, ()))
    return sum(_tell(page, _data(page, waits, rank, due), owed, now) for rank, owed in rows)


def _tell(page: ContributionPage, data: Data, owed: Owed, now: datetime) -> int:
    due = datetime.fromisoformat(data["due"])
    word = "last" if due - now <= _BEFORE["last"] else "first"
    key = f"{data['text']}-{data['state']}-{data['owed']}-{due:%Y%m%d%H%M}-{word}"
    told = Notice.objects.filter(kind=DUE_SOON, key=key).values("person")
    late = to.accounts(owed.by(page)).exclude(pk__in=told).values_list("pk", flat=True)
    scope = Page.objects.get(pk=page.record.lead_group_id)
    return announce(DUE_SOON, late, scope=scope, data=data, key=key, at=now)


def _data(page: ContributionPage, waits: str, rank: int, due: datetime) -> Data:
    version = page.record.reviewed_version
    return {
        "text": page.record.pk,
        "title": version.title if version else page.draft_title,
        "groups": to.group_keys(page.record),
        "version": version.number if version else None,
        "state": waits,
        "owed": rank,
        "due": due.isoformat(),
    }


# -- Reading ---------------------------------------------------------------------------


def _owed(data: Data) -> Owed | None:
    rows = OWED.get(data["state"], ())
    return rows[data["owed"]] if data["owed"] < len(rows) else None


def line(data: Data, person: User) -> Line:
    owed = _owed(data)
    due = in_both_zones(datetime.fromisoformat(data["due"]))
    words = {"what": owed.what if owed else "", "date": due}
    return Line(
        headline=_("Avant le %(date)s : %(what)s") % words,
        url=reverse("contributions:work", args=[data["text"]]),
        about=data["title"],
    )


def still_owes(person: User, notice: Notice) -> bool:
    """Whether the text still waits for this, and from this person."""
    data, facts = notice.data, facts_of(person)
    owed = _owed(data)
    waits = facts.at_work.get(data["text"]) == data["state"]
    return owed is not None and waits and owed.still(data, facts)


kinds.register(
    Kind(
        name=DUE_SOON, label=gettext_lazy("Échéance proche"),
        line=line, may_know=still_owes,
    )
)  # fmt: skip
