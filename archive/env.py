"""Settings from the environment: each function returns a type, or raises a sentence."""

import os
import secrets
import tempfile
from collections.abc import Collection
from pathlib import Path

TRUE = frozenset({"1", "true", "yes", "on"})
FALSE = frozenset({"0", "false", "no", "off", ""})


class BadSetting(Exception):
    """A setting that cannot be used; the message says which, why and what it takes."""


def text(name: str, default: str = "") -> str:
    return os.environ.get(name, "").strip() or default


def flag(name: str, default: bool = False) -> bool:
    if name not in os.environ:
        return default
    value = os.environ[name].strip().casefold()
    if value in TRUE:
        return True
    if value in FALSE:
        return False
    raise BadSetting(f"{name} is {os.environ[name]!r}; it takes true or false.")


def whole_number(name: str, default: int, *, least: int, most: int) -> int:
    value = text(name)
    if not value:
        return default
    if not value.isdecimal() or not least <= int(value) <= most:
        raise BadSetting(f"{name} is {value!r}; it takes a whole number from {least} to {most}.")
    return int(value)


def choice(name: str, default: str, allowed: Collection[str]) -> str:
    value = text(name, default).casefold()
    if value not in allowed:
        raise BadSetting(f"{name} is {value!r}; it takes one of {', '.join(sorted(allowed))}.")
    return value


def words(name: str, default: str = "") -> list[str]:
    """A list separated by commas or spaces."""
    return text(name, default).replace(",", " ").split()


def folder(name: str, default: Path) -> Path:
    """The absolute path of a folder, made where it is missing."""
    path = Path(text(name) or default).expanduser().absolute()
    try:
        path.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise BadSetting(f"{name} is {path}; it cannot be created: {error.strerror}.") from error
    return path


def secret_key(data_dir: Path) -> str:
    """SECRET_KEY, or the key in the data folder, made (mode 0600) on first use."""
    if given := text("SECRET_KEY"):
        if len(given) < 50:
            raise BadSetting("SECRET_KEY is shorter than 50 characters; use a long random one.")
        return given
    path = data_dir / "secret_key"
    if not path.exists():
        try:
            _make_key(path)
        except PermissionError as error:
            raise BadSetting(
                f"There is no SECRET_KEY, and {path} cannot be written: set SECRET_KEY, "
                f"or DATA_DIR to a folder that can be written."
            ) from error
    return _read_key(path)


def _make_key(path: Path) -> None:
    """Write a key atomically, unless another process was first: commands started together must
    neither read half a key nor each use their own."""
    descriptor, name = tempfile.mkstemp(prefix=f"{path.name}-", dir=path.parent)
    written = Path(name)
    try:
        with os.fdopen(descriptor, "w", encoding="ascii") as file:
            file.write(secrets.token_urlsafe(64))
        try:
            path.hardlink_to(written)
        except FileExistsError:
            pass
        except OSError:
            written.replace(path)  # on a file system without links
    finally:
        written.unlink(missing_ok=True)


def _read_key(path: Path) -> str:
    try:
        key = path.read_text(encoding="ascii").strip()
    except OSError as error:
        raise BadSetting(f"The secret key in {path} cannot be read: {error.strerror}.") from error
    if len(key) < 50:
        raise BadSetting(
            f"The secret key in {path} is incomplete: delete the file, and a new one is made."
        )
    return key
