"""The home page, the standard pages, and who came to which space when."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.fields import RichTextField
from wagtail.search import index
from wagtail.url_routing import RouteResult

from groups.models import WorkingGroupPage
from kit.pages import BasePage
from kit.richtext import RICH_TEXT_FEATURES
from people.models import User

from .selectors import front_page, text_at

#: Components of a text's address: the groups, the group, the text.
TEXT_DEPTH = 3


class HomePage(BasePage):
    """The front door: what is being worked on, what was just published."""

    headline = models.CharField(
        _("titre de une"), max_length=120, blank=True,
        help_text=_("Ce que le site dit de lui en une phrase ; vide, le nom du site."),
    )  # fmt: skip
    introduction = models.TextField(_("introduction"), blank=True)

    max_count = 1
    template = "home/home_page.html"
    parent_page_types: ClassVar[list[str]] = ["wagtailcore.Page"]
    subpage_types: ClassVar[list[str]] = ["groups.WorkingGroupIndexPage", "home.StandardPage"]
    content_panels = [
        *BasePage.content_panels,
        FieldPanel("headline"),
        FieldPanel("introduction"),
    ]

    class Meta:
        verbose_name = _("page d'accueil")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        return super().get_context(request, *args, **kwargs) | front_page()

    def route(self, request: HttpRequest, path_components: list[str]) -> RouteResult:
        """Find a text by its whole address in one query; all else as Wagtail does.

        Wagtail reads two rows a component, which alone is most of what a text costs.
        """
        if len(path_components) == TEXT_DEPTH:
            text = text_at(f"{self.url_path}{'/'.join(path_components)}/")
            if text is not None:
                return text.route(request, [])
        result: RouteResult = super().route(request, path_components)
        return result


class StandardPage(BasePage):
    """A page of the site itself: who we are, legal notices, accessibility."""

    body = RichTextField(_("texte"), blank=True, features=[*RICH_TEXT_FEATURES, "h2", "h3"])

    template = "home/standard_page.html"
    parent_page_types: ClassVar[list[str]] = ["home.HomePage", "home.StandardPage"]
    search_fields = [*BasePage.search_fields, index.SearchField("body")]
    content_panels = [*BasePage.content_panels, FieldPanel("body")]

    class Meta:
        verbose_name = _("page du site")
        verbose_name_plural = _("pages du site")


class SpaceVisit(models.Model):
    """When a person last came to a group's space, and the time before.

    `since` is the line under which everything was there at the visit before this one;
    empty on a first visit.
    """

    person = models.ForeignKey(User, related_name="space_visits", on_delete=models.CASCADE)
    group = models.ForeignKey(WorkingGroupPage, related_name="+", on_delete=models.CASCADE)
    seen_at = models.DateTimeField(_("vu le"))
    since = models.DateTimeField(_("visite précédente"), null=True, blank=True)

    class Meta:
        verbose_name = _("visite d'un espace")
        constraints = [models.UniqueConstraint(fields=["person", "group"], name="home_visit_once")]

    def __str__(self) -> str:
        return f"{self.person} → {self.group}"
