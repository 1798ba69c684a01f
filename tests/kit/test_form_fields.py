"""What is wrong with a form is said at its top and beside each field."""

from __future__ import annotations

import re

import pytest
from django import forms
from django.core.exceptions import ValidationError
from django.template.loader import render_to_string


class Asked(forms.Form):
    name = forms.CharField(label="Nom", help_text="Tel qu'il paraîtra.")
    horizon = forms.ChoiceField(label="Horizon", choices=[("c", "court")], widget=forms.RadioSelect)
    note = forms.CharField(label="Un mot", required=False)
    told = forms.BooleanField(label="Prévenir", required=False)
    seen = forms.IntegerField(widget=forms.HiddenInput)

    def clean(self) -> None:
        raise ValidationError("Rien ne va.")


class Short(forms.Form):
    name = forms.CharField(label="Nom")


class Door(Short):
    word = forms.CharField(label="Mot")


def drawn(form: forms.Form) -> str:
    return render_to_string("components/form_fields.html", {"form": form})


def test_a_form_to_fill_shows_no_error() -> None:
    page = drawn(Asked())
    assert "notice" not in page and "aria-invalid" not in page and "errorlist" not in page


def test_every_error_is_told_at_the_top_with_a_link_to_its_field() -> None:
    page = drawn(Asked({"seen": "x"}))
    summary = page[: page.index("</ul></div>" if "</ul></div>" in page else 'class="field"')]
    assert "Rien ne va." in summary and "Nom : " in summary
    assert summary.count("<li>") == 4
    targets = set(re.findall(r'href="#([^"]+)"', summary))
    assert targets == {"id_name", "id_horizon_0"}
    assert all(f'id="{target}"' in page for target in targets)


def test_the_summary_takes_the_focus_without_a_script() -> None:
    summary = re.search(r"<div class=\"notice danger\"[^>]*>", drawn(Short({})))
    assert summary and "autofocus" in summary[0] and 'tabindex="-1"' in summary[0]


def test_a_wrong_field_refers_to_its_help_and_its_error() -> None:
    page = drawn(Asked({}))
    field = re.search(r'<input type="text" name="name"[^>]*>', page)
    assert field and 'aria-invalid="true"' in field[0]
    assert 'aria-describedby="id_name_helptext id_name_error"' in field[0]
    assert 'id="id_name_helptext"' in page and 'id="id_name_error"' in page


@pytest.mark.parametrize(
    ("form", "marks", "says_all"), [(Asked, 2, 0), (Door, 0, 1), (Short, 0, 0)]
)
def test_what_must_be_filled_is_said(form: type[forms.Form], marks: int, says_all: int) -> None:
    page = drawn(form())
    assert page.count("(obligatoire)") == marks
    assert page.count("Tous les champs sont obligatoires.") == says_all


def test_a_box_stands_before_its_label() -> None:
    assert re.search(
        r'<label class="check"><input type="checkbox"[^>]*> <span>Prévenir', drawn(Asked())
    )
