"""What contributions change in Wagtail's admin: what it lists, and what it leaves to us."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _g
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.action_menu import ActionMenuItem
from wagtail.admin.menu import MenuItem
from wagtail.admin.viewsets.base import ViewSet
from wagtail.models import Page
from wagtail.query import PageQuerySet

from kit.access import forbidden, wants_json
from kit.admin_lists import QuietPageViewSet
from kit.gate import refuse

from . import rules
from .actions.trash import delete_for_good
from .admin_lists import GroupTextsViewSet, TextsViewSet
from .enums import Verb
from .models import ContributionPage

#: What Wagtail's own forms would do to a text's life; here only actions do it.
STOCK_DECISIONS = (
    "action-publish",
    "action-submit",
    "action-restart-workflow",
    "action-cancel-workflow",
    "action-workflow-action",
)


@hooks.register("register_admin_viewset")
def register_lists() -> list[ViewSet]:
    return [QuietPageViewSet(), GroupTextsViewSet(), TextsViewSet()]


# -- What lists and choosers show --------------------------------------------------------


def without_hidden_texts(pages: PageQuerySet, request: HttpRequest) -> PageQuerySet:
    """Drop drafts that the person may not read, and what is in the trash."""
    texts = ContributionPage.objects.all()
    readable = texts.not_trashed().drafts_visible_to(request.user)
    hidden = texts.exclude(pk__in=readable.values("pk"))
    return pages.exclude(pk__in=hidden.values("pk"), live=False)


@hooks.register("construct_page_chooser_queryset")
def choose_among_readable(pages: PageQuerySet, request: HttpRequest) -> PageQuerySet:
    return without_hidden_texts(pages, request)


@hooks.register("construct_explorer_page_queryset")
def explore_readable(parent: Page, pages: PageQuerySet, request: HttpRequest) -> PageQuerySet:
    return without_hidden_texts(pages, request)


# -- What Wagtail leaves to our actions --------------------------------------------------


#: Within this time, the same person's new text at the same address is the same form.
_SAME_FORM = timedelta(minutes=1)


@hooks.register("before_create_page")
def save_what_was_just_created(
    request: HttpRequest, group: Page, page_class: type[Page]
) -> HttpResponse | None:
    """A new text that the editor saved by itself a moment ago is saved again, not twice.

    A click on *save* while that request is under way sends the form to the address of a
    new page, whose slug is by then taken: the same form goes on to the page's own editor.
    """
    if request.method != "POST" or page_class is not ContributionPage or wants_json(request):
        return None
    just_made = ContributionPage.objects.child_of(group).filter(
        slug=request.POST.get("slug", ""),
        live=False,
        record__created_by=request.user.pk,
        record__created_at__gt=timezone.now() - _SAME_FORM,
    )
    page = just_made.first()
    if page is None:
        return None
    return HttpResponseTemporaryRedirect(reverse("wagtailadmin_pages:edit", args=[page.pk]))


class HttpResponseTemporaryRedirect(HttpResponseRedirect):
    """A redirect that the browser follows with the same form."""

    status_code = 307


@hooks.register("before_edit_page")
def refuse_stock_decisions(request: HttpRequest, page: Page) -> HttpResponse | None:
    """The editor saves words; what decides on a text is on its follow-up page."""
    if not isinstance(page, ContributionPage):
        return None
    if request.method == "POST" and any(name in request.POST for name in STOCK_DECISIONS):
        why = _g("Cette décision se prend sur la page de suivi du texte.")
        return refuse(request, forbidden(why))
    may_write = rules.can(Verb.EDIT, request.user, page)
    if request.method == "GET" and not may_write and page.get_lock() is None:
        # A named reader reads on the reading page: the editor would look open to them.
        return redirect("contributions:draft", page.record.number)
    return None


def _to_our_page(page: Page, slug: str) -> HttpResponseRedirect | None:
    if not isinstance(page, ContributionPage):
        return None
    return redirect("contributions:act", page.record.number, slug)


@hooks.register("before_copy_page")
def copy_our_way(request: HttpRequest, page: Page) -> HttpResponse | None:
    """Wagtail's copy would bring every revision along."""
    return _to_our_page(page.specific, "copier")


@hooks.register("before_move_page")
def move_our_way(request: HttpRequest, page: Page, destination: Page) -> HttpResponse | None:
    """Wagtail's move would leave the old group in the record and the workflow running."""
    return _to_our_page(page.specific, "deplacer")


@hooks.register("before_delete_page")
def delete_our_way(request: HttpRequest, page: Page) -> HttpResponse | None:
    text = page.specific
    if not isinstance(text, ContributionPage) or request.method != "POST":
        return None
    group = text.record.lead_group_id
    delete_for_good(text, by=request.user)  # type: ignore[arg-type]
    return redirect("wagtailadmin_explore", group)


# -- Menus -------------------------------------------------------------------------------


class FollowUpItem(ActionMenuItem):
    """From the editor to the page where the text's life is led."""

    name = "follow-up"
    label = _("Suivi et décisions")
    icon_name = "history"

    def is_shown(self, context: dict[str, Any]) -> bool:
        page = context.get("page")
        return isinstance(page, ContributionPage) and page.pk is not None

    def get_url(self, parent_context: dict[str, Any]) -> str:
        return reverse("contributions:work", args=[parent_context["page"].record.number])


#: Wagtail's own items that do nothing to a text's life.
KEPT_ITEMS = frozenset({"action-save-draft", "action-page-locked"})


@hooks.register("construct_page_action_menu")
def offer_follow_up(items: list[Any], request: HttpRequest, context: dict[str, Any]) -> None:
    """Save, and the way to decisions: nothing that would then be refused."""
    page = context.get("page")
    if not isinstance(page, ContributionPage):
        return
    items[:] = [item for item in items if item.name in KEPT_ITEMS]
    items.append(FollowUpItem(order=100))


@hooks.register("register_admin_menu_item")
def register_desk() -> MenuItem:
    return MenuItem(_("Mon espace"), "/espace/", name="desk", icon_name="home", order=10)
