"""Build the demonstration network, whole or not at all."""

from __future__ import annotations

from django.db import transaction

from demo.arrivals import load_arrivals
from demo.calls import load_calls
from demo.directory import close_departed, find_admin, load_centres, load_people, load_taxonomy
from demo.guard import require_demonstration
from demo.meetings import load_meetings
from demo.pages import load_pages
from demo.stage import Stage
from demo.story import tell
from demo.working_groups import load_groups
from home.foundation import lay_foundation


@transaction.atomic
def seed() -> Stage:
    """Load what is missing of the demonstration; what stands is never changed.

    Idempotent on the `ref` of texts, groups and calls, the address of accounts and the
    slug of centres. Raises RealContent, before anything is written, where the
    demonstration has no place.
    """
    require_demonstration()
    lay_foundation()
    stage = Stage(admin=find_admin())
    load_centres(stage)
    load_taxonomy()
    load_people(stage)
    load_groups(stage)
    load_calls(stage)
    tell(stage)
    load_meetings(stage)
    load_arrivals(stage)
    load_pages(stage.admin)
    close_departed(stage)
    return stage
