"""A database that cannot store every letter is said to be such before anything is written."""

from __future__ import annotations

import pytest
from django.core.management import call_command
from django.core.management.base import SystemCheckError

from archive.checks import database


@pytest.mark.django_db
def test_the_database_of_the_tests_takes_every_letter() -> None:
    call_command("check", databases=["default"])


@pytest.mark.django_db
def test_one_that_does_not_is_named_with_what_to_do(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(database, "_encoding", lambda alias: "SQL_ASCII")
    with pytest.raises(SystemCheckError, match=r"stores text as SQL_ASCII[\s\S]*createdb"):
        call_command("check", databases=["default"])
