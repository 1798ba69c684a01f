"""The moment at which something happens.

Actions take `at`, so that the demonstration's story and imports keep their dates; left
out, it is now.
"""

from datetime import datetime

from django.utils import timezone


def moment(at: datetime | None = None) -> datetime:
    """`at`, made aware in the site's time zone, or now."""
    if at is None:
        return timezone.now()
    return timezone.make_aware(at) if timezone.is_naive(at) else at
