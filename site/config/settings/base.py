"""What every mode shares; safe by default, with SQLite and no other service."""

from importlib.util import find_spec
from pathlib import Path
from typing import Any

import environ
from django.utils.translation import gettext_lazy as _

from config import ROOT

env = environ.Env()

VAR = Path(env.str("CONCERT_VAR", default=str(ROOT / "var")))

DEBUG = False
ALLOWED_HOSTS: list[str] = []
SITE_NAME = "De concert"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"
ASGI_APPLICATION = "config.asgi.application"

INSTALLED_APPS = [
    "demo",
    "home",
    "search",
    "moderation",
    "meetings",
    "examples",
    "proposals",
    "discussion",
    "assent",
    "errata",
    "cowriting",
    "contributions",
    "groups",
    "people",
    "media",
    "notifications",
    "kit",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "wagtail.contrib.redirects",
    "wagtail.contrib.typed_table_block",
    "wagtail.embeds",
    "wagtail.sites",
    "people.wagtail_users.WagtailUsersConfig",
    "wagtail.snippets",
    "wagtail.documents",
    "wagtail.images",
    "wagtail.search",
    "kit.admin_app.QuietAdminConfig",
    "wagtail",
    "wagtail_modeladmin",
    "modelcluster",
    "taggit",
    "django_filters",
    "rest_framework",
    "django_tasks_db",
    "discussion.package.QuietCommentsConfig",
    "django_comments",
    # Not mounted: modeladmin's filters on relations ask its registry.
    "django.contrib.admin.apps.SimpleAdminConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.humanize",
    "django.contrib.messages",
    "django.contrib.sessions",
    "django.contrib.sites",
    "django.contrib.staticfiles",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "kit.middleware.CleanInputMiddleware",
    "django.middleware.common.CommonMiddleware",
    "kit.middleware.TypographyMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "people.middleware.PersonalTimeMiddleware",
    "people.sessions.SeenMiddleware",
    "kit.access.AccessMiddleware",
    "kit.gate.AdminGateMiddleware",
    "wagtail.contrib.redirects.middleware.RedirectMiddleware",
]

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [ROOT / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.debug",
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "kit.context.site_identity",
                "notifications.context.unread_news",
            ],
            # Every template writes dates and languages: none can forget to load these.
            "builtins": ["kit.templatetags.language_tags"],
        },
    },
]

# -- Database: SQLite as an embedded store unless DATABASE_URL names another.
# IMMEDIATE, WAL, 20 s: eight writers without one "database is locked"; FULL: an
# acknowledged write survives a power cut.
SQLITE_OPTIONS = {
    "transaction_mode": "IMMEDIATE",
    "timeout": 20,
    "init_command": ("PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON;"),
}
DATABASES = {"default": env.db_url("DATABASE_URL", default=f"sqlite:///{VAR / 'concert.sqlite3'}")}
if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":
    DATABASES["default"]["OPTIONS"] = SQLITE_OPTIONS
DATABASES["default"].setdefault("CONN_MAX_AGE", 60)
DATABASES["default"].setdefault("CONN_HEALTH_CHECKS", True)

# What the door counts holds over several processes, so never in one process's memory.
CACHES: dict[str, dict[str, Any]] = {
    "default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"},
    "door": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "door_attempts",
        # Forgetting attempts when many addresses are tried would open the door.
        "OPTIONS": {"MAX_ENTRIES": 1_000_000},
    },
}
if env.str("CACHE_URL", default=""):
    CACHES = {"default": env.cache_url("CACHE_URL"), "door": env.cache_url("CACHE_URL")}

# -- People and their one door
AUTH_USER_MODEL = "people.User"
AUTHENTICATION_BACKENDS = [
    "people.backends.AdminEntryBackend",
    "people.backends.DoorBackend",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 12},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "desk"
WAGTAIL_FRONTEND_LOGIN_URL = "account_login"
WAGTAILADMIN_LOGIN_URL = "account_login"
ACCOUNT_ADAPTER = "people.adapter.InvitedOnlyAdapter"
ACCOUNT_FORMS = {
    "login": "people.forms.LoginForm",
    "reset_password": "people.forms.ResetPasswordForm",
    "reset_password_from_key": "people.forms.ResetPasswordKeyForm",
    "change_password": "people.forms.ChangePasswordForm",
    "set_password": "people.forms.SetPasswordForm",
    "reauthenticate": "people.forms.ReauthenticateForm",
}
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_PREVENT_ENUMERATION = True
# Subjects say the name of the site themselves.
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_SESSION_REMEMBER = True
ACCOUNT_REAUTHENTICATION_REQUIRED = True
ACCOUNT_EMAIL_NOTIFICATIONS = True
# `people.throttle` limits every kind of attempt, and says when to try again.
ACCOUNT_RATE_LIMITS = False
MFA_RATE_LIMITS = False
# Failures allowed in `DOOR_WINDOW` seconds, by address or account, and by network address.
DOOR_LIMITS: dict[str, int] = {"key": 5, "ip": 60}
DOOR_WINDOW = 15 * 60
# What anyone may send without an account (a reaction, a report) in an hour, by e-mail
# address and by network address.
STRANGERS_LIMITS: dict[str, int] = {"key": 4, "ip": 20}
# How many proxies of ours stand before the site: whose word on a visitor's address counts.
ALLAUTH_TRUSTED_PROXY_COUNT = env.int("TRUSTED_PROXY_COUNT", default=0)
MFA_ADAPTER = "people.adapter.SecondFactorAdapter"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_TOTP_ISSUER = SITE_NAME
# One code before and after: a phone's clock may be half a minute off.
MFA_TOTP_TOLERANCE = 1
MFA_FORMS = {
    "authenticate": "people.forms.CodeForm",
    "reauthenticate": "people.forms.ConfirmByCodeForm",
    "activate_totp": "people.forms.ActivateCodesForm",
    "authenticate_webauthn": "people.forms.KeyForm",
    "reauthenticate_webauthn": "people.forms.ConfirmByKeyForm",
    "login_webauthn": "people.forms.EnterByKeyForm",
    "add_webauthn": "people.forms.AddKeyForm",
    "edit_webauthn": "people.forms.RenameKeyForm",
}
# An OpenID Connect provider (see `people.provider`); without an address there is none.
OIDC_PROVIDER_URL = env.str("OIDC_PROVIDER_URL", default="")
OIDC_CLIENT_ID = env.str("OIDC_CLIENT_ID", default="")
OIDC_CLIENT_SECRET = env.str("OIDC_CLIENT_SECRET", default="")
OIDC_NAME = env.str("OIDC_NAME", default="ProConnect")
OIDC_SCOPE = env.str("OIDC_SCOPE", default="openid email")
# What some providers want besides: `acr_values=eidas1`.
OIDC_EXTRA: dict[str, str] = env.dict("OIDC_EXTRA", default={})
OIDC_EMAILS_ARE_VERIFIED = env.bool("OIDC_EMAILS_ARE_VERIFIED", default=False)
SITE_ID = 1

# -- Language and time
LANGUAGE_CODE = "fr"
# Of the interface; the address decides between them (see kit.languages).
LANGUAGES = [("fr", _("français")), ("en", _("anglais"))]
LOCALE_PATHS = [ROOT / "locale"]
USE_I18N = True
USE_TZ = True
TIME_ZONE = "Europe/Paris"

# -- Static files and media. Media is never published as a folder: `media` serves it.
STATIC_URL = "/static/"
STATIC_ROOT = VAR / "static"
STATICFILES_DIRS = [ROOT / "site" / "front" / "static"]
MEDIA_URL = "/media/"
MEDIA_ROOT = VAR / "media"
# Where the web server sends files from (`X-Accel-Redirect`); empty: Django sends them.
MEDIA_ACCEL_PREFIX = env.str("MEDIA_ACCEL_PREFIX", default="")
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
FILE_UPLOAD_MAX_MEMORY_SIZE = 2_621_440
DATA_UPLOAD_MAX_MEMORY_SIZE = 10 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 20_000

# -- Wagtail
WAGTAIL_SITE_NAME = SITE_NAME
WAGTAILADMIN_BASE_URL = env.str("BASE_URL", default="http://localhost:8000")
WAGTAIL_I18N_ENABLED = False
WAGTAILADMIN_PERMITTED_LANGUAGES = [("fr", "Français"), ("en", "English")]
WAGTAIL_CONTENT_LANGUAGES = [("fr", "Français")]
WAGTAIL_FINISH_WORKFLOW_ACTION = "contributions.finish.finish_workflow"
WAGTAIL_WORKFLOW_CANCEL_ON_PUBLISH = False
WAGTAIL_WORKFLOW_REQUIRE_REAPPROVAL_ON_EDIT = False
WAGTAILADMIN_COMMENTS_ENABLED = False
WAGTAILADMIN_NOTIFICATION_INCLUDE_SUPERUSERS = False
WAGTAIL_ENABLE_UPDATE_CHECK = False
WAGTAIL_ENABLE_WHATS_NEW_BANNER = False
WAGTAIL_GRAVATAR_PROVIDER_URL = None
WAGTAIL_AUTOSAVE_INTERVAL = 3000
WAGTAIL_ALLOW_UNICODE_SLUGS = False
# A page or a collection is opened to people, never by a password that is passed around.
WAGTAIL_PRIVATE_PAGES = {"SHARED_PASSWORD": False}
WAGTAILDOCS_PRIVATE_COLLECTION_OPTIONS = {"SHARED_PASSWORD": False}
WAGTAIL_EMAIL_MANAGEMENT_ENABLED = False
WAGTAIL_PASSWORD_MANAGEMENT_ENABLED = False
WAGTAIL_PASSWORD_RESET_ENABLED = False
WAGTAILIMAGES_IMAGE_MODEL = "media.SiteImage"
WAGTAILIMAGES_IMAGE_FORM_BASE = "media.forms.ImageForm"
WAGTAILIMAGES_EXTENSIONS = ["avif", "gif", "jpg", "jpeg", "png", "webp"]
WAGTAILIMAGES_MAX_UPLOAD_SIZE = 15 * 1024 * 1024
WAGTAILIMAGES_MAX_IMAGE_PIXELS = 40_000_000
WAGTAILIMAGES_FORMAT_CONVERSIONS = {"avif": "avif", "webp": "webp"}
WAGTAILIMAGES_RENDITION_STORAGE = "default"
WAGTAILDOCS_DOCUMENT_MODEL = "media.SiteDocument"
WAGTAILDOCS_DOCUMENT_FORM_BASE = "media.forms.DocumentForm"
WAGTAILDOCS_SERVE_METHOD = "serve_view"
WAGTAILDOCS_EXTENSIONS = [
    "csv", "doc", "docx", "odp", "ods", "odt", "pdf", "ppt", "pptx", "rtf", "txt",
    "xls", "xlsx", "zip",
]  # fmt: skip
WAGTAILDOCS_MAX_UPLOAD_SIZE = 30 * 1024 * 1024
WAGTAILDOCS_INLINE_CONTENT_TYPES: list[str] = ["application/pdf"]
WAGTAILEMBEDS_FINDERS: list[dict[str, str]] = []
WAGTAILSEARCH_BACKENDS = {"default": {"BACKEND": "search.backend"}}

COMMENTS_APP = "django_comments_xtd"
COMMENTS_XTD_MODEL = "discussion.models.Remark"
COMMENTS_XTD_MAX_THREAD_LEVEL = 1

# -- Co-writing. Processes that serve the same texts tell each other through Redis; without
# it each of them looks at the log every second. What one browser may send: bytes of a frame,
# frames and bytes a second, structs of one update and how deep its types nest.
COWRITING_REDIS_URL = env.str("COWRITING_REDIS_URL", default="")
COWRITING_FRAME_OCTETS = 1_048_576
COWRITING_AWARENESS_OCTETS = 4_096
COWRITING_FRAMES_PER_SECOND = 60
COWRITING_FRAMES_AT_ONCE = 300
COWRITING_OCTETS_PER_SECOND = 2 * 1_048_576
COWRITING_STRUCTS = 20_000
COWRITING_NESTING = 16
COWRITING_DOCUMENT_OCTETS = 16 * 1_048_576

# -- Tasks. Wagtail's (search index, references) are done at once, in the request: a site
# whose worker is late still finds its pages. The worker delivers the post.
_TASKS = "django.tasks" if find_spec("django.tasks") else "django_tasks"
TASKS = {
    "default": {"BACKEND": f"{_TASKS}.backends.immediate.ImmediateBackend"},
    "post": {"BACKEND": "django_tasks_db.DatabaseBackend"},
}

# -- Cookies, headers, mail
SESSION_COOKIE_AGE = 14 * 24 * 3600
SESSION_SAVE_EVERY_REQUEST = False
SESSION_COOKIE_HTTPONLY = True
CSRF_FAILURE_VIEW = "kit.kept.csrf_failure"
# Wagtail lifts this for its own previews, which are shown in a frame of the editor.
X_FRAME_OPTIONS = "DENY"
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
EMAIL_BACKEND = "django.core.mail.backends.console.EmailBackend"
# Seconds for each answer of the mail server: one that stalls holds one letter, not the worker.
EMAIL_TIMEOUT = env.int("EMAIL_TIMEOUT", default=10)
DEFAULT_FROM_EMAIL = env.str("DEFAULT_FROM_EMAIL", default="De concert <noreply@localhost>")
SILENCED_SYSTEM_CHECKS = ["wagtailadmin.W002"]

# Errors are written where the server's own output goes; no address or token is in them.
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"plain": {"format": "{asctime} {levelname} {name}: {message}", "style": "{"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "plain"}},
    "loggers": {"django": {"handlers": ["console"], "level": "ERROR", "propagate": True}},
}

# A demonstration shows a banner, asks search engines to stay away and sends no mail.
DEMONSTRATION = False
