"""Settings of Django, from the environment (see `ppaos.web.environment`)."""

from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

import dj_database_url
from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured

from ppaos.domain.area.codes import LEVELS
from ppaos.domain.errors import UserError
from ppaos.web.environment import folders, is_on, listed, one_of, secret, tiles_origin, value, whole

HERE = Path(__file__).resolve().parent
FOLDERS = folders()
PPAOS_STORE = Path(value("PPAOS_STORE", "store")).resolve()

try:
    DEBUG = is_on("PPAOS_DEBUG")
    IS_HTTPS = is_on("PPAOS_HTTPS")
    SUPPRESS_BELOW = whole("PPAOS_SUPPRESS_BELOW", 5, least=2)
    PUBLIC_LEVEL = one_of("PPAOS_PUBLIC_LEVEL", "subdistrict", (*LEVELS, "none"))
    SESSION_HOURS = whole("PPAOS_SESSION_HOURS", 8, least=1)
    UPLOAD_MB = whole("PPAOS_UPLOAD_MB", 200, least=1)
    API_PER_MINUTE = whole("PPAOS_API_PER_MINUTE", 120, least=1)
    LOOKS_PER_MINUTE = whole("PPAOS_LOOKS_PER_MINUTE", 120, least=1)
    LOOKS_PER_HOUR = whole("PPAOS_LOOKS_PER_HOUR", 1_500, least=1)
    TILES_ORIGIN = tiles_origin()
    SECRET_KEY = secret("PPAOS_SECRET_KEY", "secret-key")
    AUDIT_KEY = secret("PPAOS_AUDIT_KEY", "audit-key")
except UserError as error:
    raise ImproperlyConfigured(str(error)) from error

ALLOWED_HOSTS = listed("PPAOS_HOSTS", "localhost,127.0.0.1,[::1]")
CSRF_TRUSTED_ORIGINS = [f"https://{host}" for host in ALLOWED_HOSTS if host not in ("*",)]
PUBLISHER = value("PPAOS_PUBLISHER", "PPAOS")
LICENCE = value("PPAOS_LICENCE", "https://creativecommons.org/licenses/by/4.0/")
TILES_URL = value("PPAOS_TILES_URL")
TILES_ATTRIBUTION = value("PPAOS_TILES_ATTRIBUTION")
REQUIRE_MFA_ROLES = listed(
    "PPAOS_REQUIRE_MFA", "administrator,auditor,national" if IS_HTTPS else ""
)

INSTALLED_APPS = [
    "ppaos.operations.publications",
    "ppaos.operations.areas",
    "ppaos.operations.audit",
    "ppaos.operations.accounts",
    "ppaos.operations.people",
    "ppaos.operations.results",
    "ppaos.operations.events",
    "ppaos.operations.jobs",
    "ppaos.web.apps.WebConfig",
    "whitenoise.runserver_nostatic",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "csp",
    "django_htmx",
    "django_tasks",
    "django_tasks_db",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "csp.middleware.CSPMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "ppaos.web.requests.uploads.upload_limit",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "ppaos.web.requests.middleware.reader_language",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "allauth.usersessions.middleware.UserSessionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "ppaos.web.requests.middleware.request_facts",
    "ppaos.web.accounts.second_factor.require_second_factor",
    "ppaos.web.requests.middleware.user_errors",
]

ROOT_URLCONF = "ppaos.web.urls"
WSGI_APPLICATION = "ppaos.web.wsgi.application"
AUTH_USER_MODEL = "accounts.User"

TEMPLATES: list[dict[str, Any]] = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [HERE / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "ppaos.web.requests.context_processors.shell",
            ],
            "builtins": ["ppaos.web.templatetags.text", "ppaos.web.templatetags.versions"],
        },
    }
]

_SQLITE = {
    "transaction_mode": "IMMEDIATE",
    "timeout": 30,
    "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA cache_size=-65536;",
}
_URL = value("PPAOS_DATABASE_URL") or f"sqlite:///{FOLDERS.data / 'ppaos.sqlite3'}"
DATABASES: dict[str, Any] = {
    "default": dj_database_url.parse(_URL, conn_max_age=600, conn_health_checks=True)
}
IS_SQLITE = DATABASES["default"]["ENGINE"].endswith("sqlite3")
if IS_SQLITE:
    DATABASES["default"]["OPTIONS"] = _SQLITE
    DATABASES["default"]["CONN_MAX_AGE"] = 0

# Holds failed sign-ins of the last minutes: with room for few entries, whoever made many would
# push their own out and guess on.
CACHES: dict[str, Any] = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "ppaos_cache",
        "OPTIONS": {"MAX_ENTRIES": 100_000},
    }
}

AUTHENTICATION_BACKENDS = [
    "django.contrib.auth.backends.ModelBackend",
    "allauth.account.auth_backends.AuthenticationBackend",
]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.ScryptPasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "ppaos.web.accounts.passwords.NotLikeTheAccount"},
    {"NAME": "ppaos.web.accounts.passwords.LongEnough", "OPTIONS": {"min_length": 12}},
    {"NAME": "ppaos.web.accounts.passwords.NotCommon"},
    {"NAME": "ppaos.web.accounts.passwords.NotOnlyDigits"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "home"
ACCOUNT_LOGOUT_REDIRECT_URL = "account_login"
ACCOUNT_LOGIN_METHODS = {"username", "email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "username*", "password1*", "password2*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_ADAPTER = "ppaos.web.accounts.adapter.AccountAdapter"
SOCIALACCOUNT_ADAPTER = "ppaos.web.accounts.adapter.SocialAccountAdapter"
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_CHANGE_EMAIL = True
ACCOUNT_REAUTHENTICATION_REQUIRED = True
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_EMAIL_SUBJECT_PREFIX = "[PPAOS] "
ACCOUNT_RATE_LIMITS = {
    "login": "30/m/ip",
    "login_failed": "10/m/ip,5/300s/key",
    "reset_password": "20/m/ip,5/m/key",
    "reset_password_from_key": "20/m/ip",
    "reauthenticate": "10/m/user",
    "change_password": "5/m/user",
    "manage_email": "10/m/user",
    "signup": "20/m/ip",
}
ALLAUTH_TRUSTED_PROXY_COUNT = whole("PPAOS_TRUSTED_PROXIES", 1 if IS_HTTPS else 0)
_FORMS = "ppaos.web.accounts.allauth_forms"
ACCOUNT_FORMS = {
    "login": f"{_FORMS}.LoginForm",
    "change_password": f"{_FORMS}.ChangePasswordForm",
    "set_password": f"{_FORMS}.SetPasswordForm",
    "reset_password": f"{_FORMS}.ResetPasswordForm",
    "reset_password_from_key": f"{_FORMS}.ResetPasswordKeyForm",
    "add_email": f"{_FORMS}.AddEmailForm",
    "reauthenticate": f"{_FORMS}.ReauthenticateForm",
}
MFA_FORMS = {
    "authenticate": f"{_FORMS}.CodeForm",
    "reauthenticate": f"{_FORMS}.CodeAgainForm",
    "activate_totp": f"{_FORMS}.ActivateAppForm",
    "add_webauthn": f"{_FORMS}.AddKeyForm",
    "edit_webauthn": f"{_FORMS}.EditKeyForm",
}
MFA_ADAPTER = "ppaos.web.accounts.adapter.FactorAdapter"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not IS_HTTPS
MFA_TOTP_ISSUER = "PPAOS"
USERSESSIONS_TRACK_ACTIVITY = False
SOCIALACCOUNT_STORE_TOKENS = False
SOCIALACCOUNT_EMAIL_AUTHENTICATION = True
SOCIALACCOUNT_EMAIL_AUTHENTICATION_AUTO_CONNECT = True
OIDC_URL = value("PPAOS_OIDC_URL")
SOCIALACCOUNT_PROVIDERS: dict[str, Any] = {}
if OIDC_URL:
    SOCIALACCOUNT_PROVIDERS["openid_connect"] = {
        "OAUTH_PKCE_ENABLED": True,
        "SCOPE": value("PPAOS_OIDC_SCOPE", "openid profile email").split(),
        "APPS": [
            {
                "provider_id": "oidc",
                "name": value("PPAOS_OIDC_NAME", "ThaID"),
                "client_id": value("PPAOS_OIDC_CLIENT_ID"),
                "secret": value("PPAOS_OIDC_SECRET"),
                "settings": {
                    "server_url": OIDC_URL,
                    "uid_field": value("PPAOS_OIDC_PERSON", "sub"),
                },
            }
        ],
    }

SESSION_COOKIE_AGE = SESSION_HOURS * 3600
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_HTTPONLY = True
CSRF_FAILURE_VIEW = "ppaos.web.home.errors.unproven"
CSRF_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = IS_HTTPS
SECURE_SSL_REDIRECT = IS_HTTPS
SECURE_REDIRECT_EXEMPT = [r"^health/"]
SECURE_HSTS_SECONDS = 31_536_000 if IS_HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = IS_HTTPS
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if IS_HTTPS else None
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
_PROVIDER = ["{0.scheme}://{0.netloc}".format(urlsplit(OIDC_URL))] if OIDC_URL else []
_TILES = [TILES_ORIGIN] if TILES_ORIGIN else []
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:", *_TILES],
        "font-src": [SELF],
        "connect-src": [SELF, *_TILES],
        "worker-src": [SELF],
        "manifest-src": [SELF],
        "form-action": [SELF, *_PROVIDER],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
        "object-src": [NONE],
    }
}
DATA_UPLOAD_MAX_MEMORY_SIZE = FORM_BYTES = 5 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 2000
FILE_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
FILE_UPLOAD_PERMISSIONS = 0o600

LANGUAGE_CODE = "th"
LANGUAGES = [("th", "ไทย"), ("en", "English")]
LANGUAGE_COOKIE_AGE = 31_536_000
USE_I18N = True
USE_TZ = True
TIME_ZONE = "Asia/Bangkok"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

STATIC_URL = "/static/"
STATIC_ROOT = FOLDERS.data / "static"
STATICFILES_DIRS = [HERE / "static"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if DEBUG
        else "ppaos.web.static_files.Storage"
    },
}
MEDIA_ROOT = FOLDERS.made

TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend", "QUEUES": ["default"]}}

_EMAIL = value("PPAOS_EMAIL_URL")
if _EMAIL:
    _parts = urlsplit(_EMAIL)
    EMAIL_HOST, EMAIL_PORT = _parts.hostname or "localhost", _parts.port or 587
    EMAIL_HOST_USER = unquote(_parts.username or "")
    EMAIL_HOST_PASSWORD = unquote(_parts.password or "")
    EMAIL_USE_TLS = _parts.scheme == "smtp" and EMAIL_PORT == 587
    EMAIL_USE_SSL = _parts.scheme == "smtps"
else:
    EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
    EMAIL_FILE_PATH = FOLDERS.data / "mail"
DEFAULT_FROM_EMAIL = value("PPAOS_EMAIL_FROM", "ppaos@localhost")

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{asctime} {levelname} {name} {message}", "style": "{"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["stderr"], "level": "WARNING"},
    "loggers": {"ppaos": {"level": "INFO"}, "django_tasks": {"level": "INFO"}},
}
SILENCED_SYSTEM_CHECKS: list[str] = []
