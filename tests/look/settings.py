"""The demonstration as it is looked at: static files as in production, one page that fails."""

from config.settings.demo import *  # noqa: F403
from config.settings.demo import MIDDLEWARE, STORAGES
from tests.look.serve import NAME

# Another host name than this one is how a browser meets the page of error 400.
ALLOWED_HOSTS = [NAME]
WAGTAILADMIN_BASE_URL = f"http://{NAME}"
ROOT_URLCONF = "tests.look.urls"
MIDDLEWARE = ["tests.look.middleware.NamedTemplateMiddleware", *MIDDLEWARE]
# Compressed as in production, since budgets weigh what is sent; only our own files, since
# the packages' (the admin's) are not looked at and take half a minute.
STATICFILES_FINDERS = ["django.contrib.staticfiles.finders.FileSystemFinder"]
STORAGES = STORAGES | {
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"}
}
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
# The clock stands still, so a limit of so many attempts a minute would never be lifted.
DOOR_LIMITS: dict[str, int] = {}
STRANGERS_LIMITS: dict[str, int] = {}
# Error pages are asked for on purpose.
LOGGING = {"version": 1, "disable_existing_loggers": True}
