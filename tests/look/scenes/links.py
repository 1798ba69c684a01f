"""The scene for links: a version that two invited people read; one has said much of it."""

from __future__ import annotations

from datetime import timedelta

from django.utils import timezone

from contributions.models import ContributionRecord
from discussion.actions.answer import answer
from discussion.actions.declare import declare
from discussion.actions.make_link import make_link
from discussion.actions.review import give_opinion, remark_by_link
from discussion.actions.suggest import suggest
from discussion.anchors import words_by_block
from people.models import User


def set_scene() -> dict[str, str]:
    """A link whose reader remarked, suggested, was answered and gave an opinion; another
    that nobody has opened; a suggestion in a draft."""
    by, now = User.objects.get(email="jo.esquisse@example.org"), timezone.now()
    version = ContributionRecord.objects.get(ref="contrib-education").versions.get(
        label="Premier jet"
    )
    until, opened = now + timedelta(days=14), now - timedelta(hours=2)
    link, token = make_link(
        version, by=by, invited="Lou Brouillon, université", email="lou@example.org", until=until,
        at=opened,
    )  # fmt: skip
    _silent, unopened = make_link(version, by=by, invited="Une collègue", email="", until=until)
    link = declare(link, name="Lou Brouillon", organisation="Université d'exemple", at=opened)
    words = words_by_block(version.revision.as_object())
    block, said = next((key, said) for key, said in words.items() if said.get("text"))
    first = " ".join(said["text"].split()[:4])
    asked = remark_by_link(
        link, words="D'où vient ce constat ?", block_id=block, quote=first, at=opened
    )
    answer(asked, by=by, words="De deux centres ; la source sera dite.")
    remark_by_link(
        link, words="Plus court.", block_id=block, quote=first,
        replacement=" ".join(first.split()[:2]) + " ici", at=now - timedelta(hours=1),
    )  # fmt: skip
    give_opinion(link, stance="reserved", words="Oui, quand les sources y seront.")
    return {
        "link": token, "link unopened": unopened, "link block": block,
        "link thread": str(asked.pk), "suggestion": str(_suggestion(by)),
    }  # fmt: skip


def _suggestion(by: User) -> int:
    page = ContributionRecord.objects.get(ref="contrib-education").page
    draft = page.get_latest_revision_as_object()
    quote = " ".join(draft.summary.split()[:3])
    return suggest(
        page, by=by, block_id="page", quote=quote, replacement=f"{quote} bien",
        words="Pour être plus précis.",
    ).pk  # fmt: skip
