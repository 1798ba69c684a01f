"""How often a person wants to be written to, about everything or about one page."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django import forms
from django.apps import apps
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page

from kit.demonstration import unmarked

from .actions.choose import About
from .enums import Cadence
from .kinds import Kind, kinds

_AS_ABOVE = _("comme ci-dessus")
_USUAL = _("au rythme habituel : une fois par jour, tout de suite quand cela presse")


def _name(scope: int | None, kind: str) -> str:
    return f"{scope or 'all'}:{kind or 'all'}"


class CadenceForm(forms.Form):
    """A choice for everything, then one a page and one a kind; each may be left as the
    one above. With `scope`: everything is what stands under that page."""

    def __init__(
        self,
        *args: Any,
        chosen: Mapping[About, str],
        pages: Sequence[Page] = (),
        scope: Page | None = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self._scope = scope.pk if scope else None
        self._abouts: dict[str, About] = {}
        everything = _("Dans ce groupe") if scope else _("Mes nouvelles par courriel")
        above = _("comme pour le reste") if scope else _USUAL
        self._add((self._scope, ""), everything, above, chosen, forms.RadioSelect)
        for page in pages:
            self._add((page.pk, ""), unmarked(page.title), _AS_ABOVE, chosen)
        for kind in kinds:
            if not kind.fixed:
                self._add((self._scope, kind.name), kind.label, _AS_ABOVE, chosen)

    def _add(
        self,
        about: About,
        label: Any,
        above: Any,
        chosen: Mapping[About, str],
        widget: type[forms.Widget] = forms.Select,
    ) -> None:
        name = _name(*about)
        self._abouts[name] = about
        self.fields[name] = forms.ChoiceField(
            label=label, required=False, choices=[("", above), *Cadence.choices],
            initial=chosen.get(about, ""), widget=widget,
        )  # fmt: skip

    def choices(self) -> dict[About, str]:
        return {about: self.cleaned_data[name] for name, about in self._abouts.items()}

    # -- How the page shows it --------------------------------------------------------

    @property
    def everything(self) -> forms.BoundField:
        return self[_name(self._scope, "")]

    @property
    def by_page(self) -> list[tuple[int, forms.BoundField]]:
        """Each page with its field, in the order of the person's."""
        return [
            (scope, self[name])
            for name, (scope, kind) in self._abouts.items()
            if scope is not None and scope != self._scope and not kind
        ]

    @property
    def by_room(self) -> list[tuple[str, list[forms.BoundField], list[Kind]]]:
        """The kinds of each room: its name, the fields, and the kinds that come anyway."""
        return [
            (_room(app), [self[_name(self._scope, kind.name)] for kind in rows if not kind.fixed],
             [kind for kind in rows if kind.fixed])
            for app, rows in _by_app(kinds).items()
        ]  # fmt: skip

    @property
    def has_details(self) -> bool:
        """Whether a kind was chosen apart, or was sent wrong: then they are not folded."""
        fields = [field for _room_name, rows, _fixed in self.by_room for field in rows]
        return any(field.errors or field.value() for field in fields)


def _by_app(registered: Iterable[Kind]) -> dict[str, list[Kind]]:
    found: dict[str, list[Kind]] = {}
    for kind in registered:
        found.setdefault(kind.name.partition(".")[0], []).append(kind)
    return found


def _room(app: str) -> str:
    known = app in apps.app_configs
    return str(apps.get_app_config(app).verbose_name if known else _("Autres nouvelles"))
