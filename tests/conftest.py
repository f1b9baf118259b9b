"""What every test stands on: folders of its own, static files without a manifest."""

import os

import pytest
from hypothesis import settings as hypothesis_settings

# In CI the same examples each time: what lands does not hang on chance. Elsewhere new ones.
hypothesis_settings.register_profile("ci", derandomize=True)
if os.environ.get("CI") == "true":
    hypothesis_settings.load_profile("ci")


@pytest.fixture(autouse=True)
def own_folders(settings, tmp_path):
    """No test reads or writes the archive of the person who runs it."""
    settings.DATA_DIR = tmp_path
    settings.SEARCH_INDEX_DIR = tmp_path / "index"
    settings.MEDIA_ROOT = tmp_path / "files"
    settings.STATIC_ROOT = tmp_path / "static"
    settings.STATIC_ROOT.mkdir()
    settings.STORAGES = settings.STORAGES | {
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    }
    settings.IMPORT_PROCESSES = 0
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
