"""Forms of masks: what to hide and why, and what a second person says of it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.contrib.contenttypes.models import ContentType
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from contributions.actions.mask import AT_LEAST
from contributions.enums import Verb
from contributions.forms import TO_ITS_PEOPLE, note_field
from contributions.masks.words import Cover, letters_in, says_in_its_address
from contributions.models import ContributionPage, VersionFile
from contributions.rules import can, readable_versions
from kit.access import AnyUser
from media.access import files_used_by
from media.models import SiteDocument, SiteImage

File = SiteImage | SiteDocument


def files_to_hide(page: ContributionPage, user: AnyUser) -> dict[str, File]:
    """The files of a text that `user` reads, in whatever state of it, by what a form says."""
    used: set[tuple[Any, str]] = set()
    if can(Verb.READ_PUBLISHED, user, page):
        used |= files_used_by(page)
    if can(Verb.READ_DRAFT, user, page) and page.latest_revision:
        used |= files_used_by(page.latest_revision.as_object())
    frozen = VersionFile.objects.filter(version__in=readable_versions(user, page))
    for kind, key in frozen.values_list("content_type", "object_id"):
        used.add((ContentType.objects.get_for_id(kind).model_class(), key))
    found: dict[str, File] = {}
    for model in (SiteImage, SiteDocument):
        keys = [key for kind, key in used if kind is model]
        rows = model.objects.filter(pk__in=keys).order_by("title") if keys else ()
        found |= {f"{model._meta.model_name}-{row.pk}": row for row in rows}
    return found


def files_that_say(files: Iterable[File], words: str) -> list[File]:
    """Those whose title, name or description says a passage: a mask of words leaves them."""
    covers = [Cover("", words=words)]

    def says(file: File) -> bool:
        said = (file.title, file.filename, getattr(file, "description", ""))
        return any(says_in_its_address(each, covers) for each in said)

    return [file for file in files if says(file)]


class MaskForm(forms.Form):
    """A passage or a file, and why nobody should read it."""

    words = forms.CharField(
        label=gettext_lazy("Passage à masquer"), required=False, max_length=5_000,
        help_text=gettext_lazy("Les mots tels qu'ils se lisent, un nom par exemple. Ils seront masqués partout où ils se trouvent dans ce texte, aujourd'hui et plus tard."),
        widget=forms.Textarea(attrs={"rows": 2}),
    )  # fmt: skip
    file = forms.ChoiceField(label=gettext_lazy("Ou un fichier"), required=False)
    reason = note_field(gettext_lazy("Motif"), TO_ITS_PEOPLE, required=True)

    def __init__(self, *args: Any, page: ContributionPage, user: AnyUser, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.hideable = files_to_hide(page, user)
        choices: Any = self.fields["file"]
        choices.choices = [("", _("aucun"))] + [
            (key, row.title) for key, row in self.hideable.items()
        ]
        if not self.hideable:
            del self.fields["file"]

    def clean(self) -> dict[str, Any]:
        said: dict[str, Any] = super().clean() or {}
        words, file = said.get("words", ""), said.get("file", "")
        if words and file:
            self.add_error(None, _("Masquez un passage ou un fichier : un à la fois."))
        elif not words and not file and "file" not in self.errors:
            self.add_error("words", _("Écrivez le passage à masquer."))
        elif words and letters_in(words) < AT_LEAST:
            self.add_error("words", _("Écrivez au moins trois lettres du passage."))
        return said

    def target(self) -> dict[str, Any]:
        """What the action is given besides the reason."""
        file = self.hideable.get(self.cleaned_data.get("file", ""))
        if file is None:
            return {"words": self.cleaned_data["words"]}
        return {"image" if isinstance(file, SiteImage) else "document": file}


class LiftForm(forms.Form):
    """Why a passage may be read again."""

    reason = note_field(
        gettext_lazy("Pourquoi ce passage peut être lu de nouveau"), TO_ITS_PEOPLE, required=True
    )
