"""For which centre a person speaks, where they speak for several."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from .models import Centre


class CentreChoice(forms.Form):
    """Asks it of who has several centres, and of nobody else."""

    centre = forms.ChoiceField(label=_("Pour quel centre"))

    def __init__(self, *args: Any, centres: list[Centre], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._centres = {str(centre.pk): centre for centre in centres}
        if len(centres) > 1:
            choices = [(key, centre.name) for key, centre in self._centres.items()]
            self.fields["centre"].choices = choices  # type: ignore[attr-defined]
        else:
            del self.fields["centre"]

    def chosen_centre(self) -> Centre | None:
        """The one chosen, or the only one; the first where a form left it out, and None for
        who has none. Asked of a valid form."""
        only = next(iter(self._centres.values()), None)
        return self._centres.get(self.cleaned_data.get("centre", ""), only)
