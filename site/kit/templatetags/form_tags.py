"""What the templates of forms ask."""

from __future__ import annotations

from django import template
from django.forms import BaseForm, BoundField, CheckboxInput

register = template.Library()


@register.filter
def is_checkbox(field: BoundField) -> bool:
    """Whether one box stands for the whole field: its label goes beside it."""
    return isinstance(field.field.widget, CheckboxInput)


@register.filter
def required_fields(form: BaseForm) -> str:
    """`one`, `all`, `some` or `none` of the fields must be filled; boxes do not count."""
    needed = [field.field.required for field in form.visible_fields() if not is_checkbox(field)]
    if not any(needed):
        return "none"
    if not all(needed):
        return "some"
    return "all" if len(needed) > 1 else "one"


@register.filter
def first_input(field: BoundField) -> str:
    """The id of the element that a link to `field` should reach."""
    return field.id_for_label or f"{field.auto_id}_0"
