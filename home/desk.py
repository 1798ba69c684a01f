"""A person's space: what is expected from them, by when.

Assembled in a constant number of queries from what the rooms below expose; a test holds
it to `contributions.rules`.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta

from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from contributions.enums import WorkState
from contributions.models import ContributionPage, ReadingGrant
from contributions.progress import CallProgress, progress_of_calls
from contributions.selectors import open_readings
from examples.rules import is_of_network
from groups.models import Call
from kit.access import ALLOWED, SIGN_IN, AnyUser, require
from meetings.selectors import Expected, upcoming_of
from moderation.queue import Row, waiting_besides
from moderation.rules import has_desk
from people.rules import can_manage_network, is_director, is_partner

from .expected import answers_expected, expected_of
from .inherited import Inherited, inherited_from
from .moves import GroupNews, news_of_groups
from .tasks import DECIDED, Facts, Person, Task, tasks_of, texts_asking

#: How long, and for how many texts, a publication is news.
_LATELY, _AT_MOST = timedelta(days=90), 5

#: Kinds of the desk that are among the tasks of the page (`Task.at_desk`).
_TOLD = (WorkState.VALIDATION.value, WorkState.VALIDATED.value, "withdrawal", "join")


@dataclass
class Desk:
    """`expected` is the person's to do; `waiting` is known, and done by others.

    `moderation`: how much waits on their desk, None for who has none, and how much of it is
    late (`overdue_on_desk`).
    """

    who: Person
    expected: list[Task] = field(default_factory=list)
    waiting: list[Task] = field(default_factory=list)
    meetings: list[Expected] = field(default_factory=list)
    to_read: list[Task] = field(default_factory=list)
    published: list[ContributionPage] = field(default_factory=list)
    calls: list[CallProgress] = field(default_factory=list)
    groups: list[GroupNews] = field(default_factory=list)
    inherited: list[Inherited] = field(default_factory=list)
    moderation: int | None = None
    overdue_on_desk: int = 0
    leads_network: bool = False
    answers_for_centre: bool = False
    is_partner: bool = False
    sends_examples: bool = False

    @property
    def overdue(self) -> int:
        return sum(task.overdue for task in self.expected)


def desk_of(user: AnyUser) -> Desk:
    """Everything that a person's space shows, soonest first."""
    who, now = Person.of(user), timezone.now()
    asked = texts_asking(who)
    pages = _texts_for(who)
    facts = Facts.of(who, pages, asked, answers_apart=True)
    tasks = [task.at(now) for page in pages for task in tasks_of(page, who, facts)]
    tasks += [task.at(now) for task in answers_expected(asked)]
    tasks += [task.at(now) for _group, task in expected_of(user)]
    tasks.sort(key=lambda task: task.order)
    leads_network = can_manage_network(user)
    calls = list(Call.objects.filter(closed_at__isnull=True)) if leads_network else []
    at_desk = _at_desk(user, tasks)
    return Desk(
        who=who,
        expected=[task for task in tasks if task.own],
        waiting=[task for task in tasks if not task.own],
        meetings=upcoming_of(user),
        to_read=[_reading(grant) for grant in _readings_beside(who)],
        published=_published_lately(who, now),
        calls=progress_of_calls(calls),
        groups=news_of_groups(who.groups, pages),
        inherited=inherited_from(who.inherited),
        moderation=len(at_desk) if at_desk is not None else None,
        overdue_on_desk=sum(one.overdue for one in at_desk or ()),
        leads_network=leads_network,
        answers_for_centre=is_director(user),
        is_partner=is_partner(user),
        sends_examples=is_of_network(user),
    )


def _at_desk(user: AnyUser, tasks: list[Task]) -> list[Row | Task] | None:
    """What waits on their desk; what this page knows already is not asked again."""
    if not has_desk(user):
        return None
    if user.is_superuser:
        # Has the desk of all, and no task of them.
        return list(waiting_besides(user, ()))
    return [*(task for task in tasks if task.own and task.at_desk), *waiting_besides(user, _TOLD)]


def _texts_for(who: Person) -> list[ContributionPage]:
    """Texts at work in one's groups, and those to decide on."""
    texts = ContributionPage.objects
    at_work = ~Q(annotated_work_state=WorkState.IDLE.value)
    wanted = at_work & Q(pk__in=texts.of_groups(list(who.groups)).values("pk"))
    withdrawal = Q(record__withdrawal_asked_at__isnull=False)
    if who.moderates:
        wanted |= Q(annotated_work_state__in=[state.value for state in DECIDED]) | withdrawal
    followed = texts.of_groups(list(who.led | who.inherited))
    wanted |= withdrawal & Q(pk__in=followed.values("pk"))
    pages = texts.with_states().select_related("record__reviewed_version").not_trashed()
    pages = pages.prefetch_related("record__associated_groups").filter(wanted)
    return list(pages.defer("body", "summary", "approach").order_by("pk"))


def _readings_beside(who: Person) -> list[ReadingGrant]:
    """What was opened to a person, apart from what they read as a member anyway."""
    grants = open_readings(who.user).prefetch_related("record__associated_groups")
    return [
        grant
        for grant in grants
        if grant.record.lead_group_id not in who.groups
        and not any(group.pk in who.groups for group in grant.record.associated_groups.all())
    ]


def _reading(grant: ReadingGrant) -> Task:
    record, version = grant.record, grant.version
    return Task(
        _("Lecture ouverte"),
        version.title if version else record.page.draft_title,
        record.lead_group.title,
        version.get_absolute_url() if version else reverse("contributions:draft", args=[record.pk]),
        record.lead_group.hue,
        grant.until,
    )


def _published_lately(who: Person, now: datetime) -> list[ContributionPage]:
    pages = ContributionPage.objects.of_groups(list(who.groups)).published()
    pages = pages.filter(record__published_at__gte=now - _LATELY)
    pages = pages.select_related("record__lead_group").defer("body", "summary", "approach")
    return list(pages.order_by("-record__published_at", "-pk")[:_AT_MOST])


@require_safe
@cache_control(private=True, no_store=True)
def desk(request: HttpRequest) -> HttpResponse:
    """The space of the signed-in person."""
    require(ALLOWED if request.user.is_authenticated else SIGN_IN)
    return render(request, "home/desk.html", {"desk": desk_of(request.user)})
