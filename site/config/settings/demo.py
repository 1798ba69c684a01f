"""The demonstration network that `make demo` serves: fictional, marked, silent."""

import os
import secrets

from .base import *  # noqa: F403
from .base import SQLITE_OPTIONS, STORAGES, VAR, env


def _kept_secret() -> str:
    """A key of this installation's own, made at the first start and kept in `var/`."""
    path = VAR / "demo-secret"
    if not path.exists():
        VAR.mkdir(parents=True, exist_ok=True)
        draft = path.with_name(f"demo-secret.{os.getpid()}")
        draft.touch(mode=0o600)
        draft.write_text(secrets.token_urlsafe(50))
        draft.rename(path)
    return path.read_text()


DEMONSTRATION = True
SECRET_KEY = _kept_secret()
ALLOWED_HOSTS = ["localhost", "127.0.0.1", "[::1]"]
# A database of its own, whatever DATABASE_URL says: the demonstration is never loaded
# beside real content. Browser tests name another one by DEMO_DATABASE_URL.
if env.str("DEMO_DATABASE_URL", default=""):
    DATABASES = {"default": env.db_url("DEMO_DATABASE_URL")}
else:
    DATABASES = {
        "default": {
            "ENGINE": "django.db.backends.sqlite3",
            "NAME": VAR / "demo.sqlite3",
            "OPTIONS": SQLITE_OPTIONS,
        }
    }
DATABASES["default"] |= {"CONN_MAX_AGE": 60, "CONN_HEALTH_CHECKS": True}
MEDIA_ROOT = VAR / "demo-media"
STATIC_ROOT = VAR / "demo-static"
# Named by content as in production, but not compressed: what stays on this machine gains
# nothing from it, and compressing takes half a minute of the first start.
STORAGES = STORAGES | {
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.ManifestStaticFilesStorage"}
}
# No mail leaves: letters keep their words, which are read at /demo/courrier/.
EMAIL_BACKEND = "django.core.mail.backends.dummy.EmailBackend"
