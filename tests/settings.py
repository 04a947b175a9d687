"""The product's settings under test: own folder, plain static files, fast password hashing. Nothing else differs."""

import os
import tempfile
from pathlib import Path

# Before the product's settings are read; a developer's .env must not decide what the tests run on.
os.environ.setdefault("VAR_DIR", tempfile.mkdtemp(prefix="eplanning-tests-"))
os.environ.setdefault("DATABASE_URL", f"sqlite:///{os.environ['VAR_DIR']}/eplanning.sqlite3")
os.environ.setdefault("CELERY_BROKER_URL", "filesystem://")
os.environ.setdefault("STATICFILES_BACKEND", "django.contrib.staticfiles.storage.StaticFilesStorage")
os.environ["DEMO"] = "1"
os.environ["DEBUG"] = "0"
os.environ["HTTPS"] = "0"

from eplanning.settings import *  # noqa: F403
from eplanning.settings import DATABASES, PASSWORD_HASHERS, STATIC_ROOT, VAR_DIR

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher", *PASSWORD_HASHERS]

# A file instead of SQLite's default memory: threads, WAL and IMMEDIATE behave as in the product.
if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":
    DATABASES["default"]["TEST"] = {"NAME": str(Path(VAR_DIR) / "test.sqlite3")}

STATIC_ROOT.mkdir(exist_ok=True)  # WhiteNoise looks there at every start; under test it stays empty
