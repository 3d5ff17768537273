"""Settings of a node, from its folder (``TWINLINE_NODE``) and nothing else."""

from __future__ import annotations

import hashlib
import os
from pathlib import Path

from twinline.desk import language
from twinline.store.database import sqlite

language.know_lao()

NODE = Path(os.environ.get("TWINLINE_NODE", ".")).resolve()
_SECRET = NODE / "keys" / "web.key"
_CERTIFICATE = NODE / "keys" / "node.certificate"

# A command that is not about a node (``twinline kinds``) runs without one; pages are only served with one.
SECRET_KEY = _SECRET.read_text(encoding="utf-8").strip() if _SECRET.exists() else os.urandom(32).hex()
# Two desks in one browser: cookies don't heed ports, so their names carry the node.
_NAME = hashlib.sha256(_CERTIFICATE.read_bytes()).hexdigest()[:12] if _CERTIFICATE.exists() else "none"
_BY_TLS = os.environ.get("TWINLINE_HTTPS") == "1"
#: Where TLS is spoken, no other host and no page without TLS can set a cookie under these names (RFC 6265bis, 4.1.3.2).
_OURS = f"__Host-twinline_{_NAME}" if _BY_TLS else f"twinline_{_NAME}"
#: Who a node is may be seen by nobody who only reads its cookies' names.
SESSION_COOKIE_NAME = f"{_OURS}_session"
CSRF_COOKIE_NAME = f"{_OURS}_csrf"
LANGUAGE_COOKIE_NAME = f"{_OURS}_language"
#: When the session was last used (``access.staying``).
USED_COOKIE_NAME = f"{_OURS}_used"
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = LANGUAGE_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = LANGUAGE_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = _BY_TLS
SESSION_COOKIE_AGE = 12 * 3600
CSRF_FAILURE_VIEW = "twinline.desk.views.errors.stale"

#: How mail is sent, if an operator has said it; without this file none is, and nobody is asked for an address.
MAIL_FILE = NODE / "mail.toml"

# A demo's nodes say so on every page, and all that is filled in there is marked EXAMPLE.
EXAMPLE_NODE = (NODE / "DEMO").exists()
DEBUG = False
# Which names a node answers to: set by whoever serves it.
ALLOWED_HOSTS = os.environ.get("TWINLINE_HOSTS", "localhost,127.0.0.1,[::1]").split(",")
# Of whom an office asks for a second proof: of the roles that let records cross or open personal parts, unless it says
# of nobody or of everyone.
SECOND_PROOF = {"0": "nobody", "all": "everyone"}.get(os.environ.get("TWINLINE_SECOND_PROOF", ""), "roles")
# Proxies of ours, whose word is believed about who calls: addresses, with commas.
PROXIES = frozenset(filter(None, map(str.strip, os.environ.get("TWINLINE_PROXIES", "").split(","))))
ROOT_URLCONF = "twinline.node.urls"
WSGI_APPLICATION = "twinline.node.wsgi.application"
INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "csp",
    "twinline.store",
    "twinline.access",
    "twinline.desk",
]
MIDDLEWARE = [
    "twinline.access.head_alone.HeadAlone",
    "django.middleware.security.SecurityMiddleware",
    "twinline.access.policy.InOneOrder",
    "twinline.access.whence.OurNameOnly",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "twinline.access.doors.SignInFirst",
    "twinline.desk.own_words.OnPages",
]
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "twinline.desk.context.desk",
            ],
        },
    }
]
DATABASES = {"default": sqlite(NODE / "ledger.sqlite3")}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
AUTH_USER_MODEL = "access.User"
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "twinline.access.passwords.LongEnough"},
    {"NAME": "twinline.access.passwords.NotCommon"},
    {"NAME": "twinline.access.place_words.NotOfThisPlace"},
]
LOGIN_URL = "access:sign-in"
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"
LANGUAGES = language.LANGUAGES
LANGUAGE_CODE = language.FALLBACK
# What an office says otherwise comes before what the package says (desk.own_words).
LOCALE_PATHS = [NODE / "words", language.LOCALE]
USE_TZ = True
TIME_ZONE = "Asia/Ho_Chi_Minh"
STATIC_URL = "/static/"
# A node serves what the package holds; nothing is collected elsewhere first.
WHITENOISE_USE_FINDERS = True
WHITENOISE_MAX_AGE = 3600
DATA_UPLOAD_MAX_NUMBER_FILES = 200
FILE_UPLOAD_TEMP_DIR = str(NODE / "spool") if (NODE / "spool").is_dir() else None
X_FRAME_OPTIONS = "DENY"
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CONTENT_TYPE_NOSNIFF = True
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": ["'none'"],
        "style-src": ["'self'"],
        "script-src": ["'self'"],
        "img-src": ["'self'"],
        "font-src": ["'self'"],
        "connect-src": ["'self'"],
        "form-action": ["'self'"],
        "base-uri": ["'none'"],
        "frame-ancestors": ["'none'"],
    }
}
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "filters": {"unaddressed": {"()": "twinline.access.unaddressed.Unaddressed"}},
    "handlers": {
        "stderr": {"class": "logging.StreamHandler", "filters": ["unaddressed"]},
        "journal": {"()": "twinline.access.journal.handler"},
    },
    "loggers": {"twinline.journal": {"handlers": ["journal"], "level": "INFO", "propagate": False}},
    "root": {"handlers": ["stderr"], "level": "WARNING"},
}
