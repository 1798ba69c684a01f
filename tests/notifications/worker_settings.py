"""A developer's site whose mail goes to the server that `EMAIL_URL` names."""

from config.settings.base import env
from config.settings.dev import *  # noqa: F403
from config.settings.dev import DATABASES

globals().update(env.email_url("EMAIL_URL"))
# Debugging keeps every query.
DEBUG = False
if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":
    # A killed process loses nothing that it handed to the system: only a power cut asks
    # for a disk's answer, thousands of times here.
    DATABASES["default"]["OPTIONS"] = DATABASES["default"]["OPTIONS"] | {
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=OFF; PRAGMA foreign_keys=ON;"
    }
