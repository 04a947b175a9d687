"""The product's settings under test: own folder, plain static files, fast password hashing. Nothing else differs."""

import atexit
import os
import shutil
import tempfile
from pathlib import Path


def remove_folder(folder: str, owner: int) -> None:
    """Remove the folder when the process that made it ends; a forked child leaves it alone."""
    if os.getpid() == owner:
        shutil.rmtree(folder, ignore_errors=True)


# Before the product's settings are read; a developer's .env must not decide what the tests run on.
if "VAR_DIR" not in os.environ:
    os.environ["VAR_DIR"] = tempfile.mkdtemp(prefix="eplanning-tests-")
    atexit.register(remove_folder, os.environ["VAR_DIR"], os.getpid())
os.environ.setdefault("DATABASE_URL", f"sqlite:///{os.environ['VAR_DIR']}/eplanning.sqlite3")
os.environ.setdefault("CELERY_BROKER_URL", "filesystem://")
os.environ.setdefault("STATICFILES_BACKEND", "django.contrib.staticfiles.storage.StaticFilesStorage")
os.environ["DEMO"] = "1"
os.environ["DEBUG"] = "0"
os.environ["HTTPS"] = "0"

from eplanning.settings import *  # noqa: E402, F403
from eplanning.settings import DATABASES, PASSWORD_HASHERS, STATIC_ROOT, VAR_DIR  # noqa: E402

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher", *PASSWORD_HASHERS]

# A file instead of SQLite's default memory: threads, WAL and IMMEDIATE behave as in the product.
if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":
    DATABASES["default"]["TEST"] = {"NAME": str(Path(VAR_DIR) / "test.sqlite3")}

STATIC_ROOT.mkdir(exist_ok=True)  # WhiteNoise looks there at every start; under test it stays empty
MAIL_DIGEST_HOUR = PACKAGES_HOUR = 24  # tests must not depend on the hour they run at
