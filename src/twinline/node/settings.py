"""Settings of a node, from its folder (``TWINLINE_NODE``) and nothing else."""

from __future__ import annotations

import os
from pathlib import Path

from twinline.store.database import sqlite

NODE = Path(os.environ.get("TWINLINE_NODE", ".")).resolve()

DATABASES = {"default": sqlite(NODE / "ledger.sqlite3")}
INSTALLED_APPS = ["twinline.store.apps.StoreConfig"]
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
USE_TZ = True
TIME_ZONE = "Asia/Bangkok"
LANGUAGE_CODE = "en"
