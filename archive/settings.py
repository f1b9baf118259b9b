"""Every setting, from the environment, with defaults fit for production. README has a table."""

import os
from pathlib import Path
from urllib.parse import urlsplit

import dj_database_url
import django_stubs_ext
from csp.constants import NONE, SELF
from django.conf import global_settings
from django.core.exceptions import ImproperlyConfigured

from archive import env

django_stubs_ext.monkeypatch()

BASE_DIR = Path(__file__).resolve().parent.parent
DATA_DIR = env.folder("DATA_DIR", BASE_DIR / "data")

DEBUG = env.flag("DEBUG")
SECRET_KEY = env.secret_key(DATA_DIR)
ALLOWED_HOSTS = env.words("ALLOWED_HOSTS", "localhost 127.0.0.1 [::1]")
#: The public address, where it is not this machine's: "https://archive.example".
SITE_URL = env.text("SITE_URL").rstrip("/")
if SITE_URL:
    if urlsplit(SITE_URL).scheme not in {"http", "https"} or not urlsplit(SITE_URL).hostname:
        raise env.BadSetting(
            f"SITE_URL is {SITE_URL!r}; it takes an address such as https://archive.example."
        )
    ALLOWED_HOSTS.append(str(urlsplit(SITE_URL).hostname))

#: The name in the masthead.
ARCHIVE_NAME = env.text("ARCHIVE_NAME", "Broadsheet")
#: Stemmers, by the engine's names.
SEARCH_LANGUAGES = frozenset(
    "arabic danish dutch english finnish french german greek hungarian italian norwegian "
    "portuguese romanian russian spanish swedish tamil turkish none".split()
)
SEARCH_LANGUAGE = env.choice("SEARCH_LANGUAGE", "english", SEARCH_LANGUAGES)
SEARCH_INDEX_DIR = DATA_DIR / "index"

# Limits of one import; the form shows them.
IMPORT_FILE_LIMIT = env.whole_number("IMPORT_FILE_LIMIT_MB", 50, least=1, most=4_000) * 2**20
IMPORT_UNPACKED_LIMIT = (
    env.whole_number("IMPORT_UNPACKED_LIMIT_MB", 8_192, least=1, most=1_000_000) * 2**20
)
IMPORT_ENTRIES_LIMIT = env.whole_number("IMPORT_ENTRIES_LIMIT", 200_000, least=1, most=10_000_000)
IMPORT_RATIO_LIMIT = env.whole_number("IMPORT_RATIO_LIMIT", 200, least=2, most=100_000)
IMPORT_DEPTH_LIMIT = env.whole_number("IMPORT_DEPTH_LIMIT", 3, least=1, most=10)
#: Processes that parse beside the one that writes; 0 parses in the writing process. One takes up to
#: 100 MB of memory, and one that writes keeps up with 16.
IMPORT_PROCESSES = env.whole_number(
    "IMPORT_PROCESSES", min(16, len(os.sched_getaffinity(0))), least=0, most=64
)
#: What to do with a file that is another version of a known article: make it a "version" of it, a
#: "new" article, or "skip" it.
IMPORT_CHANGED = env.choice("IMPORT_CHANGED", "version", {"version", "new", "skip"})
#: Folders in this one can be imported by name in the admin; none unless set.
IMPORT_ROOT = Path(env.text("IMPORT_ROOT")).absolute() if env.text("IMPORT_ROOT") else None
if IMPORT_ROOT and not IMPORT_ROOT.is_dir():
    raise env.BadSetting(f"IMPORT_ROOT is {IMPORT_ROOT}; there is no such folder.")
IMPORT_UPLOAD_LIMIT = env.whole_number("IMPORT_UPLOAD_LIMIT_MB", 500, least=1, most=64_000) * 2**20

#: Of a picture that an editor attaches.
PICTURE_LIMIT = env.whole_number("PICTURE_LIMIT_MB", 40, least=1, most=1_000) * 2**20

INSTALLED_APPS = [
    "archive",
    "ingest",
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.humanize",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django_filters",
    "csp",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "archive.views.preferences.vary_with_choices",
    "django.middleware.gzip.GZipMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "archive.views.http.index_follows",
]

ROOT_URLCONF = "archive.urls"
WSGI_APPLICATION = "archive.wsgi.application"
AUTH_USER_MODEL = "archive.User"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "archive.views.context.masthead",
            ],
        },
    },
]


def _database() -> dict[str, object]:
    url = env.text("DATABASE_URL", f"sqlite:///{DATA_DIR / 'db.sqlite3'}")
    try:
        config: dict[str, object] = dict(dj_database_url.parse(url, conn_max_age=600))
    except (dj_database_url.ParseError, dj_database_url.UnknownSchemeError, ValueError) as error:
        raise env.BadSetting(
            "DATABASE_URL cannot be read; it takes an address such as "
            "postgres://user:password@host/name or sqlite:////absolute/path.sqlite3."
        ) from error
    engine = config["ENGINE"]
    if engine == "django.db.backends.sqlite3":
        config["ENGINE"] = "archive.db.sqlite"
        config["OPTIONS"] = {
            # Writers queue at BEGIN instead of failing halfway through.
            "transaction_mode": "IMMEDIATE",
            "timeout": env.whole_number("DATABASE_TIMEOUT", 60, least=1, most=3600),
            # FULL, or a power cut can leave the index ahead of the database. A checkpoint at 128 MB
            # copies the pages that an import rewrites in each batch only once in many. The largest
            # memory map SQLite allows, as sketches and digests are looked up all over a large file.
            "init_command": (
                "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON; "
                "PRAGMA mmap_size=2147418112; PRAGMA cache_size=-16000; PRAGMA temp_store=MEMORY; "
                "PRAGMA wal_autocheckpoint=32000;"
            ),
        }
    elif engine == "django.db.backends.postgresql":
        config["CONN_HEALTH_CHECKS"] = True
    else:
        raise env.BadSetting("DATABASE_URL names a database other than PostgreSQL or SQLite.")
    return config


try:
    DATABASES = {"default": _database()}
except ImproperlyConfigured as error:  # pragma: no cover - a driver that is not installed
    raise env.BadSetting(str(error)) from error

#: Of texts, dates and numbers; texts without a translation in locale/ stay English.
LANGUAGE_CODE = env.choice(
    "LANGUAGE_CODE", "en-gb", {code for code, _ in global_settings.LANGUAGES}
)
LOCALE_PATHS = [BASE_DIR / "locale"]
TIME_ZONE = "UTC"
USE_I18N = True
USE_TZ = True
FORMAT_MODULE_PATH = ["archive.locale_formats"]

STATIC_URL = "/static/"
STATIC_ROOT = DATA_DIR / "static"
STATICFILES_DIRS = [BASE_DIR / "static"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
MEDIA_ROOT = DATA_DIR / "files"
FILE_UPLOAD_PERMISSIONS = 0o600
DATA_UPLOAD_MAX_NUMBER_FILES = 20_000
DATA_UPLOAD_MAX_NUMBER_FIELDS = 50_000

# A page may load only its own files: nothing inline, no other host.
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
        "base-uri": [NONE],
    }
}
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
SESSION_COOKIE_HTTPONLY = True

#: Behind a proxy with HTTPS: secure cookies, redirects and HSTS.
HTTPS = env.flag("HTTPS", SITE_URL.startswith("https:"))
if HTTPS:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    SECURE_SSL_REDIRECT = env.flag("HTTPS_REDIRECT", True)
    SECURE_HSTS_SECONDS = env.whole_number("HSTS_SECONDS", 31_536_000, least=0, most=63_072_000)
    SECURE_HSTS_INCLUDE_SUBDOMAINS = True
    SECURE_HSTS_PRELOAD = True
    SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = True
if SITE_URL:
    CSRF_TRUSTED_ORIGINS = [SITE_URL]
SILENCED_SYSTEM_CHECKS = (
    []
    if HTTPS
    # On one's own machine there is no HTTPS.
    else ["security.W004", "security.W008", "security.W012", "security.W016"]
)

AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}"}
    for name in (
        "UserAttributeSimilarityValidator",
        "MinimumLengthValidator",
        "CommonPasswordValidator",
        "NumericPasswordValidator",
    )
]

LOG_LEVEL = env.choice("LOG_LEVEL", "info", {"debug", "info", "warning", "error"}).upper()
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{asctime} {levelname} {name}: {message}", "style": "{"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["stderr"], "level": LOG_LEVEL},
    "loggers": {"django.request": {"level": "ERROR"}},
}
