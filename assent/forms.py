"""The answer of a centre, and what the coordination does with a round."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from django import forms
from django.utils.text import normalize_newlines
from django.utils.translation import gettext as _g
from django.utils.translation import gettext_lazy as _

from assent.enums import AnswerKind
from assent.models.rounds import WORDS_MAX, Answer
from assent.passages import Passage
from contributions.forms import note_field
from groups.forms import DeadlineField

#: What each answer means, beside its name.
_MEANS = {
    AnswerKind.CONSENT: _("Accord : votre centre porte ce texte tel qu'il est."),
    AnswerKind.RESERVE: _("Accord avec réserve : il le porte, et dit ce qui lui manque."),
    AnswerKind.OBJECTION: _("Objection : il ne le porte pas en l'état, et dit quel passage et pourquoi."),
    AnswerKind.ABSTENTION: _("Abstention : il ne prend pas position sur ce texte."),
}  # fmt: skip


class AnswerForm(forms.Form):
    """One of four answers, and its words. `round` and `seen` are what the page showed;
    `start` is the answer to begin with: the centre's own, or the one that waits for a word."""

    round = forms.IntegerField(required=False, widget=forms.HiddenInput)
    seen = forms.IntegerField(required=False, widget=forms.HiddenInput)
    kind = forms.ChoiceField(
        label=_("Réponse de votre centre"), choices=list(_MEANS.items()), widget=forms.RadioSelect,
        error_messages={"required": _("Choisissez l'une des quatre réponses.")},
    )  # fmt: skip
    words = forms.CharField(
        label=_("Ce que dit votre centre"), required=False,
        widget=forms.Textarea(attrs={"rows": 6, "maxlength": WORDS_MAX}),
        help_text=_("Obligatoire pour une réserve ou une objection."),
    )  # fmt: skip
    is_public = forms.BooleanField(
        label=_("La réserve est publique : elle paraîtra sous la signature de votre centre"),
        required=False,
        help_text=_("Si vous ne cochez pas, seul le groupe la lit. Cette case ne sert que pour une réserve."),
    )  # fmt: skip
    block_id = forms.TypedChoiceField(
        label=_("Passage en cause"), required=False, coerce=UUID, empty_value=None,
        help_text=_("Obligatoire pour une objection ; sans effet pour les autres réponses."),
    )  # fmt: skip

    def __init__(
        self, *args: Any, passages: Sequence[Passage], start: Answer | None, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        choices = [(one.key, f"{one.label} : {one.title}") for one in passages]
        self.fields["block_id"].choices = [("", _("Choisir un passage")), *choices]  # type: ignore[attr-defined]
        if start is not None:
            self.initial.update({
                "kind": start.kind, "words": start.words, "is_public": start.is_public,
                "block_id": str(start.block_id or ""),
            })  # fmt: skip

    def clean_words(self) -> str:
        words = normalize_newlines(self.cleaned_data["words"]).strip()
        if len(words) > WORDS_MAX:
            raise forms.ValidationError(
                _g("Au plus %(most)s signes ; il y en a %(count)s.")
                % {"most": WORDS_MAX, "count": len(words)}
            )
        return words

    def clean(self) -> dict[str, Any]:
        said = self.cleaned_data
        kind = said.get("kind")
        if kind == AnswerKind.OBJECTION and "block_id" in said and said["block_id"] is None:
            self.add_error("block_id", _g("Une objection porte sur un passage : lequel ?"))
        if kind == AnswerKind.OBJECTION and said.get("words") == "":
            self.add_error("words", _g("Dites pourquoi votre centre fait objection."))
        if kind == AnswerKind.RESERVE and said.get("words") == "":
            self.add_error("words", _g("Dites quelle est la réserve de votre centre."))
        return said

    def words_of_answer(self) -> dict[str, Any]:
        """What the action is given: a passage for an objection alone, public for a reserve."""
        said = self.cleaned_data
        kind = AnswerKind(said["kind"])
        objects, reserves = kind is AnswerKind.OBJECTION, kind is AnswerKind.RESERVE
        return {
            "kind": kind,
            "words": said["words"],
            "is_public": said["is_public"] and reserves,
            "block_id": said["block_id"] if objects else None,
        }


class ExtendForm(forms.Form):
    """Until when answers are awaited, from now on."""

    prefix = "extend"
    due = DeadlineField(
        label=_("Répondre jusqu'au"),
        help_text=_("Jusqu'à la fin de ce jour, à l'heure du membre le plus à l'ouest."),
    )

    def words(self) -> dict[str, datetime]:
        return {"due": self.cleaned_data["due"]}


def _end_field() -> DeadlineField:
    """The end of a round that must have one; emptied, it is the one that was proposed."""
    return DeadlineField(
        label=_("Répondre jusqu'au"), required=False,
        help_text=_("Jusqu'à la fin de ce jour, à l'heure du membre le plus à l'ouest. Sans date : une semaine, si les autres dates du texte le permettent."),
    )  # fmt: skip


class SecondRoundForm(forms.Form):
    """Another round on the same version: until when, and a word."""

    prefix = "second"
    due = _end_field()
    note = note_field(
        _("Un mot aux centres (facultatif)"),
        _("Ce qui a été discuté depuis, par exemple."),
    )

    def words(self) -> dict[str, Any]:
        return {"due": self.cleaned_data["due"], "note": self.cleaned_data["note"]}


class DetachForm(forms.Form):
    """Which of the proposals objected to leaves the text, and until when centres confirm."""

    prefix = "detach"
    block_id = forms.TypedChoiceField(label=_("Proposition à détacher"), coerce=UUID)
    due = _end_field()

    def __init__(self, *args: Any, passages: Sequence[Passage], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [(one.key, one.title) for one in passages]
        self.fields["block_id"].choices = choices  # type: ignore[attr-defined]

    def words(self) -> dict[str, Any]:
        return {"block_id": self.cleaned_data["block_id"], "due": self.cleaned_data["due"]}
