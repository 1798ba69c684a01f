"""What remarks wait for: an outcome, or a word of somebody whom they name."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Count, Exists, F, OuterRef, Q
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from contributions.beside import WorkLink
from contributions.models import ContributionPage, ContributionRecord
from contributions.selectors import records_of_groups
from groups.enums import Role
from groups.rules import memberships_of
from kit.access import AnyUser

from . import rules
from .models import Mention, Remark
from .selectors import open_by_text


@dataclass(frozen=True)
class Waiting:
    """`count` threads of a text wait for one person: to say how they end or, `named`,
    because they name them."""

    record: ContributionRecord
    count: int
    named: bool = False


def waiting_for(user: AnyUser) -> list[Waiting]:
    """In a constant number of queries."""
    return [*_naming(user), *_to_end(user)]


def _to_end(user: AnyUser) -> list[Waiting]:
    """Open remarks on the texts whose groups `user` coordinates."""
    led = [group for group, role in memberships_of(user).items() if role == Role.COORDINATOR]
    if not led:
        return []
    records = records_of_groups(led).filter(trashed_at__isnull=True).values("pk")
    rows = Remark.objects.still_open().filter(record__in=records)
    return _by_text(rows.order_by().values_list("record").annotate(count=Count("pk")))


def _naming(user: AnyUser) -> list[Waiting]:
    """Open threads that name `user`, who has said nothing in them since."""
    if not user.is_authenticated:
        return []
    said_since = Remark.objects.filter(
        Q(root=OuterRef("thread")) | Q(pk=OuterRef("thread")), user=user.pk,
        submit_date__gt=OuterRef("remark__submit_date"),
    )  # fmt: skip
    mentions = Mention.objects.filter(
        person=user.pk,
        remark__hidden_at__isnull=True,
        remark__record__trashed_at__isnull=True,
        remark__in=Remark.objects.visible_to(user).values("pk"),
    ).annotate(thread=Coalesce("remark__root", "remark"))
    waiting = mentions.filter(~Exists(said_since)).filter(
        Exists(Remark.objects.still_open().filter(pk=OuterRef("thread")))
    )
    rows = waiting.annotate(text=F("remark__record")).order_by().values_list("text")
    return _by_text(rows.annotate(count=Count("thread", distinct=True)), named=True)


def _by_text(counted: Iterable[tuple[int, int]], *, named: bool = False) -> list[Waiting]:
    counts = dict(counted)
    rows = ContributionRecord.objects.select_related("page", "lead_group")
    rows = rows.defer("page__body", "page__summary", "page__approach")
    known = rows.in_bulk(list(counts)) if counts else {}
    return [Waiting(known[key], counts[key], named) for key in sorted(known)]


def links(user: AnyUser, page: ContributionPage) -> list[WorkLink]:
    """The way to the remarks on a text, from the page of its work."""
    seat = rules.Seat(user, page)
    if not rules.verdict_on_list(seat):
        return []
    waiting = open_by_text([page.record.pk]).get(page.record.pk, 0) if seat.reads_all else 0
    words = _("Lire les remarques")
    if waiting:
        words = ngettext(
            "Lire les remarques : %(count)s encore ouverte",
            "Lire les remarques : %(count)s encore ouvertes",
            waiting,
        ) % {"count": waiting}
    return [WorkLink(reverse("discussion:threads", args=[page.record.pk]), words)]
