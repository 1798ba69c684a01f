"""The settings of a server that tests start: a developer's, with the suite's secret."""

from config.settings.dev import *  # noqa: F403

SECRET_KEY = "only-for-tests"
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
