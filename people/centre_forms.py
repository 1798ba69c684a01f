"""The form of a centre, for the coordination: lists are written line by line."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminModelForm


class LinesField(forms.CharField):
    """A list of words, one on each line; empty lines and repetitions are left out."""

    widget = forms.Textarea(attrs={"rows": 3})

    def prepare_value(self, value: Any) -> Any:
        return "\n".join(value) if isinstance(value, list) else value

    def clean(self, value: Any) -> list[str]:
        lines = (line.strip() for line in super().clean(value).splitlines())
        return list(dict.fromkeys(line for line in lines if line))

    def has_changed(self, initial: Any, data: Any) -> bool:
        return super().has_changed(self.prepare_value(initial), data)


class CentreForm(WagtailAdminModelForm):
    former_names = LinesField(
        label=_("Anciens noms"), required=False, help_text=_("Un nom par ligne.")
    )
    departments = LinesField(
        label=_("Départements"), required=False, help_text=_("Un code par ligne : 93, 974…")
    )
