"""Transmitting a version, and answering it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from functools import partial
from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.core.validators import URLValidator
from django.utils import timezone
from django.utils.translation import gettext as _g
from django.utils.translation import gettext_lazy as _
from wagtail.utils.file import hash_filelike

from contributions.models import ContributionPage, Version
from groups.forms import DeadlineField
from media.forms import DocumentUploadField
from media.models import SiteDocument
from people.models import User

from .actions.record_reply import WORDS_AT_MOST, Said
from .actions.transmit import ONE_WAY, Addressee
from .answering import Answerable
from .models import ReplyState, Transmission
from .rules import transmissible
from .selectors_of_transmissions import partners

#: How long a link stays open unless another date is chosen.
OPEN_FOR = timedelta(days=180)
_OTHER = "other"


def _words(label: Any, rows: int, **more: Any) -> forms.CharField:
    return forms.CharField(
        label=label, max_length=WORDS_AT_MOST, widget=forms.Textarea(attrs={"rows": rows}), **more
    )


class TransmitForm(forms.Form):
    """Which version, to whom, in which words."""

    version = forms.ModelChoiceField(
        label=_("Version à transmettre"), queryset=Version.objects.none(), empty_label=None
    )
    organisation = forms.CharField(
        label=_("Organisation destinataire"), max_length=160,
        help_text=_("C'est elle que nomment les réponses."),
    )  # fmt: skip
    account = forms.ModelChoiceField(
        label=_("Compte du partenaire"), queryset=User.objects.none(), required=False,
        empty_label=_("Pas de compte : envoyer un lien"),
    )  # fmt: skip
    name = forms.CharField(
        label=_("Personne destinataire"), max_length=160, required=False,
        help_text=_("Pour un lien. Son nom n'est jamais public."),
    )  # fmt: skip
    email = forms.EmailField(
        label=_("Adresse électronique"), max_length=254, required=False,
        help_text=_("Pour un lien, qui y est envoyé."),
    )  # fmt: skip
    until = DeadlineField(
        label=_("Le lien sert jusqu'au"),
        required=False,
        help_text=_("Ce jour compris, dans l'année."),
    )
    language = forms.ChoiceField(
        label=_("Langue du message"), choices=settings.LANGUAGES, initial="fr"
    )
    message = _words(_("Votre message (facultatif)"), 4, required=False)
    is_public = forms.BooleanField(
        label=_("Dire au public que cette organisation a reçu le texte, quand il est publié"),
        required=False,
    )

    def __init__(self, *args: Any, page: ContributionPage, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        keys = [version.pk for version in transmissible(page)]
        versions = Version.objects.filter(pk__in=keys).order_by("-number")
        self.fields["version"].queryset = versions  # type: ignore[attr-defined]
        self.fields["account"].queryset = partners()  # type: ignore[attr-defined]
        self.fields["until"].initial = timezone.now() + OPEN_FOR

    def clean(self) -> dict[str, Any]:
        """One way alone: with an account, no letter would leave for the address."""
        known = super().clean() or self.cleaned_data
        if known.get("account") and known.get("email"):
            self.add_error("email", ValidationError(ONE_WAY))
        return known

    def to(self) -> Addressee:
        names = ("organisation", "account", "name", "email")
        return Addressee(**{name: self.cleaned_data[name] for name in names})

    def rest(self) -> dict[str, Any]:
        """What the action is given besides the version and the addressee."""
        names = ("until", "language", "message", "is_public")
        return {name: self.cleaned_data[name] for name in names}


class ReplyForm(forms.Form):
    """What becomes of some proposals of a version; `uploads` when a file may prove it."""

    blocks = forms.MultipleChoiceField(
        label=_("Propositions concernées"), widget=forms.CheckboxSelectMultiple
    )
    state = forms.ChoiceField(
        label=_("Ce qu'elles deviennent"), choices=ReplyState.choices, widget=forms.RadioSelect
    )
    words = _words(
        _("Mots de la réponse"), 5, required=False,
        help_text=_("Cités tels quels. Le motif est obligatoire pour une proposition non retenue."),
    )  # fmt: skip
    dated = forms.DateField(
        label=_("Date de la réponse"),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )
    source = forms.URLField(
        label=_("Adresse de la source (facultatif)"), max_length=500, required=False,
        assume_scheme="https", validators=[URLValidator(schemes=["http", "https"])],
    )  # fmt: skip

    def __init__(
        self, *args: Any, proposals: Sequence[Answerable], uploads: bool = True, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        choices = [(each.key, each.name) for each in proposals]
        self.fields["blocks"].choices = choices  # type: ignore[attr-defined]
        self.fields["dated"].initial = timezone.localdate()
        if uploads:
            # Made here: Wagtail words its help in the language of the moment.
            self.fields["proof"] = DocumentUploadField(
                label=_("Fichier (facultatif)"), required=False
            )

    def said(self, page: ContributionPage, by: User | None) -> Said:
        """What the action is given; the file enters those of the group that leads the text."""
        names = ("state", "blocks", "dated", "words", "source")
        known = {name: self.cleaned_data[name] for name in names}
        upload = self.cleaned_data.get("proof")
        if not upload:
            return Said(**known)
        digest = _digest(upload)
        return Said(**known, keep=partial(_keep, upload, digest, page, by), digest=digest)


class AnswerForm(ReplyForm):
    """The same, by the addressee."""

    agreed = forms.BooleanField(
        label=_("J'accepte que cette réponse soit publique, avec le nom de mon organisation"),
        required=False,
    )
    with_file = forms.BooleanField(
        label=_("J'accepte que son fichier soit public aussi"), required=False,
        help_text=_("Sans cela, seuls les groupes du texte et la coordination nationale l'ouvrent."),
    )  # fmt: skip

    def __init__(self, *args: Any, uploads: bool = True, **kwargs: Any) -> None:
        super().__init__(*args, uploads=uploads, **kwargs)
        if not uploads:
            del self.fields["with_file"]


class CloseForm(forms.Form):
    """Why an answer is not public any more."""

    reason = forms.CharField(
        label=_("Motif"), max_length=2_000, widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("Les personnes du texte le lisent, et le destinataire s'il a un compte."),
    )  # fmt: skip


class RecordForm(ReplyForm):
    """The same, by who got the answer elsewhere: whose it is, with a proof."""

    answered_by = forms.ChoiceField(label=_("Qui a répondu"))
    addressee = forms.CharField(
        label=_("Un autre destinataire"), max_length=160, required=False,
        help_text=_("Le nom de l'organisation, si la version ne lui a pas été transmise ici."),
    )  # fmt: skip

    field_order = ("answered_by", "addressee")

    def __init__(self, *args: Any, sent: Sequence[Transmission], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._sent = {str(each.pk): each for each in sent}
        choices = [(key, self._name(each)) for key, each in self._sent.items()]
        other = (_OTHER, _g("Un autre destinataire, nommé plus bas"))
        self.fields["answered_by"].choices = [*choices, other]  # type: ignore[attr-defined]
        self.fields["source"].label = _g("Adresse de la source")
        self.fields["source"].help_text = _g(
            "La preuve de la réponse : une adresse, ou un fichier."
        )
        self.fields["proof"].label = _g("Fichier")

    @staticmethod
    def _name(sent: Transmission) -> str:
        return _g("%(organisation)s, version %(number)s") % {
            "organisation": sent.organisation, "number": sent.version.number,
        }  # fmt: skip

    def transmission(self) -> Transmission | None:
        return self._sent.get(self.cleaned_data["answered_by"])


def _digest(upload: UploadedFile) -> str:
    """As Wagtail tells one file from another."""
    upload.seek(0)
    digest = hash_filelike(upload)
    upload.seek(0)
    return digest


def _keep(
    upload: UploadedFile, digest: str, page: ContributionPage, by: User | None
) -> SiteDocument:
    collection = page.record.lead_group.record.collection
    document = SiteDocument(
        title=upload.name, file=upload, collection=collection, uploaded_by_user=by,
        file_size=upload.size, file_hash=digest,
    )  # fmt: skip
    document.save()
    return document
