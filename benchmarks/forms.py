"""How much of thirty invented articles comes out of every form of file: shares of right fields.

    python benchmarks/forms.py [FORM ...]

Writes the articles of tests/corpora as files of each form, reads them as an import would, and
prints a row a form; “–” where the form has no place for a field.
"""

from __future__ import annotations

import importlib
import pkgutil
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "tests")]

import corpora  # noqa: E402


def main() -> None:
    names = sys.argv[1:] or sorted(m.name for m in pkgutil.iter_modules(corpora.__path__))
    columns = ("records", *corpora.FIELDS)
    print("form".ljust(24) + "".join(column.rjust(13) for column in columns))
    for name in names:
        module = importlib.import_module(f"corpora.{name}")
        stories = corpora.stories()
        with tempfile.TemporaryDirectory() as folder:
            found = corpora.read_files(Path(folder), module.write(stories))
        shares = corpora.shares(stories, found)
        cells = ("–" if c in module.LACKS else f"{shares[c]:.2f}" for c in columns)
        print(name.ljust(24) + "".join(cell.rjust(13) for cell in cells))


if __name__ == "__main__":
    main()
