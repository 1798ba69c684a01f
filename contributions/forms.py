"""The forms of a text's private pages: one for each shape of act, then its readers."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from groups.enums import Role
from groups.forms import DeadlineField, MomentField, clocks_now
from groups.models import WorkingGroupPage
from groups.rules import memberships_of
from people.models import User
from people.rules import can_manage_network

from . import rules
from .models import ContributionPage, Version

if TYPE_CHECKING:
    from kit.access import AnyUser

#: What the person saw when the form was shown; no word of theirs.
TOKENS = frozenset({"seen", "task_state_id"})


def _note(label: Any, help_text: Any = "", *, required: bool = False) -> forms.CharField:
    return forms.CharField(
        label=label, help_text=help_text, required=required,
        widget=forms.Textarea(attrs={"rows": 6}),
    )  # fmt: skip


_TO_ITS_PEOPLE = gettext_lazy("Ces mots restent dans la vie du texte, pour qui peut le lire.")


def open_groups() -> QuerySet[WorkingGroupPage]:
    """The groups that still take texts, by name."""
    return WorkingGroupPage.objects.filter(record__closed_at__isnull=True).order_by("title")


class ActForm(forms.Form):
    """An act on a text: what was seen when it was asked for, and its words.

    `seen`: the last line of the text's life; `task_state_id`: the step in progress. Both
    may be missing, and then nothing is held against the act.
    """

    seen = forms.IntegerField(required=False, widget=forms.HiddenInput)
    task_state_id = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, page: ContributionPage, user: AnyUser, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.page, self.user = page, user

    def words(self) -> dict[str, Any]:
        """What the action is given: every field but the tokens."""
        return {name: value for name, value in self.cleaned_data.items() if name not in TOKENS}


class NoteForm(ActForm):
    note = _note(gettext_lazy("Un mot (facultatif)"), _TO_ITS_PEOPLE)


class ReasonForm(ActForm):
    note = _note(gettext_lazy("Motif"), _TO_ITS_PEOPLE, required=True)


class RemarksForm(ActForm):
    note = _note(gettext_lazy("Ce que le groupe doit revoir"), _TO_ITS_PEOPLE, required=True)


class WithdrawForm(ActForm):
    note = _note(gettext_lazy("Motif du retrait"), gettext_lazy("Ce motif sera public."))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        asked_by = self.page.record.withdrawal_asked_by
        asked = asked_by is not None and rules.can_withdraw(asked_by, self.page)
        self.fields["note"].required = not asked
        if asked:
            self.fields["note"].initial = self.page.record.withdrawal_reason


class ScheduleForm(ActForm):
    minute = MomentField(label=gettext_lazy("Jour et heure de la publication"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["minute"].initial = self.page.record.embargo_until
        self.fields["minute"].help_text = (
            _("À votre heure (%(zone)s). Il est %(own)s chez vous et %(paris)s à Paris.")
            % clocks_now()
        )


class ReplaceForm(ActForm):
    successor = forms.IntegerField(
        label=gettext_lazy("Numéro de la contribution qui la remplace"), min_value=1,
        help_text=gettext_lazy("Le nombre de son adresse permanente : /contributions/12/ a le numéro 12."),
    )  # fmt: skip
    note = _note(gettext_lazy("Un mot (facultatif)"), _TO_ITS_PEOPLE)

    def clean_successor(self) -> ContributionPage:
        number = self.cleaned_data["successor"]
        page = ContributionPage.objects.published().filter(record__id=number).first()
        if page is None:
            raise forms.ValidationError(_("Aucune contribution publiée ne porte ce numéro."))
        return page


class MoveForm(ActForm):
    group = forms.ModelChoiceField(
        label=gettext_lazy("Groupe qui reçoit le texte"),
        queryset=WorkingGroupPage.objects.none(),
        to_field_name="id",
    )
    note = _note(gettext_lazy("Un mot (facultatif)"), _TO_ITS_PEOPLE)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["group"].queryset = groups_to_move_to(self.user, self.page)  # type: ignore[attr-defined]


def groups_to_move_to(user: AnyUser, page: ContributionPage) -> QuerySet[WorkingGroupPage]:
    """Open groups other than the text's own: all for the network, else those led."""
    others = open_groups().exclude(pk=page.record.lead_group_id)
    if can_manage_network(user):
        return others
    led = [group for group, role in memberships_of(user).items() if role == Role.COORDINATOR]
    return others.filter(pk__in=led)


class CopyForm(ActForm):
    group = forms.ModelChoiceField(
        label=gettext_lazy("Groupe où commencer la copie"),
        queryset=WorkingGroupPage.objects.none(),
        to_field_name="id",
    )
    title = forms.CharField(
        label=gettext_lazy("Titre (vide : le même)"), required=False, max_length=255
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        groups = open_groups()
        if not self.user.is_superuser:
            groups = groups.filter(pk__in=list(memberships_of(self.user)))
        self.fields["group"].queryset = groups  # type: ignore[attr-defined]


class NameVersionForm(ActForm):
    label = forms.CharField(
        label=gettext_lazy("Nom de la version"), max_length=160,
        help_text=gettext_lazy("Par exemple : « après l'atelier de mars »."),
    )  # fmt: skip


class RestoreForm(ActForm):
    version = forms.ModelChoiceField(
        label=gettext_lazy("Version à reprendre"), queryset=Version.objects.none()
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["version"].queryset = self.page.record.versions.all()  # type: ignore[attr-defined]


class GrantForm(forms.Form):
    """To whom a text is opened, what of it, and until when."""

    PERSON, GROUP, CENTRES = "person", "group", "centres"
    reader = forms.ChoiceField(
        label=gettext_lazy("Ouvrir la lecture à"), widget=forms.RadioSelect, initial=PERSON,
        choices=[
            (PERSON, gettext_lazy("une personne")),
            (GROUP, gettext_lazy("un groupe")),
            (CENTRES, gettext_lazy("tous les centres")),
        ],
    )  # fmt: skip
    email = forms.EmailField(
        label=gettext_lazy("Adresse électronique de la personne"), required=False
    )
    group = forms.ModelChoiceField(
        label=gettext_lazy("Groupe"),
        required=False,
        queryset=WorkingGroupPage.objects.none(),
        to_field_name="id",
    )
    version = forms.ModelChoiceField(
        label=gettext_lazy("Ce qui s'ouvre"), required=False, queryset=Version.objects.none(),
        empty_label=gettext_lazy("Le brouillon et toutes ses versions"),
    )  # fmt: skip
    until = DeadlineField(
        label=gettext_lazy("Jusqu'au"), help_text=gettext_lazy("Ce jour compris.")
    )

    def __init__(self, *args: Any, page: ContributionPage, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["group"].queryset = open_groups().exclude(pk=page.record.lead_group_id)  # type: ignore[attr-defined]
        self.fields["version"].queryset = page.record.versions.all()  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        reader, email = cleaned.get("reader"), cleaned.get("email")
        if reader == self.PERSON and "email" not in self.errors:
            person = (
                User.objects.filter(email__iexact=email, is_active=True).first() if email else None
            )
            if person is None:
                self.add_error("email", _("Aucun compte ouvert n'a cette adresse."))
            cleaned["person"] = person
        if reader == self.GROUP and "group" not in self.errors and not cleaned.get("group"):
            self.add_error("group", _("Choisissez le groupe."))
        return cleaned

    def words(self) -> dict[str, Any]:
        """What the action is given: one reader and no other."""
        words, reader = self.cleaned_data, self.cleaned_data["reader"]
        return {
            "person": words.get("person") if reader == self.PERSON else None,
            "group": words["group"] if reader == self.GROUP else None,
            "all_centres": reader == self.CENTRES,
            "version": words["version"],
            "until": words["until"],
        }
