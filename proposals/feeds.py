"""The life of a proposal as an Atom feed: what its page shows, the latest first."""

from __future__ import annotations

import hashlib
import re

from django.conf import settings
from django.urls import reverse
from django.utils.feedgenerator import Atom1Feed
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from .life import Step, life_of
from .models import Proposal

#: A reader that comes once a month still misses nothing of most proposals.
_ENTRIES = 50
#: What XML cannot hold, and somebody may have pasted.
_CONTROLS = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f]")


def feed_of(proposal: Proposal, site: str) -> str:
    """The feed of one proposal `by_number`, in the language of the moment; `site` is where
    addresses begin."""
    page = f"{site}{proposal.get_absolute_url()}"
    named = _("Proposition n° %(number)s : %(title)s")
    feed = Atom1Feed(
        title=_plain(named % {"number": proposal.number, "title": proposal.title}),
        link=page,
        description="",
        language=get_language() or settings.LANGUAGE_CODE,
        feed_url=f"{site}{reverse('proposals:feed', args=[proposal.number])}",
    )
    for step in reversed(life_of(proposal)[-_ENTRIES:]):
        feed.add_item(
            title=_plain(_title(step)), link=page, description=_plain(step.words),
            unique_id=f"{page}#{_mark(step)}", pubdate=step.at, updateddate=step.at,
        )  # fmt: skip
    return feed.writeString("utf-8")


def _title(step: Step) -> str:
    return " — ".join(filter(None, [step.what, ", ".join(step.names)]))


def _plain(words: str) -> str:
    return _CONTROLS.sub("", words)


def _mark(step: Step) -> str:
    """The same for one line at every reading, whatever its quoted words become."""
    said = f"{step.at.isoformat()} {step.what} {'/'.join(step.names)} {step.url}"
    return hashlib.sha256(said.encode()).hexdigest()[:16]
