"""The life of a proposal as everyone may know it, oldest first.

Nothing of a text's inner work but what its publication made public: the month in which the
proposal was first written, the day on which the network validated what was then published.
What rooms tell of its block (centres, addressees, remarks) comes from `told_of_blocks`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, time

from django.utils import timezone
from django.utils.translation import gettext as _

from contributions.enums import EventKind
from contributions.models import TextEvent, Version
from contributions.told_of_blocks import told_of

from .models import Proposal


@dataclass(frozen=True)
class Step:
    """A line of the life: `words` are quoted, `names` are of centres and organisations.

    `in_month`: the day is not told. `url` leads to where it is told whole; a line with an
    `anchor` may be reported.
    """

    at: datetime
    what: str
    words: str = ""
    names: tuple[str, ...] = ()
    url: str = ""
    in_month: bool = False
    anchor: str = ""


def life_of(proposal: Proposal) -> list[Step]:
    """Every line, in a constant number of queries. The proposal comes `by_number`, of a text
    that the public reads."""
    block = str(proposal.block_id)
    told = [
        Step(line.at, line.what, line.words, line.names, line.url, anchor=line.anchor)
        for line in told_of(proposal.page.record, [block])[block]
    ]
    # Of one moment, what happened to the proposal itself comes before what was said of it.
    return sorted([*_own(proposal), *told], key=lambda step: step.at)


def _own(proposal: Proposal) -> Iterator[Step]:
    record = proposal.page.record
    versions = {version.pk: version for version in record.versions.all()}
    first = _same_text(proposal.first_version, versions)
    last = _same_text(proposal.last_version, versions)
    events = list(record.events.filter(kind=EventKind.VALIDATED).order_by("at", "pk"))
    yield Step(_written(proposal), _("Écrite pour la première fois"), in_month=True)
    yield from _editions(first, events, _("Publiée pour la première fois"))
    if first[-1] != last[-1]:
        number = _public(last).number
        again = _("Reprise dans la version %(number)s du texte") % {"number": number}
        yield from _editions(last, events, again)
    if proposal.removed_at:
        yield Step(proposal.removed_at, _("Ôtée du texte"))
    if record.replaced_at:
        yield Step(record.replaced_at, _("Texte remplacé par un autre"))


def _written(proposal: Proposal) -> datetime:
    """The month as its first moment; that of the first version where nobody counted."""
    month = proposal.first_written
    if month is None:
        at = timezone.localtime(proposal.first_version.created_at)
        month = at.date().replace(day=1)
    return timezone.make_aware(datetime.combine(month, time.min))


def _same_text(version: Version, versions: Mapping[int, Version]) -> list[Version]:
    """The version and those whose form alone it corrects, as they were numbered last to
    first (see `Version.same_text`, which asks the database)."""
    chain = [versions[version.pk]]
    while chain[-1].corrects_id is not None:
        chain.append(versions[chain[-1].corrects_id])
    return chain


def _public(chain: list[Version]) -> Version:
    """The first of these that the public was given."""
    return min(
        (version for version in chain if version.published_at is not None),
        key=lambda version: version.number,
        default=chain[0],
    )


def _editions(chain: list[Version], events: list[TextEvent], words: str) -> Iterator[Step]:
    """When the network validated a version that was published, and when it was."""
    published = _public(chain).published_at
    if published is None:
        return
    keys = {version.pk for version in chain}
    validated = [
        event.at for event in events
        if event.kind == EventKind.VALIDATED and event.version_id in keys and event.at <= published
    ]  # fmt: skip
    if validated:
        yield Step(validated[-1], _("Validée par le réseau"))
    yield Step(published, words)
