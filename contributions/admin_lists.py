"""How the admin lists texts: state, next date and group, for the groups one writes in."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.timezone import localtime
from django.utils.translation import gettext_lazy as _
from django_filters.filters import ChoiceFilter, ModelChoiceFilter
from wagtail.admin.menu import MenuItem
from wagtail.admin.ui.tables import Column, DateColumn
from wagtail.admin.ui.tables.pages import PageTitleColumn
from wagtail.admin.views.pages.listing import ExplorableIndexView, IndexView
from wagtail.admin.viewsets.pages import PageListingViewSet, PageViewSet

from groups.admin_routes import writers
from groups.enums import Step
from groups.models import Call, WorkingGroupPage
from kit.admin_lists import QuietPageFilterSet
from kit.formats import moment_words

from .enums import PublicState, WorkState
from .lifecycle import state_of
from .models import ContributionPage

#: Which date comes next in each state of the work.
NEXT_STEP = {
    WorkState.DRAFTING: Step.WRITING,
    WorkState.REVIEW: Step.REVIEW,
    WorkState.VALIDATION: Step.VALIDATION,
    WorkState.VALIDATED: Step.PUBLICATION,
}


def state_words(page: ContributionPage) -> str:
    """Where a text stands, in a member's words."""
    state = state_of(page)
    if state.public is PublicState.NONE:
        return str(state.work.label)
    if state.work is WorkState.IDLE:
        return str(state.public.label)
    words = _("%(public)s — nouvelle édition : %(work)s")
    return words % {"public": state.public.label, "work": state.work.label}


def due_words(page: ContributionPage) -> str:
    """The next date of a text, in the reader's time zone; empty when none is set."""
    step = NEXT_STEP.get(state_of(page).work)
    due = page.record.effective_due(step) if step else None
    return moment_words(localtime(due)) if due else ""


class TextFilterSet(QuietPageFilterSet):
    annotated_work_state = ChoiceFilter(
        label=_("Étape"), choices=WorkState.choices, empty_label=_("Toutes")
    )
    record__call = ModelChoiceFilter(
        label=_("Saisine"), queryset=Call.objects.all(), empty_label=_("Toutes")
    )

    class Meta:
        model = ContributionPage
        fields: list[str] = []


COLUMNS = [
    PageTitleColumn("title", label=_("Titre"), sort_key="title", classname="title"),
    Column("group", label=_("Groupe"), accessor="record.lead_group.title"),
    Column("state", label=_("Étape"), accessor=state_words),
    Column("due", label=_("Prochaine échéance"), accessor=due_words),
    DateColumn(
        "latest_revision_created_at",
        label=_("Mis à jour"),
        sort_key="latest_revision_created_at",
        width="12%",
    ),
]


class _TextsMixin:
    """The texts of one's groups, not trashed, each with its state and record."""

    request: Any

    def annotate_queryset(self, pages: QuerySet[ContributionPage]) -> Any:
        readable = ContributionPage.objects.not_trashed().drafts_visible_to(self.request.user)
        texts = ContributionPage.objects.filter(pk__in=pages.values("pk"))
        texts = texts.filter(pk__in=readable.values("pk")).with_states()
        listed = super().annotate_queryset(texts)  # type: ignore[misc]
        # `specific()` forgets what was joined; what is prefetched it keeps.
        return listed.prefetch_related(
            "record__call", "record__lead_group", "record__associated_groups"
        )


class GroupTextsView(_TextsMixin, ExplorableIndexView):
    """The explorer below a group."""


class TextsView(_TextsMixin, IndexView):
    """Every text that one may write or read as a draft, associated groups included."""

    def get_base_queryset(self) -> Any:
        return self.annotate_queryset(ContributionPage.objects.all())


class GroupTextsViewSet(PageViewSet):
    model = ContributionPage
    parent_models = [WorkingGroupPage]
    index_view_class = GroupTextsView
    columns = COLUMNS
    filterset_class = TextFilterSet


class TextsItem(MenuItem):
    """For whoever the list would answer."""

    def is_shown(self, request: HttpRequest) -> bool:
        return bool(writers(request, (), {}))


class TextsViewSet(PageListingViewSet):
    model = ContributionPage
    index_view_class = TextsView
    name = "textes"
    url_prefix = "textes"
    menu_label = _("Textes")
    menu_order = 90
    icon = "doc-full-inverse"
    add_to_admin_menu = True
    menu_item_class = TextsItem
    columns = COLUMNS
    filterset_class = TextFilterSet
