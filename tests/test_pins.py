"""What is declared is pinned, and the pins name no registry."""

import re
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text())


def plain(requirement):
    return re.match(r"[\w.-]+", requirement)[0].replace("_", "-").lower()


def pinned(name):
    lines = (ROOT / name).read_text().splitlines()
    return {plain(line) for line in lines if re.match(r"\w", line)}


@pytest.mark.parametrize(
    ("name", "declared"),
    [
        ("requirements.txt", PROJECT["project"]["dependencies"]),
        ("requirements-dev.txt", PROJECT["project"]["dependencies"]),
        ("requirements-dev.txt", PROJECT["dependency-groups"]["dev"]),
    ],
)
def test_everything_declared_is_pinned(name, declared):
    assert {plain(one) for one in declared} <= pinned(name)


@pytest.mark.parametrize("name", ["requirements.txt", "requirements-dev.txt"])
def test_pins_name_no_address(name):
    assert "://" not in (ROOT / name).read_text()
