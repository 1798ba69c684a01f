"""Which act to put first, which beside it, which apart: what one may do is not one list."""

from __future__ import annotations

from typing import Any

from contributions.enums import WorkState
from contributions.lifecycle import State
from contributions.models import ContributionPage

from .acts import Act

#: What leads a text on or back, in the order of its life; all else keeps house.
_LEADS_ON = (
    "proposer", "ouvrir-relecture", "clore-relecture", "valider", "renvoyer", "publier",
    "programmer", "annuler-programmation", "rappeler", "rappeler-valide", "nouvelle-edition",
    "sortir-de-la-corbeille",
)  # fmt: skip
_FIRST_IN = {
    WorkState.REVIEW: "clore-relecture",
    WorkState.VALIDATION: "valider",
    WorkState.VALIDATED: "publier",
}


def offers_of(
    page: ContributionPage, state: State, acts: list[Act], *, edits: bool
) -> dict[str, Any]:
    """`acts` sorted for the page: `leading` ones, the `first` of them before all, and
    `keeping` ones. `writes_first`: writing is what is expected, before any act."""
    first = _first(page, state)
    leading = [act for act in acts if act.slug in _LEADS_ON or act.slug == first]
    leading.sort(key=lambda act: act.slug != first)
    return {
        "acts": acts,
        "first": first,
        "leading": leading,
        "keeping": [act for act in acts if act not in leading],
        "writes_first": edits and not any(act.slug == first for act in leading),
    }


def _first(page: ContributionPage, state: State) -> str:
    """The slug of the act that the text waits for; empty when it waits for words, or for
    nobody."""
    record = page.record
    if state.trashed:
        return "sortir-de-la-corbeille"
    if record.withdrawal_asked_at is not None:
        return "retirer"
    if record.embargo_until is not None:
        return ""
    if state.work is WorkState.DRAFTING:
        return "ouvrir-relecture" if record.proposed_at is not None else ""
    return _FIRST_IN.get(state.work, "")
