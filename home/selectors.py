"""What the front door shows: what is published or announced, since drafts are nobody's news."""

from __future__ import annotations

from typing import Any

from django.db.models import Count, Q

from contributions.beside import read_with_record
from contributions.models import ContributionPage
from contributions.public import listed as listed_texts
from groups.models import Call, WorkingGroupPage
from groups.selectors import listed as listed_groups
from people.selectors import directory
from proposals.selectors import listed as listed_proposals

#: Texts, and proposals, that the front page shows.
LATEST = 4


def front_page() -> dict[str, Any]:
    """Announced calls, groups, the latest texts and proposals, how many centres there are."""
    centres = directory().filter(is_demonstration=False)
    counted = centres.aggregate(all=Count("pk"), overseas=Count("pk", filter=Q(is_overseas=True)))
    return {
        "calls": Call.objects.announced(),
        "groups": listed_groups(WorkingGroupPage.objects.all()),
        "latest_texts": listed_texts(ContributionPage.objects.current())[:LATEST],
        "latest_proposals": listed_proposals()[:LATEST],
        "centre_count": counted["all"],
        "overseas_count": counted["overseas"],
    }


def text_at(url_path: str) -> ContributionPage | None:
    """The text at a Wagtail path, with what its page asks first, live or not."""
    return (
        ContributionPage.objects.filter(url_path=url_path)
        .with_theme_names()
        .select_related(
            "locale", "record__lead_group", "record__call",
            "record__current_version", "record__replaced_by__page",
            *(f"record__{name}" for name in read_with_record),
        )
        .first()
    )  # fmt: skip
