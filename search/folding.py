"""Hands objects to the index with their words folded as queries are."""

from __future__ import annotations

from typing import Any

from django.utils.encoding import force_str
from modelsearch.index import AutocompleteField, RelatedFields, SearchField

from kit.normalise import fold


def folded(value: Any) -> Any:
    """`value` as a field gives it to the index, every text in it folded."""
    if isinstance(value, list):
        return [folded(item) for item in value]
    if isinstance(value, dict):
        return {key: folded(item) for key, item in value.items()}
    return "" if value is None else fold(force_str(value))


class _FoldedSearch(SearchField):
    def __init__(self, field: SearchField) -> None:
        super().__init__(field.field_name, boost=field.boost, **field.kwargs)
        self._field = field

    def get_value(self, obj: Any) -> Any:
        return folded(self._field.get_value(original(obj)))


class _FoldedAutocomplete(AutocompleteField):
    def __init__(self, field: AutocompleteField) -> None:
        super().__init__(field.field_name, **field.kwargs)
        self._field = field

    def get_value(self, obj: Any) -> Any:
        return folded(self._field.get_value(original(obj)))


class _FoldedRelated(RelatedFields):
    def __init__(self, field: RelatedFields) -> None:
        super().__init__(field.field_name, [fold_field(inner) for inner in field.fields])
        self._field = field

    def get_value(self, obj: Any) -> Any:
        return self._field.get_value(original(obj))


def fold_field(field: Any) -> Any:
    """The same field with folded words; filters stay as they are."""
    if isinstance(field, SearchField):
        return _FoldedSearch(field)
    if isinstance(field, AutocompleteField):
        return _FoldedAutocomplete(field)
    return _FoldedRelated(field) if isinstance(field, RelatedFields) else field


class Folded:
    """An object as the index shall see it."""

    def __init__(self, obj: Any) -> None:
        self.original = obj
        self.pk = obj.pk

    def get_search_fields(self) -> list[Any]:
        return [fold_field(field) for field in self.original.get_search_fields()]


def original(obj: Any) -> Any:
    return obj.original if isinstance(obj, Folded) else obj
