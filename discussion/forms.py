"""The forms of remarks: a new one, an answer, an outcome, other words for one's own."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from media.forms import DocumentUploadField
from media.models import SiteDocument

from .actions.base import WORDS_AT_MOST
from .enums import Outcome

#: Characters of a remark, of a reason, of words proposed for others.
_MOST = WORDS_AT_MOST
#: The last part of a passage's surroundings is enough to tell it from another.
_AROUND = 120
#: How many of the group's files are offered, the latest first.
_FILES = 12


def _words(label: Any, rows: int, help_text: Any = "", *, required: bool = True) -> forms.CharField:
    return forms.CharField(
        label=label, help_text=help_text, required=required, max_length=_MOST,
        widget=forms.Textarea(attrs={"rows": rows}),
    )  # fmt: skip


def _hidden(**more: Any) -> forms.CharField:
    # What stood around a passage is kept as it was, spaces included.
    return forms.CharField(required=False, strip=False, widget=forms.HiddenInput, **more)


class FilesForm(forms.Form):
    """What may go with a remark: nothing for who keeps no file in the group."""

    def __init__(self, *args: Any, documents: Any = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if documents is None:
            return
        self.fields["upload"] = DocumentUploadField(
            label=_("Un nouveau fichier"), required=False,
            help_text=_("Les personnes qui lisent la remarque le liront ; il entre dans les fichiers du groupe."),
        )  # fmt: skip
        self.fields["files"] = forms.ModelMultipleChoiceField(
            label=_("Des fichiers du groupe"), required=False, queryset=documents,
            widget=forms.CheckboxSelectMultiple,
        )  # fmt: skip
        self.fields["files"].choices = [  # type: ignore[attr-defined]
            (document.pk, document.title) for document in documents[:_FILES]
        ]

    def chosen(self) -> list[SiteDocument]:
        """The group's files that were ticked."""
        return list(self.cleaned_data.get("files") or ())


class RemarkForm(FilesForm):
    """A remark on a passage, or other words for it (`mode`: `proposer`)."""

    bloc = _hidden(max_length=64)
    prefix = _hidden()  # type: ignore[assignment]
    suffix = _hidden()
    version = forms.IntegerField(required=False, widget=forms.HiddenInput)
    mode = _hidden()
    quote = _words(
        gettext_lazy("Sur quels mots (facultatif)"), 2, required=False,
        help_text=gettext_lazy("Les mots exacts du texte. Vide : tout le passage."),
    )  # fmt: skip
    replacement = _words(
        gettext_lazy("Les mots que vous proposez"), 3, required=False,
        help_text=gettext_lazy("Vide : retirer ces mots."),
    )  # fmt: skip
    words = _words(gettext_lazy("Votre remarque"), 4)

    def __init__(self, *args: Any, suggests: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.suggests = suggests
        if not suggests:
            del self.fields["replacement"]
            return
        quote, words = self.fields["quote"], self.fields["words"]
        quote.label, quote.required = _("À la place de ces mots"), True
        quote.help_text = _("Les mots exacts du texte.")
        words.label, words.required = _("Pourquoi (facultatif)"), False

    def clean_prefix(self) -> str:
        return str(self.cleaned_data["prefix"])[-_AROUND:]

    def clean_suffix(self) -> str:
        return str(self.cleaned_data["suffix"])[:_AROUND]

    def passage(self) -> dict[str, Any]:
        """What the action is given of the passage."""
        names = ("quote", "prefix", "suffix")
        return {name: self.cleaned_data[name] for name in names} | {
            "block_id": self.cleaned_data["bloc"]
        }


class AnswerForm(FilesForm):
    words = _words(gettext_lazy("Votre réponse"), 4)


class ChangeForm(forms.Form):
    words = _words(gettext_lazy("Ce que dit votre remarque"), 6)


class HideForm(forms.Form):
    reason = _words(
        gettext_lazy("Motif"), 4,
        help_text=gettext_lazy("La personne qui l'a écrite recevra ce motif."),
    )  # fmt: skip


class SettleForm(forms.Form):
    """How a remark ends. `outcomes`: those that this person may say."""

    outcome = forms.ChoiceField(label=gettext_lazy("Issue"), widget=forms.RadioSelect)
    note = _words(
        gettext_lazy("Motif"), 3, required=False,
        help_text=gettext_lazy("Nécessaire pour un refus ou un désaccord. La personne qui a remarqué le reçoit."),
    )  # fmt: skip

    def __init__(self, *args: Any, outcomes: list[Outcome], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [(outcome.value, outcome.label) for outcome in outcomes]
        self.fields["outcome"].choices = choices  # type: ignore[attr-defined]
        if len(choices) == 1:
            self.fields["outcome"].initial = choices[0][0]

    def clean(self) -> dict[str, Any]:
        outcome = self.cleaned_data.get("outcome")
        explained = outcome not in (Outcome.REFUSED, Outcome.DISAGREEMENT)
        if not explained and not self.cleaned_data.get("note"):
            self.add_error("note", _("Dites pourquoi : la personne qui a remarqué le recevra."))
        return self.cleaned_data
