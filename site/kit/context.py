"""What every template may count on."""

from django.conf import settings
from django.http import HttpRequest


def site_identity(request: HttpRequest) -> dict[str, object]:
    return {"site_name": settings.SITE_NAME, "demonstration": settings.DEMONSTRATION}
