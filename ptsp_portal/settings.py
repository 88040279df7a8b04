"""One settings file; everything comes from the environment, and it runs with none (for tests and checks see settings_test).

Readers refuse nonsense at start-up instead of guessing. `docs/settings.md` lists every variable (a test keeps it true).
Without DEBUG an absent secret refuses to start; `manage.py up` writes secrets once to var/secrets.env.
"""

import os
from pathlib import Path
from urllib.parse import urlsplit

import dj_database_url
from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured

BASE_DIR = Path(__file__).resolve().parent.parent


def env_text(name, default=""):
    """The variable's text; `NAME_FILE` may name a file that holds it (container secrets)."""
    path = os.environ.get(f"{name}_FILE")
    return Path(path).read_text().strip() if path else os.environ.get(name, default)


def env_bool(name, default=False):
    text = env_text(name, "true" if default else "false").lower()
    if text not in ("true", "false"):
        raise ImproperlyConfigured(f"{name} must be true or false, not {text!r}")
    return text == "true"


def env_int(name, default, low=0, high=10**9):
    text = env_text(name, str(default))
    if not text.isascii() or not text.isdigit() or not low <= int(text) <= high:
        raise ImproperlyConfigured(f"{name} must be a whole number from {low} to {high}, not {text!r}")
    return int(text)


def env_list(name, default=""):
    return [part.strip() for part in env_text(name, default).split(",") if part.strip()]


def env_secret(name):
    text = env_text(name)
    if not text and not DEBUG:
        raise ImproperlyConfigured(f"{name} is not set; without DEBUG there is no default (see docs/settings.md)")
    return text or f"debug-only-{name.lower()}-not-for-real-data-0123456789abcdef"


DEBUG = env_bool("DEBUG", False)
SECRET_KEY = env_secret("SECRET_KEY")
# Newest first: the first key encrypts, all of them decrypt, so a key can be changed without downtime.
FIELD_KEYS = env_list("FIELD_KEYS") or [env_secret("FIELD_KEYS")]
HASH_KEY = env_secret("HASH_KEY")

# Shared with the bank that tells of payments, newest first; none: there is no such address (docs/integrating.md).
PAYMENT_CALLBACK_SECRETS = env_list("PAYMENT_CALLBACK_SECRET")
if any(len(secret) < 32 for secret in PAYMENT_CALLBACK_SECRETS):
    raise ImproperlyConfigured("PAYMENT_CALLBACK_SECRET must have at least 32 characters (see docs/settings.md)")

SITE_URL = env_text("SITE_URL", "http://127.0.0.1:8000").rstrip("/")
SITE_NAME = env_text("SITE_NAME", "PTSP Kepulauan Riau")
ALLOWED_HOSTS = [urlsplit(SITE_URL).hostname or "", *env_list("ALLOWED_HOSTS")] + (
    ["127.0.0.1", "localhost"] if DEBUG else []
)
CSRF_TRUSTED_ORIGINS = [SITE_URL]
HTTPS = SITE_URL.startswith("https://")
TRUSTED_PROXY_COUNT = env_int("TRUSTED_PROXY_COUNT", 0, high=5)

INSTALLED_APPS = [
    "ptsp_portal",
    "dashboards",
    "complaints",
    "applications",
    "agencies",
    "accounts",
    "audit",
    "notifications",
    "allauth",
    "allauth.account",
    "crispy_forms",
    "crispy_bootstrap5",
    "csp",
    "django_fsm",
    "django_htmx",
    "django_include_bootstrap",
    "pgtrigger",
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.messages",
    "django.contrib.postgres",
    "django.contrib.sessions",
    "django.contrib.staticfiles",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "ptsp_portal.lib.compression.CompressPages",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "accounts.language.ChosenLanguage",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "accounts.sessions.SessionLimits",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "ptsp_portal.lib.audience.AudienceMiddleware",
    "ptsp_portal.lib.rules.RefusalMiddleware",
]

ROOT_URLCONF = "ptsp_portal.urls"
WSGI_APPLICATION = "ptsp_portal.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "builtins": ["django.templatetags.i18n", "django.templatetags.static", "ptsp_portal.templatetags.ui"],
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "ptsp_portal.lib.page.surroundings",
            ],
        },
    }
]

# Storage of rows: PostgreSQL only. Health checks make the first request after a database restart work.
DATABASES = {
    "default": dj_database_url.parse(
        env_text("DATABASE_URL", "postgres://ptsp@127.0.0.1:5432/ptsp"),
        conn_max_age=env_int("DATABASE_CONN_MAX_AGE", 60),
        conn_health_checks=True,
    )
}
DATABASES["default"]["OPTIONS"] = {
    "connect_timeout": 5,
    "options": "-c statement_timeout=%d -c lock_timeout=%d -c idle_in_transaction_session_timeout=30000 -c timezone=UTC"
    % (env_int("DATABASE_STATEMENT_TIMEOUT_MS", 15000), env_int("DATABASE_LOCK_TIMEOUT_MS", 10000)),
}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
# In PostgreSQL, so that a dead Redis never turns sign-in into an error page.
# Room enough that a flood of guesses can't push the counters of the limits out (the default is 300 rows).
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "cache_rows",
        "OPTIONS": {"MAX_ENTRIES": 100_000},
    }
}

# The broker only; see docs/adr and reliability rules 5 to 8.
REDIS_URL = env_text("REDIS_URL", "redis://127.0.0.1:6379/0")

AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = [
    "django.contrib.auth.backends.ModelBackend",
    "allauth.account.auth_backends.AuthenticationBackend",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
PASSWORD_HASHERS = [
    "accounts.hashers.FrugalArgon2Hasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "after_sign_in"
ACCOUNT_ADAPTER = "accounts.adapter.Adapter"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*", "password2*"]
ACCOUNT_SIGNUP_FORM_CLASS = "accounts.forms.SignUpName"
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
ACCOUNT_EMAIL_CONFIRMATION_AUTHENTICATED_REDIRECT_URL = "/"
ACCOUNT_LOGOUT_REDIRECT_URL = "/"
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_SESSION_REMEMBER = True
ACCOUNT_EMAIL_NOTIFICATIONS = True
# By (account, address), see accounts.adapter; the wide limit by address alone only stops floods.
ACCOUNT_RATE_LIMITS = {"login_failed": "200/m/ip,10/15m/key", "login": "200/m/ip"}
ACCOUNT_DEFAULT_HTTP_PROTOCOL = "https" if HTTPS else "http"
ALLAUTH_TRUSTED_PROXY_COUNT = TRUSTED_PROXY_COUNT

SESSION_COOKIE_NAME = "__Host-sesi" if HTTPS else "sesi"
CSRF_COOKIE_NAME = "__Host-csrf" if HTTPS else "csrf"
LANGUAGE_COOKIE_NAME = "bahasa"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = LANGUAGE_COOKIE_SECURE = HTTPS
SESSION_COOKIE_HTTPONLY = True
SESSION_ENGINE = "accounts.session_store"
SESSION_COOKIE_AGE = 10 * 3600
SECURE_SSL_REDIRECT = HTTPS
SECURE_HSTS_SECONDS = 31536000 if HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = HTTPS
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if TRUSTED_PROXY_COUNT else None
SECURE_REDIRECT_EXEMPT = [r"^sehat/$"]
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "img-src": [SELF, "data:"],
        "object-src": [NONE],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
        "form-action": [SELF],
    }
}

LANGUAGE_CODE = "id"
LANGUAGES = [("id", "Bahasa Indonesia"), ("en", "English")]
LOCALE_PATHS = [BASE_DIR / "locale"]
USE_I18N = True
TIME_ZONE = "Asia/Jakarta"
USE_TZ = True

STATIC_URL = "static/"
STATIC_ROOT = Path(env_text("STATIC_ROOT", str(BASE_DIR / "var" / "static")))
STATICFILES_DIRS = [BASE_DIR / "static"]
WHITENOISE_MANIFEST_STRICT = False
# Uploads and rendered documents: never served by the web server itself, only through a permission check.
MEDIA_ROOT = Path(env_text("MEDIA_ROOT", str(BASE_DIR / "var" / "media")))
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": {"file_permissions_mode": 0o640}},
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if DEBUG
        else "whitenoise.storage.CompressedManifestStaticFilesStorage"
    },
}
WHITENOISE_USE_FINDERS = DEBUG
FILE_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
DATA_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 2000
DATA_UPLOAD_MAX_NUMBER_FILES = 20
UPLOAD_MAX_BYTES = env_int("UPLOAD_MAX_MB", 10, low=1, high=100) * 1024 * 1024

# Outgoing e-mail. Under DEBUG without EMAIL_HOST nothing leaves: the portal's own mailbox page shows the messages.
EMAIL_HOST = env_text("EMAIL_HOST", "")
EMAIL_PORT = env_int("EMAIL_PORT", 25, low=1, high=65535)
EMAIL_HOST_USER = env_text("EMAIL_HOST_USER")
EMAIL_HOST_PASSWORD = env_text("EMAIL_HOST_PASSWORD")
EMAIL_USE_SSL = env_bool("EMAIL_USE_SSL")
EMAIL_TIMEOUT = 10
EMAIL_BACKEND = "notifications.channels.mailer.OutboxBackend"
DEFAULT_FROM_EMAIL = SERVER_EMAIL = env_text("EMAIL_FROM", "ptsp@localhost")
# SMS through the office's own gateway (docs/counter.md). Without it none is promised; a demo shows them on the mailbox page.
SMS_GATEWAY_URL = env_text("SMS_GATEWAY_URL")
SMS_GATEWAY_TOKEN = env_text("SMS_GATEWAY_TOKEN")
SMS_TIMEOUT = 10
DEMO = env_bool("DEMO", DEBUG)

CRISPY_ALLOWED_TEMPLATE_PACKS = CRISPY_TEMPLATE_PACK = "bootstrap5"
SILENCED_SYSTEM_CHECKS = []

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{asctime} {levelname} {name} {message}", "style": "{"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": env_text("LOG_LEVEL", "INFO")},
    "loggers": {"weasyprint": {"level": "ERROR"}, "fontTools": {"level": "ERROR"}},
}
