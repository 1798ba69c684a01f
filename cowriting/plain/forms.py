"""The form of one part of a text: plain fields, whatever the part."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID, uuid4

from django import forms
from django.core import signing
from django.core.exceptions import ValidationError
from django.core.validators import MaxLengthValidator
from django.utils.translation import gettext_lazy as _

from ..document import values
from ..document.shape import Field, Kind
from . import to_html, to_plain
from .grid import cells_in, to_table, to_typed
from .parts import FRAME, Part, block_of_field, label_of_field, limit_of_field

_SALT = "cowriting.part"
_HINTS = {
    Kind.LIST: _("Une ligne pour chacun."),
    Kind.TABLE: _("Une ligne pour les titres des colonnes, puis une par rangée ; | entre les cases."),
}  # fmt: skip
#: How many characters a field takes that has no limit of its own, unless it holds more:
#: what is written with a mark on every second letter takes the square of its length.
_MOST = 50_000
#: How many cells a table takes, unless it has more.
_MOST_CELLS = 3_000
_ROWS = {Kind.RICH: 12, Kind.TABLE: 8, Kind.PLAIN_RICH: 5, Kind.LINES: 5, Kind.LIST: 3}


@dataclass(frozen=True)
class Shown:
    """What a form was made from, sealed in it: whom it was shown to, and which words.

    `key` is the form's own, so that the same form sent twice is written once; `after` is
    the part behind which a new one goes, None for one that stands already.
    """

    key: UUID
    person: int
    record: int
    part: Part
    after: str | None = None

    @classmethod
    def now(cls, person: int, record: int, part: Part, after: str | None = None) -> Shown:
        return cls(uuid4(), person, record, part, after)

    def sealed(self) -> str:
        told = [str(self.key), self.person, self.record, self.part.key, self.part.kind,
                dict(self.part.value), self.after]  # fmt: skip
        return signing.dumps(told, salt=_SALT, compress=True)

    @classmethod
    def read(cls, sealed: str) -> Shown | None:
        """What was sealed; None for what this site did not seal."""
        try:
            key, person, record, block, kind, value, after = signing.loads(sealed, salt=_SALT)
        except (signing.BadSignature, ValueError):
            return None
        return cls(UUID(key), person, record, Part(block, kind, value), after)


class PartForm(forms.Form):
    """The fields of a part, as plain words; files are chosen in the editor.

    Nothing is required of a draft. `seen` holds what the form was made from.
    """

    seen = forms.CharField(widget=forms.HiddenInput)

    def __init__(self, shown: Shown, data: Any = None) -> None:
        super().__init__(data, initial={"seen": shown.sealed()}, auto_id="part_%s")
        self.part = shown.part
        for name, field in self.part.fields.items():
            typed = _typed(field, self.part.value.get(name))
            if typed is None:
                continue
            self.fields[name] = _form_field(self.part.kind, name, field, typed)
            self.initial[name] = typed

    @property
    def has_rich_text(self) -> bool:
        return any(field.kind is Kind.RICH for field in self.part.fields.values())

    @property
    def has_file(self) -> bool:
        return any(field.kind is Kind.FILE for field in self.part.fields.values())

    def value(self) -> dict[str, Any]:
        """What the page would store of the part; a field that says what it said keeps its
        very spelling."""
        value = dict(self.part.value)
        for name, field in self.part.fields.items():
            if name not in self.fields:
                continue
            typed, raw = self.cleaned_data[name], self.part.value.get(name)
            said = _said(field, typed, raw)
            if field.kind is Kind.RICH:
                value[name] = said
            elif said != values.of_raw(field, raw):
                value[name] = values.to_raw(field, said, raw, self.part.key)
        return value


def words_of_field(field: Field, raw: Any) -> str:
    """A stored value as plain words, to show two of them beside each other."""
    typed = _typed(field, raw)
    return typed if isinstance(typed, str) else ""


def _typed(field: Field, raw: Any) -> str | bool | None:
    """What one types for a stored value; None for what no plain field can hold."""
    if field.kind is Kind.FILE:
        return None
    if field.kind is Kind.RICH:
        return to_plain(raw) if isinstance(raw, str) else ""
    said = values.of_raw(field, raw)
    if said is values.MISSING:
        return None
    if field.kind is Kind.TABLE:
        return to_typed(said)
    return said if field.kind is Kind.FLAG else values.typed(field, said)


def _said(field: Field, typed: Any, raw: Any) -> Any:
    """What a typed value says, as `values` compares it; rich text as its HTML."""
    match field.kind:
        case Kind.RICH:
            return to_html(typed, raw if isinstance(raw, str) else "")
        case Kind.TABLE:
            return to_table(typed)
        case Kind.OPTION | Kind.FLAG:
            return typed
        case Kind.PLAIN_RICH:
            return values.of_raw(field, typed)
        case _:
            return values.of_typed(field, typed)


def _form_field(kind: str, name: str, field: Field, typed: Any) -> forms.Field:
    label, limit = label_of_field(kind, name), limit_of_field(kind, name)
    hint = _HINTS.get(field.kind, "") or _help(kind, name)
    if field.kind is Kind.FLAG:
        return forms.BooleanField(label=label, help_text=hint, required=False)
    if field.kind is Kind.OPTION:
        return forms.ChoiceField(
            label=label, help_text=hint, required=False, choices=_choices(kind, name, field)
        )
    # Not the form's own limit, at which a browser would cut what is pasted.
    most = MaxLengthValidator(max(_MOST, 2 * len(typed)))
    if field.kind is Kind.LINE:
        longest = max(limit, len(typed)) if limit else None
        required = kind == FRAME and name == "title"
        return forms.CharField(
            label=label, help_text=hint, required=required, max_length=longest, empty_value="",
            validators=[most],
        )  # fmt: skip
    area = forms.Textarea(attrs={"rows": _ROWS[field.kind]})
    within: list[Any] = [_Within(limit, typed)] if limit and field.kind is Kind.LIST else []
    if field.kind is Kind.TABLE:
        within.append(_Cells(max(_MOST_CELLS, 2 * cells_in(typed))))
    return forms.CharField(
        label=label, help_text=hint, required=False, widget=area, strip=False, empty_value="",
        validators=[most, *within],
    )  # fmt: skip


@dataclass(frozen=True)
class _Within:
    """Raises ValidationError for a line longer than `limit` that was not there before."""

    limit: int
    before: str

    def __call__(self, typed: str) -> None:
        lines = {line.strip() for line in typed.splitlines()} - set(self.before.split("\n"))
        if any(len(line) > self.limit for line in lines):
            message = _("Une ligne a plus de %(limit)s caractères.")
            raise ValidationError(message, params={"limit": self.limit})


@dataclass(frozen=True)
class _Cells:
    """Raises ValidationError for a table of more than `limit` cells: one long row widens
    all the others."""

    limit: int

    def __call__(self, typed: str) -> None:
        if cells_in(typed) > self.limit:
            message = _("Ce tableau a plus de %(limit)s cases.")
            raise ValidationError(message, params={"limit": self.limit})


def _help(kind: str, name: str) -> str:
    return "" if kind == FRAME else str(block_of_field(kind, name).field.help_text or "")


def _choices(kind: str, name: str, field: Field) -> list[tuple[str, Any]]:
    known: Mapping[str, Any] = dict(block_of_field(kind, name).field.choices)
    said = [(value, known.get(value, value)) for value in field.options]
    return said if field.default else [("", _("Non précisé")), *said]
