"""Sets of texts; each visibility rule of `rules.py` has its twin here."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Any, Self

from django.db.models import Aggregate, Exists, OuterRef, Q, QuerySet, Subquery, TextField, Value
from wagtail.models import PageManager
from wagtail.query import PageQuerySet

from groups.models import Membership
from groups.rules import memberships_of
from kit.access import AnyUser, Registry
from people.rules import is_director, is_moderator, is_network, mandates_of

from .enums import WorkState
from .lifecycle import annotate_states
from .models.grants import ReadingGrant
from .models.versions import Version
from .public import NAME_END

if TYPE_CHECKING:
    from .models import ContributionPage  # noqa: F401


class Together(Aggregate):
    """The words of several rows in one, on SQLite and PostgreSQL.

    To be replaced by `StringAgg` once Django 6 is the least that we run on.
    """

    function = "GROUP_CONCAT"
    output_field = TextField()

    def as_postgresql(self, compiler: Any, connection: Any, **extra: Any) -> Any:
        return self.as_sql(compiler, connection, function="STRING_AGG", **extra)


class ContributionQuerySet(PageQuerySet):
    def with_states(self) -> Self:
        """Each page with its work state and record, ready for `lifecycle.state_of`."""
        return annotate_states(self.select_related("record__lead_group", "record__call"))  # type: ignore[return-value,arg-type]

    def with_theme_names(self) -> Self:
        """Each page with the names of its themes, ready for `public.theme_names`."""
        themes = self.model.themes.through.objects.filter(contributionpage=OuterRef("pk"))
        together = themes.order_by().values("contributionpage").annotate(
            names=Together("theme__name", Value(NAME_END))
        )  # fmt: skip
        return self.annotate(annotated_theme_names=Subquery(together.values("names")))

    def published(self) -> Self:
        """What the public reads: live, replaced ones included, never withdrawn."""
        return self.live().filter(record__withdrawn_at__isnull=True)

    def current(self) -> Self:
        """Published and not replaced: what lists show."""
        return self.published().filter(record__replaced_by__isnull=True)

    def of_groups(self, groups: list[int]) -> Self:
        """Led by one of these groups, or associated with it."""
        through = self.model.record.related.related_model.associated_groups.through
        associated = through.objects.filter(workinggrouppage_id__in=groups)
        return self.filter(
            Q(record__lead_group__in=groups)
            | Q(record__in=associated.values("contributionrecord_id"))
        )

    def not_trashed(self) -> Self:
        return self.filter(record__trashed_at__isnull=True)

    def drafts_visible_to(self, user: AnyUser) -> Self:
        """Twin of `rules.can_read_draft`."""
        if not user.is_authenticated or not user.is_active:
            return self.none()
        if user.is_superuser:
            return self.all()
        granted = granted_to(user).filter(version__isnull=True)
        return self.filter(
            Q(pk__in=self.model.objects.of_groups(list(memberships_of(user))).values("pk"))
            | Q(record__in=granted.values("record"), record__trashed_at__isnull=True)
        )

    def progress_visible_to(self, user: AnyUser) -> Self:
        """Twin of `rules.can_see_progress`."""
        if not user.is_authenticated or not user.is_active:
            return self.none()
        if user.is_superuser or is_moderator(user) or is_network(user):
            return self.all()
        return self.filter(
            Q(pk__in=self.model.objects.of_groups(list(memberships_of(user))).values("pk"))
            | Q(record__in=_asking(user))
        )

    def frozen_visible_to(self, user: AnyUser) -> Self:
        """Twin of `rules.can_read_frozen`."""
        if not user.is_authenticated or not user.is_active:
            return self.none()
        pages = self.with_states()
        if user.is_superuser:
            return pages
        granted = granted_to(user)
        mine = Q(pk__in=self.model.objects.of_groups(list(memberships_of(user))).values("pk"))
        reading = Q(record__in=granted.filter(version__isnull=True).values("record"))
        reading |= Q(record__reviewed_version__in=granted.values("version"))
        mine |= reading & Q(record__trashed_at__isnull=True)
        decided = [WorkState.VALIDATION, WorkState.VALIDATED]
        if is_moderator(user):
            mine |= Q(annotated_work_state__in=decided)
        asked = Version.objects.filter(asked_centres__in=mandates_of(user).centres)
        mine |= Q(
            record__reviewed_version__in=asked.values("pk"),
            annotated_work_state__in=[WorkState.REVIEW, *decided],
        )
        addressed = {key for find in addressed_to for key in find(user)}
        mine |= Q(record__reviewed_version__in=addressed, annotated_work_state__in=decided)
        return pages.filter(mine)


#: Twin of `standing.addressed_versions`, over all texts: keys of versions.
addressed_to: Registry[Callable[[AnyUser], Iterable[int]]] = Registry()


def granted_to(user: AnyUser) -> QuerySet[ReadingGrant]:
    """The reading grants that hold today for `user`, of whichever texts."""
    whom = Q(person=user.pk) | Q(group__in=list(memberships_of(user)))
    if is_director(user):
        whom |= Q(all_centres=True)
    elif memberships_of(user):
        # An outside expert is in a group and in no centre.
        for_a_centre = Membership.objects.current().filter(person=user.pk, centre__isnull=False)
        whom |= Q(all_centres=True) & Q(Exists(for_a_centre))
    return ReadingGrant.objects.current().filter(whom)


def _asking(user: AnyUser) -> object:
    """Records whose versions ask the answer of a centre that `user` speaks for."""
    return Version.objects.filter(asked_centres__in=mandates_of(user).centres).values("record")


ContributionManager = PageManager.from_queryset(ContributionQuerySet)
