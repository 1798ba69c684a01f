"""The pages of groups, and what a group is apart from what its page says."""

from __future__ import annotations

from typing import Any, ClassVar

from django.contrib.auth.models import AnonymousUser
from django.contrib.auth.models import Group as AuthGroup
from django.core.validators import MaxValueValidator
from django.db import models
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalManyToManyField
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.fields import RichTextField
from wagtail.models import Collection, PagePermissionTester
from wagtail.search import index

from groups.enums import GroupKind, Hue
from groups.permissions import ClosedPagePermissionTester, GroupPagePermissionTester
from groups.selectors import group_context, listed
from kit.access import AnyUser
from kit.pages import BasePage
from kit.richtext import RICH_TEXT_FEATURES

from .taxonomy import Theme


class WorkingGroupIndexPage(BasePage):
    """All working groups."""

    introduction = RichTextField(_("introduction"), blank=True, features=RICH_TEXT_FEATURES)

    template = "groups/working_group_index_page.html"
    max_count = 1
    parent_page_types: ClassVar[list[str]] = ["home.HomePage"]
    subpage_types: ClassVar[list[str]] = ["groups.WorkingGroupPage"]
    content_panels = [*BasePage.content_panels, FieldPanel("introduction")]

    class Meta:
        verbose_name = _("page des groupes")

    def permissions_for_user(self, user: AnyUser) -> PagePermissionTester:
        return ClosedPagePermissionTester(user, self)

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        groups = listed(WorkingGroupPage.objects.child_of(self))
        return super().get_context(request, *args, **kwargs) | {"groups": groups}


class WorkingGroupPage(BasePage):
    """A group's public page: why it exists, what it will deliver, what it published."""

    kind = models.CharField(
        _("sorte de groupe"),
        max_length=20,
        choices=GroupKind.choices,
        default=GroupKind.THEMATIC,
    )
    hue = models.CharField(
        _("couleur"), max_length=10, choices=Hue.choices, default=Hue.GARANCE,
        help_text=_("La couleur du groupe dans les listes, les textes et les couvertures."),
    )  # fmt: skip
    aims = models.TextField(_("but"), blank=True)
    deliverable = models.TextField(_("livrable attendu"), blank=True)
    charter = models.TextField(_("charte"), blank=True, help_text=_("Une règle par ligne."))
    themes = ParentalManyToManyField(Theme, verbose_name=_("thèmes"), blank=True)

    template = "groups/working_group_page.html"
    parent_page_types: ClassVar[list[str]] = ["groups.WorkingGroupIndexPage"]
    subpage_types: ClassVar[list[str]] = ["contributions.ContributionPage"]
    search_fields = [*BasePage.search_fields, index.SearchField("aims")]
    content_panels = [
        *BasePage.content_panels,
        FieldPanel("kind"),
        FieldPanel("hue"),
        FieldPanel("aims"),
        FieldPanel("deliverable"),
        MultiFieldPanel([FieldPanel("themes"), FieldPanel("charter")], heading=_("Repères")),
    ]

    class Meta:
        verbose_name = _("groupe de travail")
        verbose_name_plural = _("groupes de travail")

    def permissions_for_user(self, user: AnyUser) -> PagePermissionTester:
        return GroupPagePermissionTester(user, self)

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        # A preview in the editor has no person of its own.
        person = getattr(request, "user", AnonymousUser())
        return super().get_context(request, *args, **kwargs) | group_context(self, person)

    @property
    def charter_rules(self) -> list[str]:
        """The charter's rules, one a line of the field."""
        return [line.strip() for line in self.charter.splitlines() if line.strip()]


class GroupRecord(models.Model):
    """What a group is, apart from what its page says: access, files, open or closed."""

    page = models.OneToOneField(
        WorkingGroupPage, verbose_name=_("groupe"), related_name="record", on_delete=models.CASCADE
    )
    auth_group = models.OneToOneField(
        AuthGroup, verbose_name=_("groupe d'accès"), related_name="+", on_delete=models.PROTECT
    )
    keepers = models.OneToOneField(
        AuthGroup,
        verbose_name=_("accès de l'animation aux fichiers"),
        related_name="+",
        on_delete=models.PROTECT,
    )
    collection = models.OneToOneField(
        Collection, verbose_name=_("collection"), related_name="+", on_delete=models.PROTECT
    )
    closed_at = models.DateTimeField(_("fermé le"), null=True, blank=True)
    quorum = models.PositiveSmallIntegerField(
        _("quorum des relectures, en %"), default=0, validators=[MaxValueValidator(100)],
        help_text=_("La part des centres sollicités qui doivent répondre ; 0 : aucune."),
    )  # fmt: skip
    is_demonstration = models.BooleanField(_("groupe de démonstration"), default=False)
    ref = models.SlugField(_("référence"), max_length=60, blank=True)

    class Meta:
        verbose_name = _("fiche de groupe")

    def __str__(self) -> str:
        return str(self.page)

    @property
    def is_open(self) -> bool:
        return self.closed_at is None
