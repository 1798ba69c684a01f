"""The suite: quick hashes, plain static files, nothing leaves the machine."""

import tempfile
from pathlib import Path

from .base import *  # noqa: F403
from .base import DATABASES, SQLITE_OPTIONS, env

SECRET_KEY = "only-for-tests"
ALLOWED_HOSTS = ["localhost", "127.0.0.1", "testserver"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
MEDIA_ROOT = Path(tempfile.mkdtemp(prefix="concert-media-"))
if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":
    # In memory by default; a file (`TEST_DB=…`, with pytest's --reuse-db) starts quicker.
    DATABASES["default"] |= {
        "NAME": ":memory:",
        "OPTIONS": SQLITE_OPTIONS,
        "TEST": {"NAME": env.str("TEST_DB", default=None)},
    }
DATABASES["default"]["CONN_MAX_AGE"] = 0
# One test's failures are not another's; those about the door set their own.
DOOR_LIMITS = {}
STRANGERS_LIMITS = {}
CACHES = {
    "default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"},
    "door": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache", "LOCATION": "door"},
}
