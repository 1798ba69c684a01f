"""The forms of the validation desk: what was found, what is returned, the list, a batch."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.forms import BaseFormSet, formset_factory, modelformset_factory
from django.utils.translation import gettext as _g
from django.utils.translation import gettext_lazy as _

from contributions.forms import TO_ITS_PEOPLE, note_field
from contributions.models import ContributionPage
from discussion.anchors import name_of_block, words_by_block
from groups.forms import MomentField, clock_words
from kit.demonstration import unmarked
from moderation.actions.check import Found
from moderation.actions.keep_checklist import Wanted
from moderation.actions.return_with_remarks import AT_MOST, Passage
from moderation.models import POINT_FIELDS, ChecklistItem, CheckState

from .checklist import Point, mark_of


class PointForm(forms.Form):
    """One point of the checklist: in order, a problem, or not looked at yet."""

    state = forms.ChoiceField(
        label=_("Constat"), required=False, widget=forms.RadioSelect,
        choices=[("", _("Pas encore regardé")), *CheckState.choices],
    )  # fmt: skip
    note = forms.CharField(
        label=_("Un mot (nécessaire pour un problème)"), required=False, max_length=2000,
        widget=forms.Textarea(attrs={"rows": 2}),
    )  # fmt: skip
    seen = forms.CharField(required=False, widget=forms.HiddenInput, max_length=60)

    def __init__(self, data: Any = None, *, point: Point) -> None:
        self.point = point
        check = point.check
        initial = {"state": check.state, "note": check.note} if check else {}
        initial["seen"] = mark_of(check)
        super().__init__(data, prefix=f"point-{point.item.pk}", initial=initial)

    def found(self) -> Found:
        told = self.add_prefix("seen") in self.data
        seen = self.cleaned_data["seen"] if told else None
        return Found(self.cleaned_data["state"], self.cleaned_data["note"], seen)


def point_forms(points: Sequence[Point], data: Any = None) -> list[PointForm]:
    return [PointForm(data, point=point) for point in points]


class ReturnForm(forms.Form):
    """What the group has to look at again, as a whole."""

    task_state_id = forms.IntegerField(required=False, widget=forms.HiddenInput)
    note = note_field(_("Ce que le groupe doit revoir"), TO_ITS_PEOPLE, required=True)


class PassageForm(forms.Form):
    """A remark on a passage of the version; one without words is none."""

    block_id = forms.ChoiceField(label=_("Passage"), required=False)
    quote = forms.CharField(
        label=_("Les mots exacts (facultatif)"), required=False, max_length=2000,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("Copiez-les de la version soumise ; sans eux, la remarque porte sur tout le bloc."),
    )  # fmt: skip
    words = forms.CharField(
        label=_("Votre remarque"), required=False, max_length=10_000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )  # fmt: skip

    def __init__(self, *args: Any, blocks: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["block_id"].choices = blocks  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("quote", "").strip() and not data.get("words", "").strip():
            self.add_error("words", _g("Dites ce que vous remarquez dans ces mots."))
        return data

    def passage(self) -> Passage | None:
        data = self.cleaned_data
        if not data.get("words", "").strip():
            return None
        return Passage(data["words"], data["block_id"], data["quote"])


def blocks_of(text: ContributionPage) -> list[tuple[str, str]]:
    """What a remark may be about: the whole text, or one of its blocks by its name."""
    ids = words_by_block(text)
    return [("", _g("Tout le texte")), *((key, name_of_block(text, key)) for key in ids)]


#: Passages offered at once, and how many more the page offers each time that it is asked.
OFFERED = 2

PassageFormSet: type[BaseFormSet[PassageForm]] = formset_factory(
    PassageForm, extra=OFFERED, max_num=AT_MOST, absolute_max=AT_MOST
)


class ItemForm(forms.ModelForm[ChecklistItem]):
    """One point of the list; `seen` holds what it said when the page was shown."""

    seen = forms.JSONField(required=False, widget=forms.HiddenInput)

    class Meta:
        model = ChecklistItem
        fields = POINT_FIELDS
        widgets = {"help": forms.Textarea(attrs={"rows": 2})}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            self.initial["seen"] = self.instance.said

    def wanted(self) -> Wanted | None:
        """What the point should say; None for one that nobody wrote."""
        values = {
            name: self.cleaned_data[name] for name in POINT_FIELDS if name in self.cleaned_data
        }
        if self.instance.pk:
            seen = self.cleaned_data.get("seen")
            return Wanted(self.instance.pk, values, seen if isinstance(seen, dict) else None)
        return Wanted(None, values) if self.has_changed() else None


ItemFormSet: Any = modelformset_factory(ChecklistItem, form=ItemForm, extra=1, max_num=60)


class BatchForm(forms.Form):
    """Which validated texts of a call are published together, and when; `seen` tells which
    versions its page showed."""

    texts = forms.TypedMultipleChoiceField(
        label=_("Textes à publier ensemble"), coerce=int, widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Choisissez au moins un texte.")},
    )  # fmt: skip
    minute = MomentField(label=_("Jour et heure de la publication"))
    seen = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, pages: Sequence[ContributionPage], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial["seen"] = " ".join(
            f"{page.record.pk}:{page.record.validated_version_id}" for page in pages
        )
        self._pages = {page.record.pk: page for page in pages}
        self.offer(pages)
        self.fields["minute"].help_text = clock_words()

    def offer(self, pages: Sequence[ContributionPage]) -> None:
        """Show these texts alone; what was sent is checked against all that it was given."""
        choices = [(page.record.pk, unmarked(page.draft_title)) for page in pages]
        self.fields["texts"].choices = choices  # type: ignore[attr-defined]

    def shown(self) -> dict[int, int]:
        """Which version of each text the page showed, by the numbers of the texts."""
        pairs = (one.partition(":") for one in self.cleaned_data["seen"].split())
        return {
            int(number): int(version)
            for number, _mark, version in pairs
            if number.isdecimal() and version.isdecimal()
        }

    def pages(self) -> list[ContributionPage]:
        return [self._pages[key] for key in self.cleaned_data["texts"]]
