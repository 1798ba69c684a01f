"""A real site's settings, for the test that puts one behind nginx: plain static files,
which nobody has to collect, and the suite's quick passwords."""

from config.settings.production import *  # noqa: F403
from config.settings.production import STORAGES

STORAGES = STORAGES | {
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
}
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
