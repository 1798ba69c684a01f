"""What `run_due` does for signatures: centres that arrive late are invited too."""

from __future__ import annotations

from collections import defaultdict
from datetime import datetime

from django.db.models import Q

from assent.signing.selectors import asked_by_window
from assent.signing.windows import invite_late, open_windows
from groups.models import Membership


def invite_late_centres(now: datetime) -> int:
    """Ask the centres that came to a group while its text is being signed; how many people
    were told. A constant number of queries while nobody comes."""
    windows = open_windows(Q()).select_related("record").order_by("pk")
    found = list(windows.prefetch_related("record__associated_groups"))
    if not found:
        return 0
    here, asked = _centres_by_group(now), asked_by_window(found)
    told = 0
    for window in found:
        record = window.record
        groups = {record.lead_group_id, *(group.pk for group in record.associated_groups.all())}
        if {centre for group in groups for centre in here[group]} - asked[window.pk]:
            told += invite_late(window, now)
    return told


def _centres_by_group(now: datetime) -> dict[int, set[int]]:
    rows = Membership.objects.current(now).filter(centre__isnull=False)
    found: defaultdict[int, set[int]] = defaultdict(set)
    for group, centre in rows.values_list("group", "centre"):
        found[group].add(centre)
    return found
