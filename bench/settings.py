"""The real settings, without DEBUG's extra work, and with one empty page to compare with."""

import os

os.environ.setdefault("DEBUG", "true")

from ptsp_portal.settings import *  # noqa: E402,F403

DEBUG = False
DEMO = True
ROOT_URLCONF = "bench.urls"
ALLOWED_HOSTS = ["127.0.0.1"]
STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}  # noqa: F405
LOGGING["root"]["level"] = "WARNING"  # noqa: F405
if os.environ.get("BENCH_COUNT"):
    MIDDLEWARE.insert(0, "bench.counting.CountStatements")  # noqa: F405
