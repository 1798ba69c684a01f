"""The forms about a group's people: inviting, asking to join, answering, changing places."""

from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from people.invitations import DEFAULT_DAYS, inner_path
from people.models import Centre, User

from .enums import Role
from .lists import MOST_BYTES, Entry, Unreadable, read_file, read_words
from .models import Membership, WorkingGroupPage
from .rules import can_change_roles

_EXPERT = _("Hors des centres (personne experte)")


def _words(label: Any, help_text: Any = "", *, required: bool = False) -> forms.CharField:
    return forms.CharField(
        label=label, help_text=help_text, required=required, max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4}),
    )  # fmt: skip


class CentreField(forms.ModelChoiceField):
    """A centre of the network, or none; keys that no database holds are no choice."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("label", _("Centre"))
        super().__init__(
            queryset=Centre.objects.all(), required=False, empty_label=_EXPERT, **kwargs
        )

    def to_python(self, value: Any) -> Any:
        if value and not (str(value).isdecimal() and len(str(value)) < 19):
            raise forms.ValidationError(self.error_messages["invalid_choice"], "invalid_choice")
        return super().to_python(value)


class RoleField(forms.ChoiceField):
    def __init__(self, **kwargs: Any) -> None:
        super().__init__(label=_("Rôle"), choices=Role.choices, initial=Role.MEMBER, **kwargs)


class ByRole(forms.Form):
    """A form in which only who may name a coordinator is offered that role."""

    def __init__(self, *args: Any, group: WorkingGroupPage, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not can_change_roles(user, group):
            del self.fields["role"]

    def chosen_role(self) -> str:
        role: str = self.cleaned_data.get("role") or Role.MEMBER
        return role


class InviteForm(ByRole):
    """One address."""

    email = forms.EmailField(
        label=_("Adresse électronique"), max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "off"}),
    )  # fmt: skip
    name = forms.CharField(label=_("Nom"), max_length=120, required=False)
    centre = CentreField()
    role = RoleField()
    message = _words(_("Un message"), _("Il est joint à l'invitation."))
    days = forms.TypedChoiceField(
        label=_("L'invitation tient"), coerce=int, initial=DEFAULT_DAYS,
        choices=[(7, _("une semaine")), (14, _("deux semaines")), (30, _("un mois")),
                 (60, _("deux mois"))],
    )  # fmt: skip
    next_path = forms.CharField(
        label=_("Ce que la personne voit en premier"), required=False, max_length=255,
        help_text=_("L'adresse d'une page de ce site, un sondage de dates par exemple. Vide : l'espace du groupe."),
    )  # fmt: skip

    def clean_next_path(self) -> str:
        """A path, or the whole address as it is copied from the browser."""
        typed: str = self.cleaned_data["next_path"]
        path = inner_path(typed.removeprefix(settings.WAGTAILADMIN_BASE_URL.rstrip("/")))
        if typed and not path:
            raise forms.ValidationError(_("Cette adresse n'est pas une page de ce site."))
        return path

    def words(self) -> dict[str, Any]:
        names = ("email", "name", "centre", "message", "days", "next_path")
        return {name: self.cleaned_data[name] for name in names} | {"role": self.chosen_role()}


class ListForm(ByRole):
    """A whole list, pasted or in a file."""

    pasted = forms.CharField(
        label=_("Coller la liste"), required=False, max_length=MOST_BYTES,
        help_text=_("Une personne par ligne, avec son adresse, ou des colonnes copiées d'un tableur (nom, adresse, centre)."),
        widget=forms.Textarea(attrs={"rows": 8, "spellcheck": "false"}),
    )  # fmt: skip
    file = forms.FileField(
        label=_("Ou déposer un fichier"), required=False,
        help_text=_("CSV ou XLSX, 2 Mo et dix mille lignes au plus."),
        widget=forms.FileInput(attrs={"accept": ".csv,.txt,.tsv,.xlsx"}),
    )  # fmt: skip
    role = RoleField()
    message = _words(_("Un message"), _("Il est joint à chaque invitation."))

    def clean(self) -> dict[str, Any]:
        words: dict[str, Any] = super().clean() or self.cleaned_data
        pasted, file = words.get("pasted", "").strip(), words.get("file")
        if bool(pasted) == bool(file):
            raise forms.ValidationError(_("Collez une liste, ou déposez un fichier."))
        try:
            self.entries: list[Entry] = read_file(file, file.size) if file else read_words(pasted)
        except Unreadable as error:
            self.add_error("file" if file else "pasted", str(error))
        return words


class AskForm(forms.Form):
    """Asking to join."""

    centre = CentreField(help_text=_("Le centre pour lequel vous participerez."))
    words = _words(_("Un mot pour l'animation (facultatif)"))


class AnswerForm(forms.Form):
    reason = _words(_("Motif d'un refus"), _("La personne le lira."))


class RoleForm(forms.Form):
    role = RoleField()


class CentreForm(forms.Form):
    centre = CentreField()


class RemoveForm(forms.Form):
    reason = _words(_("Motif (facultatif)"), _("La personne le lira."))


class AppointForm(forms.Form):
    """One of the group's members, by their membership."""

    person = forms.ChoiceField(label=_("Nouvelle animation"))

    def __init__(self, *args: Any, rows: list[Membership], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.rows = {str(row.pk): row for row in rows}
        self.fields["person"].choices = [  # type: ignore[attr-defined]
            (key, f"{row.person.public_name} ({row.centre})" if row.centre else row.person.public_name)
            for key, row in self.rows.items()
        ]  # fmt: skip

    def chosen(self) -> User:
        return self.rows[self.cleaned_data["person"]].person
