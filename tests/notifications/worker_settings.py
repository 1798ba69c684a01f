"""A developer's site whose mail goes to the server that `EMAIL_URL` names."""

from config.settings.base import env
from config.settings.dev import *  # noqa: F403

globals().update(env.email_url("EMAIL_URL"))
