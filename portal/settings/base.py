"""What holds wherever the portal runs; `dev`, `test`, `demo` and `prod` say what differs there."""

from csp.constants import NONE, SELF
from django.utils.translation import gettext_lazy as _

from . import environment as env

env.load_without("huey", "psycopg")

ROOT = env.ROOT
DATA_DIR = env.DATA_DIR

DEBUG = False
DEMO = False
PRODUCTION = False
SECRET_KEY = env.SECRET_KEY
ALLOWED_HOSTS = env.ALLOWED_HOSTS
SITE_URL = env.SITE_URL
BACKUP_PASSPHRASE = env.BACKUP_PASSPHRASE
LISTEN_HOST, LISTEN_PORT, DEMO_PUBLIC = env.HOST, env.PORT, env.DEMO_PUBLIC

INSTALLED_APPS = [
    "modeltranslation",
    "django.contrib.contenttypes",
    "django.contrib.auth",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "apps.pages.office_config.OfficeAdminConfig",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "simple_history",
    "rules",
    "csp",
    "huey.contrib.djhuey",
    "apps.common",
    "apps.accounts",
    "apps.notifications",
    "apps.partners",
    "apps.framework",
    "apps.documents",
    "apps.activities",
    "apps.decisions",
    "apps.lab",
    "apps.roadmaps",
    "apps.pages",
]

MIDDLEWARE = [
    "apps.common.middleware.FaultMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "apps.common.compression.CompressionMiddleware",
    "csp.middleware.CSPMiddleware",
    "apps.common.middleware.PrivateByDefaultMiddleware",
    "apps.common.middleware.RequestLimitMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "apps.accounts.middleware.SessionLimitsMiddleware",
    "apps.accounts.middleware.KeepingSignInMiddleware",
    "apps.accounts.middleware.SecondFactorMiddleware",
    "apps.accounts.middleware.BlurMiddleware",
    "apps.pages.middleware.VisitMiddleware",
    "apps.common.middleware.OfficeLanguageMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "simple_history.middleware.HistoryRequestMiddleware",
]

ROOT_URLCONF = "portal.urls"
WSGI_APPLICATION = "portal.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [ROOT / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "apps.common.context.site",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ],
            "builtins": [
                "django.templatetags.i18n",
                "django.templatetags.static",
                "apps.common.templatetags.portal",
            ],
        },
    }
]
FORM_RENDERER = "apps.common.forms.PortalFormRenderer"

DATABASES = {"default": env.database("portal.sqlite3")}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

CACHES = {
    "default": (
        env.env.cache_url_config(env.CACHE_URL)
        if env.CACHE_URL
        else {
            "BACKEND": "django.core.cache.backends.db.DatabaseCache",
            "LOCATION": "shared_cache",
            # Of the usual 300 a stranger could push out what counts failures of signing in.
            "OPTIONS": {"MAX_ENTRIES": 200_000},
        }
    ),
}

AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = [
    "rules.permissions.ObjectPermissionBackend",
    "apps.accounts.backends.MailAddressBackend",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "pages:dashboard"
PASSWORD_RESET_TIMEOUT = 60 * 60

ACCOUNT_ADAPTER = "apps.notifications.adapter.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_LOGOUT_REDIRECT_URL = "pages:home"
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_LOGIN_ON_PASSWORD_RESET = False
# Django's own: allauth's would write a table of addresses that the office's changes never reach.
ACCOUNT_PASSWORD_RESET_TOKEN_GENERATOR = "django.contrib.auth.tokens.PasswordResetTokenGenerator"
ACCOUNT_LOGIN_BY_CODE_ENABLED = True
ACCOUNT_LOGIN_BY_CODE_TIMEOUT = 15 * 60
ACCOUNT_LOGIN_BY_CODE_SUPPORTS_RESEND = True
ACCOUNT_REAUTHENTICATION_TIMEOUT = 5 * 60
# The same work for an address without an account as for one with: the adapter sends nothing, but as slowly.
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = True
# Limits count in the shared cache. Without a proxy that we know, X-Forwarded-For is anybody’s word and not heard.
ALLAUTH_TRUSTED_PROXY_COUNT = env.TRUSTED_PROXIES
ACCOUNT_RATE_LIMITS = {
    "login": "60/m/ip",
    "login_failed": "30/15m/ip,10/15m/key",
    "request_login_code": "20/h/ip,3/h/key",
    "reset_password": "20/h/ip,3/h/key",
    "reset_password_from_key": "20/m/ip",
    "reauthenticate": "20/15m/user",
}
ACCOUNT_FORMS = {
    "login": "apps.accounts.forms.SignInForm",
    "request_login_code": "apps.accounts.forms.LoginCodeForm",
    "confirm_login_code": "apps.accounts.forms.ConfirmCodeForm",
    "reset_password": "apps.accounts.forms.PasswordResetForm",
    "user_token": "apps.accounts.forms.ResetLinkForm",
    "reset_password_from_key": "apps.accounts.forms.NewPasswordForm",
    "change_password": "apps.accounts.forms.PasswordChangeForm",
    "reauthenticate": "apps.accounts.forms.ReauthenticateForm",
}

# Demanded of the office, offered to all; only the demonstration may switch it off (apps/common/checks.py).
SECOND_FACTOR_REQUIRED = True
MFA_ADAPTER = "apps.accounts.factors.FactorAdapter"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_TOTP_ISSUER = "Rabat Process"
MFA_TOTP_TOLERANCE = 1
MFA_RECOVERY_CODE_DIGITS = 10
MFA_FORMS = {
    "authenticate": "apps.accounts.forms.FactorForm",
    "reauthenticate": "apps.accounts.forms.FactorAgainForm",
    "activate_totp": "apps.accounts.forms.AppForm",
    "deactivate_totp": "apps.accounts.forms.AppOffForm",
    "add_webauthn": "apps.accounts.forms.PasskeyForm",
    "edit_webauthn": "apps.accounts.forms.PasskeyNameForm",
    "login_webauthn": "apps.accounts.forms.PasskeySignInForm",
}

SESSION_ENGINE = "apps.accounts.sessions"
SESSION_COOKIE_AGE = 60 * 60 * 12
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_HTTPONLY = True
CSRF_FAILURE_VIEW = "apps.common.errors.csrf_failure"

LANGUAGE_CODE = "en"
LANGUAGES = [("en", _("English")), ("fr", _("French"))]
LOCALE_PATHS = [ROOT / "locale"]
FORMAT_MODULE_PATH = ["portal.formats"]
LANGUAGE_COOKIE_NAME = "language"
LANGUAGE_COOKIE_AGE = 60 * 60 * 24 * 365
LANGUAGE_COOKIE_SAMESITE = "Lax"
MODELTRANSLATION_DEFAULT_LANGUAGE = "en"
MODELTRANSLATION_FALLBACK_LANGUAGES = {"default": ("en", "fr")}
USE_I18N = True
USE_TZ = True
TIME_ZONE = "Europe/Brussels"

STATIC_URL = "/static/"
STATICFILES_DIRS = [ROOT / "static"]
STATIC_ROOT = DATA_DIR / "static"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": {"location": DATA_DIR / "public"}},
    "public": {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": {"location": DATA_DIR / "public"}},
    "private": {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {"location": DATA_DIR / "private"},
    },
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
PRIVATE_FILES = env.PRIVATE_FILES
FILE_UPLOAD_PERMISSIONS = 0o640
FILE_UPLOAD_HANDLERS = [
    "apps.common.uploads.BoundedUploadHandler",
    "django.core.files.uploadhandler.MemoryFileUploadHandler",
    "django.core.files.uploadhandler.TemporaryFileUploadHandler",
]
DATA_UPLOAD_MAX_MEMORY_SIZE = 2_500_000
DATA_UPLOAD_MAX_NUMBER_FIELDS = 500
UPLOAD_LIMIT = 20 * 1024 * 1024
# A request beyond this is answered before it is read; up to it, what is too large is said at its field.
REQUEST_LIMIT = 5 * UPLOAD_LIMIT

EMAIL_TIMEOUT = env.EMAIL_TIMEOUT
DEFAULT_FROM_EMAIL = env.DEFAULT_FROM_EMAIL
RETURN_ADDRESS = env.RETURN_ADDRESS
EMAIL_PROVIDER = env.EMAIL_PROVIDER
EMAIL_WEBHOOK_SECRET = env.EMAIL_WEBHOOK_SECRET
ANYMAIL = {
    "REQUESTS_TIMEOUT": EMAIL_TIMEOUT,
    "WEBHOOK_SECRET": EMAIL_WEBHOOK_SECRET,
    **{f"{EMAIL_PROVIDER.upper()}_{name}": value for name, value in env.EMAIL_PROVIDER_OPTIONS.items()},
}
if EMAIL_PROVIDER:
    EMAIL_BACKEND = f"anymail.backends.{EMAIL_PROVIDER}.EmailBackend"
elif env.EMAIL_URL:
    vars().update(env.env.email_url_config(env.EMAIL_URL))
else:
    EMAIL_BACKEND = "apps.notifications.folder.EmailBackend"
    EMAIL_FILE_PATH = DATA_DIR / "mail"

HUEY = {
    "huey_class": "huey.SqliteHuey",
    "name": "portal",
    "filename": str(DATA_DIR / "queue.sqlite3"),
    "immediate": False,
    "results": False,
    "consumer": {"workers": 1, "worker_type": "thread", "periodic": True},
}

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "connect-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
    }
}
X_FRAME_OPTIONS = "DENY"
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CONTENT_TYPE_NOSNIFF = True

SIMPLE_HISTORY_REVERT_DISABLED = True
SIMPLE_HISTORY_ENABLED = True
SILENCED_SYSTEM_CHECKS = []

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "handlers": {"console": {"class": "logging.StreamHandler"}},
    "root": {"handlers": ["console"], "level": "WARNING"},
}
