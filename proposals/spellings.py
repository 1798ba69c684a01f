"""Names of audiences and actors, however groups spelled them: who says some, and which are
said most. The database does the work; a page reads what it shows."""

from __future__ import annotations

from django.db.models import Count, QuerySet

from kit.normalise import fold_query

from .models import Named, Proposal, ProposalName

#: How many audiences, and how many actors, the form suggests.
SUGGESTED = 6


def saying(kind: Named, typed: str) -> QuerySet[ProposalName, int]:
    """Numbers of the standing proposals with a name that has every word of `typed`; of none
    where nothing typed is a word."""
    asked = fold_query(typed).split()
    rows = _standing(kind) if asked else ProposalName.objects.none()
    for word in asked:
        rows = rows.filter(words__contains=f" {word} ")
    return rows.values_list("proposal", flat=True)


def most_said(kind: Named) -> list[str]:
    """The names that most proposals say, each in the spelling that is met most, in the order
    of the alphabet. Two queries."""
    many = _standing(kind).values("words").annotate(annotated_said=Count("proposal", distinct=True))
    top = list(
        many.order_by("-annotated_said", "words").values_list("words", flat=True)[:SUGGESTED]
    )
    spelled = _standing(kind).filter(words__in=top).values("words", "name")
    # The most met comes last, and stays; of two as often, the same one every time.
    ways = spelled.annotate(annotated_met=Count("pk")).order_by("annotated_met", "-name")
    best = dict(ways.values_list("words", "name"))
    return sorted(best.values(), key=fold_query)


def _standing(kind: Named) -> QuerySet[ProposalName]:
    standing = Proposal.objects.standing().values("pk")
    return ProposalName.objects.filter(kind=kind, proposal__in=standing)
