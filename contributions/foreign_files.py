"""No text takes in a file that its writer may not read.

A form can be forged. Another group's file in one's own draft would be read by one's own
group with that draft, and by everyone once it is published.
"""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms.pages import WagtailAdminPageForm

from kit.access import AnyUser
from kit.slugs import RESERVED_SLUGS
from media.access import files_used_by, unreadable_files

if TYPE_CHECKING:
    from media.models import SiteDocument, SiteImage

    from .models import ContributionPage

NOT_YOURS = _("Ce texte utilise un fichier que vous ne pouvez pas lire : choisissez-en un autre.")


def foreign_files(text: ContributionPage, user: AnyUser) -> list[SiteImage | SiteDocument]:
    """Files that this writing brings into the text and that `user` may not read.

    What the latest revision uses stays, whoever goes on with the text.
    """
    used = files_used_by(text)
    if used and text.pk and text.latest_revision:
        used -= files_used_by(text.latest_revision.as_object())
    return unreadable_files(user, used) if used else []


class TextForm(WagtailAdminPageForm):
    """The editor's form of a text."""

    data: QueryDict

    def clean_slug(self) -> str:
        """Refuse an address that belongs to the site."""
        slug: str = self.cleaned_data["slug"]
        if slug in RESERVED_SLUGS:
            raise ValidationError(
                _("Cette adresse est réservée au site : choisissez-en une autre.")
            )
        return slug

    def _post_clean(self) -> None:
        super()._post_clean()
        self.instance.read_at = self._read_at()
        hidden = foreign_files(self.instance, self.for_user) if self.for_user else []
        if hidden:
            self.add_error("body", NOT_YOURS)
            self._forget({str(file.pk) for file in hidden})

    def _read_at(self) -> datetime | None:
        """When the revision was written that this form shows; None if it does not say."""
        own = self.data.get("overwrite_revision_id", "")
        if own.isdigit() and self.instance.pk:
            saved = self.instance.revisions.filter(pk=own)
            at: datetime | None = saved.values_list("created_at", flat=True).first()
            return at
        try:
            return parse_datetime(self.data.get("loaded_revision_created_at", ""))
        except ValueError:
            return None

    def _forget(self, keys: set[str]) -> None:
        """Show the form again without these files: their titles are not to be read."""
        self.data = self.data.copy()
        for name, value in self.data.items():
            if name.endswith(("-image", "-document")) and value in keys:
                self.data[name] = ""
