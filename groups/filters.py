"""The filters that public lists share: by group, by theme."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from .models import Theme, WorkingGroupPage


class GroupThemeFilter(forms.Form):
    """`?groupe=<slug>&theme=<slug>`; an unknown one is named as an error and filters
    nothing."""

    groupe = forms.ModelChoiceField(
        WorkingGroupPage.objects.none(), to_field_name="slug", required=False,
        label=_("Groupe"), empty_label=_("Tous les groupes"),
        error_messages={"invalid_choice": _("Ce groupe n'existe pas : tous sont montrés.")},
    )  # fmt: skip
    theme = forms.ModelChoiceField(
        Theme.objects.none(), to_field_name="slug", required=False,
        label=_("Thème"), empty_label=_("Tous les thèmes"),
        error_messages={"invalid_choice": _("Ce thème n'existe pas : tous sont montrés.")},
    )  # fmt: skip

    def __init__(self, data: object = None) -> None:
        super().__init__(data, label_suffix="")  # type: ignore[arg-type]
        groups, themes = self.fields["groupe"], self.fields["theme"]
        groups.queryset = WorkingGroupPage.objects.live().order_by("title")  # type: ignore[attr-defined]
        themes.queryset = Theme.objects.all()  # type: ignore[attr-defined]
        self.full_clean()

    @property
    def chosen_group(self) -> WorkingGroupPage | None:
        return self.cleaned_data.get("groupe")

    @property
    def chosen_theme(self) -> Theme | None:
        return self.cleaned_data.get("theme")
