"""The one place where the environment is read; what each variable is for stands here, for the README too."""

import importlib
import sys
from dataclasses import dataclass
from pathlib import Path

import environ

ROOT = Path(__file__).resolve().parents[2]
env = environ.Env()


@dataclass(frozen=True)
class Variable:
    """A variable of the environment: its name, its default as it would be typed, and what it decides."""

    name: str
    default: str
    purpose: str


VARIABLES = (
    Variable("PORTAL_DATA_DIR", "var/", "folder of all data: database, files, mails, keys, collected static files"),
    Variable("HOST", "127.0.0.1", "address that `make run` listens on"),
    Variable("PORT", "8000", "port that `make run` listens on"),
    Variable(
        "PORTAL_DEMO_PUBLIC",
        "no",
        "`yes` lets the demonstration listen on another address than loopback, with random passwords",
    ),
    Variable("DATABASE_URL", "sqlite:///<data folder>/portal.sqlite3", "database, SQLite or PostgreSQL"),
    Variable(
        "SECRET_KEY", "made once in the data folder (demonstration only)", "key of signatures; required in production"
    ),
    Variable("ALLOWED_HOSTS", "", "host names that the portal answers to, separated by commas; required in production"),
    Variable("SITE_URL", "http://127.0.0.1:8000", "address that links in mails begin with"),
    Variable("CACHE_URL", "database table", "shared cache: `redis://…`, else a table of the database"),
    Variable("EMAIL_URL", "files under <data folder>/mail", "mail server, e.g. `smtp+tls://user:password@host:587`"),
    Variable(
        "EMAIL_PROVIDER",
        "",
        "provider that sends the mails instead of a mail server, by its name in anymail, e.g. `brevo`, `mailgun`",
    ),
    Variable(
        "EMAIL_PROVIDER_OPTIONS",
        "",
        "what the provider needs, e.g. `API_KEY=…,WEBHOOK_SIGNING_KEY=…`, separated by commas",
    ),
    Variable(
        "EMAIL_WEBHOOK_SECRET",
        "",
        "`user:password` with which the provider reports to `/mail/events/` and `/mail/inbound/`; required with one",
    ),
    Variable(
        "RETURN_ADDRESS",
        "",
        "mailbox for mails that come back, e.g. `bounces@example.org`; it must take `bounces+anything@example.org` too",
    ),
    Variable("EMAIL_TIMEOUT", "10", "seconds that a mail server or provider may take for an answer"),
    Variable("DEFAULT_FROM_EMAIL", "portal@localhost", "sender of all mails"),
    Variable(
        "TRUSTED_PROXIES", "0", "how many web servers in front write X-Forwarded-For; without one the header is ignored"
    ),
    Variable(
        "PRIVATE_FILES",
        "portal",
        "who sends a private file once the portal has checked: `portal` itself; `x-accel:/protected/`, the web server,"
        " which has the folder `private` of the data folder as an internal location under that address and sets"
        " nosniff there; `signed-url`, the storage, by an address that holds for five minutes",
    ),
    Variable(
        "BACKUP_PASSPHRASE",
        "",
        "text of 20 characters or more that `manage.py backup` seals with, and without which no backup can be read",
    ),
    Variable("SECURE_PROXY", "no", "`yes` when a web server in front sets X-Forwarded-Proto"),
)

DATA_DIR = Path(env.str("PORTAL_DATA_DIR", default=str(ROOT / "var"))).resolve()
DATA_DIR.mkdir(parents=True, exist_ok=True)
HOST = env.str("HOST", default="127.0.0.1")
PORT = env.int("PORT", default=8000)
DEMO_PUBLIC = env.str("PORTAL_DEMO_PUBLIC", default="no") == "yes"
DATABASE_URL = env.str("DATABASE_URL", default="")
SECRET_KEY = env.str("SECRET_KEY", default="")
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=[])
SITE_URL = env.str("SITE_URL", default=f"http://{'127.0.0.1' if HOST in ('0.0.0.0', '::') else HOST}:{PORT}").rstrip(
    "/"
)
CACHE_URL = env.str("CACHE_URL", default="")
EMAIL_URL = env.str("EMAIL_URL", default="")
EMAIL_PROVIDER = env.str("EMAIL_PROVIDER", default="").strip().lower()
EMAIL_PROVIDER_OPTIONS = env.dict("EMAIL_PROVIDER_OPTIONS", default={})
EMAIL_WEBHOOK_SECRET = env.str("EMAIL_WEBHOOK_SECRET", default="")
RETURN_ADDRESS = env.str("RETURN_ADDRESS", default="")
EMAIL_TIMEOUT = env.int("EMAIL_TIMEOUT", default=10)
DEFAULT_FROM_EMAIL = env.str("DEFAULT_FROM_EMAIL", default="portal@localhost")
TRUSTED_PROXIES = env.int("TRUSTED_PROXIES", default=0)
PRIVATE_FILES = env.str("PRIVATE_FILES", default="portal")
BACKUP_PASSPHRASE = env.str("BACKUP_PASSPHRASE", default="")
SECURE_PROXY = env.str("SECURE_PROXY", default="no") == "yes"


def load_without(library: str, driver: str) -> None:
    """Load a library that would load a driver where it is installed, without it; who needs the driver loads it.

    The queue is an SQLite file, and PostgreSQL's driver takes 8 MB of each process.
    """
    if driver in sys.modules:
        return
    sys.modules[driver] = None
    try:
        importlib.import_module(library)
    finally:
        del sys.modules[driver]


def database(default_name: str) -> dict:
    """Django's settings of the database at DATABASE_URL, else of the SQLite file `default_name` in the data folder.

    SQLite takes the write lock when a transaction begins, keeps a write-ahead log and waits 20 s for another writer:
    with Django's defaults 70 % of requests failed under 16 writers. Each thread has a connection with a memory of its
    own, and what is mapped counts as the process's too, so both are kept small: the system remembers the file anyway.
    """
    parsed = env.db_url_config(DATABASE_URL or f"sqlite:///{DATA_DIR / default_name}")
    if parsed["ENGINE"].endswith("sqlite3"):
        parsed["OPTIONS"] = {
            "transaction_mode": "IMMEDIATE",
            "timeout": 20,
            "init_command": "".join(
                f"PRAGMA {setting};"
                for setting in ("journal_mode=WAL", "synchronous=NORMAL", "mmap_size=0", "cache_size=-4000")
            ),
        }
    parsed["CONN_MAX_AGE"] = 600
    parsed["CONN_HEALTH_CHECKS"] = True
    parsed["ATOMIC_REQUESTS"] = False
    return parsed
