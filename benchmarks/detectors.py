"""How often the encoding of bytes that are not UTF-8 is guessed right, on short and long texts.

    python benchmarks/detectors.py

Beside our own `detect` stand charset-normalizer alone and windows-1252 for everything. A guess is
right where the text comes out the same, whatever the codec is called.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from charset_normalizer import from_bytes

from ingest.decode import detect

SAMPLES = {
    "cp1252 de": ("cp1252", "Die Fähre nach Großwerder fährt heute nicht. „Schade“, sagte die Bürgermeisterin. "),  # noqa: E501
    "cp1252 fr": ("cp1252", "La préfète a fermé l’écluse de Valbrune, où l’eau dépassait déjà le quai. "),  # noqa: E501
    "cp1252 es": ("cp1252", "El puerto de Peñalba seguirá cerrado mañana, según el capitán marítimo. "),  # noqa: E501
    "cp1252 en": ("cp1252", "“We would rather lose a summer than a gate,” the harbour master’s note says – twice. "),  # noqa: E501
    "cp1250 cs": ("cp1250", "Přístav zůstane zavřený až do podzimu, řekl starosta městečka Žluťany. "),  # noqa: E501
    "cp1251 ru": ("cp1251", "Порт останется закрытым до осени, сообщил начальник гавани в понедельник. "),  # noqa: E501
    "koi8_r ru": ("koi8_r", "Порт останется закрытым до осени, сообщил начальник гавани в понедельник. "),  # noqa: E501
    "cp1253 el": ("cp1253", "Το λιμάνι θα μείνει κλειστό μέχρι το φθινόπωρο, είπε ο δήμαρχος. "),
    "shift_jis": ("shift_jis", "港は秋まで閉鎖されると、町長が月曜日に発表した。"),
    "gb18030": ("gb18030", "港口将关闭到秋天，镇长星期一宣布了这一决定。"),
}  # fmt: skip
LENGTHS = {"short": 1, "long": 40}


def normalizer(data: bytes) -> str:
    best = from_bytes(data[:10_000]).best()
    return best.encoding if best else "cp1252"


GUESSERS: dict[str, Callable[[bytes], str]] = {
    "ours": detect,
    "charset-normalizer": normalizer,
    "always windows-1252": lambda _: "cp1252",
}


def main() -> None:
    for length, times in LENGTHS.items():
        for name, guess in GUESSERS.items():
            wrong = []
            for label, (codec, sentence) in SAMPLES.items():
                text = sentence * times
                data = text.encode(codec)
                if data.decode(guess(data), "replace") != text:
                    wrong.append(label)
            print(f"{length:6} {name:20} {len(SAMPLES) - len(wrong)} of {len(SAMPLES)} right"
                  f"{'; wrong: ' + ', '.join(wrong) if wrong else ''}")  # fmt: skip


if __name__ == "__main__":
    main()
