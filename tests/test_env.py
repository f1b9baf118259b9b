"""Settings from the environment: types, or a sentence."""

import stat
import subprocess
import sys
from pathlib import Path

import pytest

from archive import env

ROOT = Path(__file__).parent.parent


def manage(*words, **variables):
    return subprocess.run(
        [sys.executable, "manage.py", *words],
        cwd=ROOT,
        env={"PATH": "/usr/bin:/bin", **variables},
        capture_output=True,
        text=True,
        timeout=60,
    )


@pytest.mark.parametrize(("value", "meant"), [("1", True), ("off", False), ("Yes", True)])
def test_a_flag_is_read_in_plain_words(monkeypatch, value, meant):
    monkeypatch.setenv("DEBUG", value)
    assert env.flag("DEBUG") is meant


def test_an_unclear_flag_stops_with_a_sentence(monkeypatch):
    monkeypatch.setenv("DEBUG", "perhaps")
    with pytest.raises(env.BadSetting, match="DEBUG is 'perhaps'; it takes true or false"):
        env.flag("DEBUG")


@pytest.mark.parametrize("value", ["-1", "70000", "eighty", "8.5"])
def test_a_number_out_of_range_stops_with_a_sentence(monkeypatch, value):
    monkeypatch.setenv("PORT", value)
    with pytest.raises(env.BadSetting, match=r"PORT is .* whole number from 1 to 65535"):
        env.whole_number("PORT", 8000, least=1, most=65535)


def test_the_secret_key_is_made_once_and_only_its_owner_reads_it(tmp_path, monkeypatch):
    monkeypatch.delenv("SECRET_KEY", raising=False)
    key = env.secret_key(tmp_path)
    assert len(key) >= 50
    assert env.secret_key(tmp_path) == key
    assert stat.S_IMODE((tmp_path / "secret_key").stat().st_mode) == 0o600


def test_commands_started_together_go_by_one_secret_key(tmp_path, monkeypatch):
    monkeypatch.delenv("SECRET_KEY", raising=False)
    token = env.secrets.token_urlsafe
    others = []

    def another_is_quicker(length):
        if not others:
            others.append("")
            others[0] = env.secret_key(tmp_path)
        return token(length)

    monkeypatch.setattr(env.secrets, "token_urlsafe", another_is_quicker)
    assert env.secret_key(tmp_path) == others[0]
    assert len(list(tmp_path.glob("secret_key*"))) == 1


def test_the_secret_key_is_made_where_files_cannot_be_linked(tmp_path, monkeypatch):
    def refuse(self, target):
        raise PermissionError("no links here")

    monkeypatch.delenv("SECRET_KEY", raising=False)
    monkeypatch.setattr(Path, "hardlink_to", refuse)
    assert env.secret_key(tmp_path) == env.secret_key(tmp_path)
    assert len(list(tmp_path.glob("secret_key*"))) == 1


def test_a_short_secret_key_is_refused(tmp_path, monkeypatch):
    monkeypatch.setenv("SECRET_KEY", "short")
    with pytest.raises(env.BadSetting, match="shorter than 50"):
        env.secret_key(tmp_path)


def test_a_secret_key_file_cut_short_is_named(tmp_path, monkeypatch):
    monkeypatch.delenv("SECRET_KEY", raising=False)
    (tmp_path / "secret_key").write_text("abc")
    with pytest.raises(env.BadSetting, match="incomplete"):
        env.secret_key(tmp_path)


def test_a_bad_setting_stops_the_start_with_one_sentence(tmp_path):
    done = manage("check", DATA_DIR=str(tmp_path), SEARCH_LANGUAGE="klingon")
    assert done.returncode != 0
    assert "Bad setting: SEARCH_LANGUAGE is 'klingon'" in done.stderr
    assert "Traceback" not in done.stderr


def test_an_unreadable_database_address_is_named_without_its_password(tmp_path):
    done = manage("check", DATA_DIR=str(tmp_path), DATABASE_URL="mongodb://me:secret@host/x")
    assert "Bad setting: DATABASE_URL" in done.stderr
    assert "secret" not in done.stderr


def test_debug_is_off_unless_asked_for(tmp_path):
    code = "from django.conf import settings; print(settings.DEBUG)"
    done = manage("shell", "-v", "0", "-c", code, DATA_DIR=str(tmp_path))
    assert done.stdout.strip() == "False"
