"""The demonstration never touches real content."""

from __future__ import annotations

from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from wagtail.models import ModelLogEntry

from contributions.models import ContributionRecord
from groups.models import GroupRecord
from people.models import User


class RealContent(Exception):
    """This is not a place for a demonstration; the message says why."""


def require_demonstration() -> None:
    """Raises RealContent outside demonstration mode, and where real content is.

    What visitors of the demonstration made under its own accounts is not real content.
    """
    if not settings.DEMONSTRATION:
        raise RealContent(
            "This site is not in demonstration mode: nothing was loaded. "
            "`make demo` serves the demonstration from a database of its own."
        )
    found = real_content()
    if found:
        raise RealContent(
            f"This database holds real content ({'; '.join(found)}): nothing was loaded. "
            "The demonstration needs a database of its own; `make demo-reset` makes one."
        )


def real_content() -> list[str]:
    """What is not the demonstration's here, in words; empty when everything is."""
    made_in_demonstration = ModelLogEntry.objects.filter(
        content_type=ContentType.objects.get_for_model(User),
        action="wagtail.create",
        user__in=User.objects.filter(is_demonstration=True),
    ).values_list("object_id", flat=True)
    counts = {
        "accounts": User.objects.filter(is_demonstration=False, is_superuser=False)
        .exclude(pk__in=[int(key) for key in made_in_demonstration])
        .count(),
        "groups": GroupRecord.objects.filter(is_demonstration=False)
        .exclude(page__owner__is_demonstration=True)
        .count(),
        "texts": ContributionRecord.objects.filter(is_demonstration=False)
        .exclude(created_by__is_demonstration=True)
        .count(),
    }
    return [f"{count} {name}" for name, count in counts.items() if count]
