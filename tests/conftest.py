"""What every test stands on: a database a process, folders a test, no manifest of static files."""

import os
import socket
from itertools import count

import pytest
from django.conf import settings as django_settings
from django.db import connection
from hypothesis import settings as hypothesis_settings

# No deadline: with tests beside one another any example may have to wait for a processor; tests
# that bound a time take the processor's. In CI the same examples each time: what lands does not
# hang on chance.
hypothesis_settings.register_profile("tests", deadline=None)
hypothesis_settings.register_profile("ci", deadline=None, derandomize=True)
hypothesis_settings.load_profile("ci" if os.environ.get("CI") == "true" else "tests")


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings_parallel_suffix, tmp_path_factory):
    """Each test process has a database of its own; pytest-django names those on PostgreSQL."""
    django_settings.DATA_DIR = tmp_path_factory.mktemp("session")
    database = django_settings.DATABASES["default"]
    if connection.vendor == "sqlite":
        # A file, not memory: several connections, as in production. Nobody minds if a power cut
        # takes it, and waiting for the disk was half the time of the tests.
        database["TEST"]["NAME"] = str(django_settings.DATA_DIR / "test.sqlite3")
        database["OPTIONS"]["init_command"] += "PRAGMA synchronous=OFF;"


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


@pytest.fixture(scope="session")
def free_port(worker_id):
    """Ports for servers of their own: a thousand for each test process, below those that the
    system gives to whoever connects, so that nobody takes one before the server has it."""
    worker = 0 if worker_id == "master" else int(worker_id.removeprefix("gw"))
    ports = count(20_000 + 1_000 * worker)

    def is_free(number):
        with socket.socket() as probe:
            return probe.connect_ex(("127.0.0.1", number)) != 0

    return lambda: next(filter(is_free, ports))
