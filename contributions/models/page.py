"""The text itself: what the public will read, in blocks with stable ids."""

from __future__ import annotations

from datetime import datetime
from typing import Any, ClassVar

from django.core.exceptions import PermissionDenied
from django.db import models, transaction
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _g
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalManyToManyField
from wagtail.admin.panels import (
    FieldPanel,
    HelpPanel,
    MultiFieldPanel,
    ObjectList,
    TabbedInterface,
    TitleFieldPanel,
)
from wagtail.fields import StreamField
from wagtail.locks import BaseLock
from wagtail.models import PagePermissionTester, Revision
from wagtail.search import index
from wagtail.url_routing import RouteResult

from contributions.authorship import note_author
from contributions.blocks import ContributionBody
from contributions.enums import Licence, Verb
from contributions.fitting import fitted
from contributions.foreign_files import TextForm
from contributions.gates import require_gates, save_gates
from contributions.lifecycle import state_of
from contributions.locks import lock_of
from contributions.masks.contents import covered_content
from contributions.masks.words import says_in_its_address
from contributions.permissions import ContributionPermissionTester
from contributions.public import is_withdrawn, reading_context
from contributions.querysets import ContributionManager
from contributions.records import record_for
from groups.models import Theme
from kit.access import AnyUser
from kit.pages import BasePage
from people.models import User

from .masks import Mask
from .record import ContributionRecord
from .versions import Version


class ContributionPage(BasePage):
    """A joint contribution of a group: findings, numbered proposals, method."""

    summary = models.TextField(
        _("chapô"), blank=True, help_text=_("Ce que dit le texte, en trois phrases."),
    )  # fmt: skip
    body = StreamField(ContributionBody(), verbose_name=_("texte"), blank=True)
    # Not `method`: a form field of that name hides the form's own property, and Wagtail's
    # autosave then asks the server with the text area for a verb.
    approach = models.TextField(
        _("méthode"), blank=True, help_text=_("Comment le groupe a travaillé, avec qui, quand."),
    )  # fmt: skip
    addressees = models.TextField(
        _("destinataires"), blank=True, help_text=_("À qui le texte s'adresse : un par ligne."),
    )  # fmt: skip
    licence = models.CharField(
        _("licence"), max_length=20, choices=Licence.choices, default=Licence.OPEN
    )
    themes = ParentalManyToManyField(Theme, verbose_name=_("thèmes"), blank=True)

    #: When the words were read that a form was opened with; None for who saves by code,
    #: which works on what the page was when it read it.
    read_at: datetime | None = None

    objects = ContributionManager()

    template = "contributions/contribution_page.html"
    parent_page_types: ClassVar[list[str]] = ["groups.WorkingGroupPage"]
    subpage_types: ClassVar[list[str]] = []
    search_fields = [
        *BasePage.search_fields,
        index.SearchField("summary"),
        index.SearchField("body"),
        index.SearchField("approach"),
    ]
    base_form_class = TextForm
    edit_handler = TabbedInterface(
        [
            ObjectList(
                [
                    HelpPanel(template="contributions/admin/help.html"),
                    TitleFieldPanel("title"),
                    FieldPanel("summary"),
                    FieldPanel("body"),
                    FieldPanel("approach"),
                ],
                heading=_("Texte"),
            ),
            ObjectList(
                [
                    FieldPanel("addressees"),
                    FieldPanel("licence"),
                    FieldPanel("themes"),
                    MultiFieldPanel([FieldPanel("slug")], heading=_("Adresse")),
                ],
                heading=_("Repères"),
            ),
        ]
    )

    class Meta:
        verbose_name = _("contribution")
        verbose_name_plural = _("contributions")

    # -- What Wagtail asks ------------------------------------------------------------

    def permissions_for_user(self, user: AnyUser) -> PagePermissionTester:
        return ContributionPermissionTester(user, self)

    def get_lock(self) -> BaseLock | None:
        return lock_of(self)

    def with_content_json(self, content: dict[str, Any]) -> ContributionPage:
        """The page with the words of a revision but those that are masked, at an address
        that is still free.

        Whatever reads a revision reads it through here. A revision keeps the slug of its
        time, which a sibling may have taken since.
        """
        covers = Mask.objects.covers_of(self.pk) if self.pk else []
        text: ContributionPage = super().with_content_json(covered_content(content, covers))
        for name in ("title", "seo_title"):
            # A mark may be longer than its words; the revision keeps the whole title.
            limit = self._meta.get_field(name).max_length
            setattr(text, name, fitted(getattr(text, name), limit))
        taken = text.slug != self.slug and (
            self.get_siblings(inclusive=False).filter(slug=text.slug).exists()
            or says_in_its_address(text.slug, covers)
        )
        if taken:
            text.slug = self.slug
            text.set_url_path(self.get_parent())
        return text

    @transaction.atomic
    def save_revision(
        self,
        user: User | None = None,
        *args: Any,
        overwrite_revision: Revision | None = None,
        **kwargs: Any,
    ) -> Revision:
        """Save a revision of a text in drafting, and note who wrote it.

        Raises PermissionDenied when the text is not in drafting, when a version points to
        the revision to overwrite (what was frozen is never rewritten), and when a form
        would take away what others wrote since it was opened.
        """
        record = record_for(self, user)
        if not state_of(self).allows(Verb.EDIT):
            raise PermissionDenied(
                _g("Ce texte n'est plus en cours d'écriture : rien n'y a été enregistré.")
            )
        require_gates(save_gates, self)
        if overwrite_revision and Version.objects.filter(revision=overwrite_revision).exists():
            raise PermissionDenied(
                _g(
                    "Cette version a été figée : enregistrez de nouveau pour en commencer une autre."
                )
            )
        revision: Revision = super().save_revision(
            user, *args, overwrite_revision=overwrite_revision, **kwargs
        )
        note_author(revision, user or record.created_by)
        self._keep_public_title()
        return revision

    def _keep_public_title(self) -> None:
        """Have Wagtail's lists name a published text as the public knows it.

        They show `draft_title` to whoever may see the page in a list, and a title in
        progress is a word of the draft.
        """
        if self.live:
            public = type(self).objects.values_list("title", flat=True).get(pk=self.pk)
            self.draft_title = public
            type(self).objects.filter(pk=self.pk).update(draft_title=public)

    def workflow_validated(self) -> None:
        """The last step approved the version under review: it is the validated one."""
        record = ContributionRecord.objects.get(page=self)
        record.validated_version = record.reviewed_version
        record.save(update_fields=["validated_version"])

    # -- What the public asks ---------------------------------------------------------

    def route(self, request: HttpRequest, path_components: list[str]) -> RouteResult:
        if not path_components and is_withdrawn(self):
            return RouteResult(self)
        result: RouteResult = super().route(request, path_components)
        return result

    def serve(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not getattr(request, "is_preview", False) and is_withdrawn(self):
            version = self.record.current_version
            # The row of a page that is not live follows its draft: that title is not public.
            self.title = version.title if version else ""
            return TemplateResponse(
                request, "contributions/withdrawn.html", self.get_context(request), status=410
            )
        response: HttpResponse = super().serve(request, *args, **kwargs)
        return response

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        return super().get_context(request, *args, **kwargs) | reading_context(self)

    @property
    def addressee_list(self) -> list[str]:
        return [line.strip() for line in self.addressees.splitlines() if line.strip()]
