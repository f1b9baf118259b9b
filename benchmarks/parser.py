"""How many text files a second the parser reads on one core, beside a plain alternative.

    python benchmarks/parser.py [FOLDER] [--profile]

Reads and decodes the files of FOLDER first (default: seeds/ and tests/golden, repeated), then times
decoding and parsing alone. The plain alternative normalises each line and does nothing else, so
that the ratio tells the parser from the machine.
"""

from __future__ import annotations

import argparse
import cProfile
import pstats
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from ingest.decode import decode  # noqa: E402
from ingest.parsing import normalise, parse  # noqa: E402


def sources(folder: Path | None) -> list[tuple[str, bytes]]:
    if folder is not None:
        paths = sorted(path for path in folder.rglob("*.txt"))[:5_000]
        return [(path.name, path.read_bytes()) for path in paths]
    paths = [*(ROOT / "seeds").glob("*.txt"), *(ROOT / "tests" / "golden").glob("*.txt")]
    return [(path.name, path.read_bytes()) for path in paths] * 100


def timed(files: list[tuple[str, bytes]]) -> float:
    start = time.process_time()
    for name, data in files:
        parse(name, decode(data))
    return time.process_time() - start


def plain(files: list[tuple[str, bytes]]) -> float:
    start = time.process_time()
    for _, data in files:
        for line in data.decode("utf-8", "replace").splitlines():
            normalise(line)
    return time.process_time() - start


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", nargs="?", type=Path)
    parser.add_argument("--profile", action="store_true")
    args = parser.parse_args()
    files = sources(args.folder)
    size = sum(len(data) for _, data in files) / len(files)
    timed(files[:50])
    if args.profile:
        with cProfile.Profile() as watched:
            timed(files)
        pstats.Stats(watched).sort_stats("tottime").print_stats(25)
        return
    took, base = min(timed(files) for _ in range(3)), min(plain(files) for _ in range(3))
    print(f"{len(files)} files of {size:,.0f} bytes: {len(files) / took:,.0f} a second, "
          f"{took / len(files) * 1e3:.2f} ms each, {took / base:.0f} times a split")  # fmt: skip


if __name__ == "__main__":
    main()
