"""The names of audiences and actors that proposals say, kept as one looks for them."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from kit.normalise import fold_query

from .models import Named, Proposal, ProposalName

_NAME_AT_MOST: int = ProposalName._meta.get_field("name").max_length or 0


def folded(name: str) -> str:
    """The words of a name as they are looked for, each once, in their order, between
    spaces: equal for two spellings of one name. Empty when nothing in it is a word."""
    words = sorted(set(fold_query(name).split()))
    return f" {' '.join(words)} " if words else ""


def keep_names(rows: Collection[Proposal]) -> None:
    """Have the names of these proposals be those that their rows say, in this transaction;
    a constant number of queries."""
    wanted = {row.pk: _said_by(row) for row in rows}
    stale: list[int] = []
    for kept in ProposalName.objects.filter(proposal__in=wanted):
        if wanted[kept.proposal_id].pop((kept.kind, kept.name), None) is None:
            stale.append(kept.pk)
    ProposalName.objects.filter(pk__in=stale).delete()
    ProposalName.objects.bulk_create(
        ProposalName(proposal_id=key, kind=kind, name=name, words=words)
        for key, names in wanted.items()
        for (kind, name), words in names.items()
    )


def _said_by(row: Proposal) -> dict[tuple[str, str], str]:
    audiences = _folded(Named.AUDIENCE, row.audiences)
    return audiences | _folded(Named.ACTOR, [*row.lead_actors, *row.associated_actors])


def _folded(kind: Named, names: Iterable[str]) -> dict[tuple[str, str], str]:
    short = (name[:_NAME_AT_MOST] for name in names)
    return {(str(kind), name): words for name in short if (words := folded(name))}
