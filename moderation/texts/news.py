"""What the network's coordination is told when nobody may decide."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _g
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from notifications.kinds import Kind, Line, kinds
from notifications.models import Notice
from people.models import User
from people.rules import can_manage_network

from .alerts import KIND, is_still_so

Data = dict[str, Any]


def _line(data: Data, person: User) -> Line:
    if "text" in data:
        url = reverse("contributions:work", args=[data["text"]])
        what = _g(
            "Personne de la modération ne peut décider de ce texte : toutes y ont mis la main"
        )
        return Line(what, _how(), url, about=data["title"])
    count = data["moderators"]
    words = ngettext(
        "La modération ne compte plus que %(count)s personne : il en faut deux",
        "La modération ne compte plus que %(count)s personnes : il en faut deux",
        count,
    ) if count else _g("Plus personne ne tient la modération : il faut deux personnes")  # fmt: skip
    return Line(words % {"count": count} if count else words, _how(), reverse("coordination"))


def _how() -> str:
    return _g("Confiez un mandat de modération à une personne qui n'a pas écrit.")


def _may_know(person: User, notice: Notice) -> bool:
    """The network alone, as long as it is so."""
    return can_manage_network(person) and is_still_so(person, notice.data)


kinds.register(
    Kind(KIND, _("Personne ne peut décider d'un texte, ou la modération manque de monde"), _line,
         may_know=_may_know)
)  # fmt: skip
