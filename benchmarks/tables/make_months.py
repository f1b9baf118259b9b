"""Write `months.tsv`, the month names that the parser reads in dates, from CLDR.

    python benchmarks/tables/make_months.py

Needed when a language or a name is added here, or for a new CLDR; Babel, a development dependency,
brings the data. What CLDR lacks stands in ADDED with its reason.
"""

from __future__ import annotations

import sys
import unicodedata
from pathlib import Path
from typing import Final

from babel import Locale

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

from ingest.parsing.fields.months import TABLE  # noqa: E402

#: Languages whose names, full and short, are read in every text.
IN_TEXTS: Final = ("en", "en_GB", "de", "de_AT", "fr", "es", "es_MX", "es_PE", "it", "pt", "nl")
#: Languages of whose names every text is read for the full ones as they stand in dates.
IN_DATES: Final = ("sv", "da", "nb", "pl", "ru", "uk", "cs", "tr")
#: Languages whose names are read on saved pages only: pages say what language they are in. Hebrew
#: comes last: Babel 2.18 hands its short names on to languages asked for later.
ON_PAGES: Final = (
    "sk", "hr", "sl", "sr", "sr_Latn", "bg", "ro", "hu", "fi", "et", "lv", "lt", "el", "ca", "id",
    "ms", "ar", "ar_SY", "ar_DZ", "ar_MA", "fa", "hi", "bn", "ta", "th", "fil", "sw", "is", "af",
    "he",
)  # fmt: skip
#: Pages state these languages by other codes than CLDR's, or by several.
CODES: Final = {"nb": "nb no nn", "fil": "tl", "he": "he iw", "id": "id in"}

#: (language, month, names, whether every text is read for them, reason).
ADDED: Final = (
    ("de", 1, "jänn", True, "Austrian short form"),
    ("de", 2, "feber", True, "Austrian"),
    ("de", 3, "maerz", True, "umlaut spelt out"),
    ("de", 3, "mrz", True, "short form of computers"),
    ("fr", 2, "fevrier", True, "without accents"),
    ("fr", 2, "fév", True, "older short form"),
    ("fr", 8, "aout", True, "without accents"),
    ("fr", 12, "decembre", True, "without accents"),
    ("nl", 2, "febr", True, "older short form"),
    ("pt", 3, "marco", True, "without accents"),
    ("ru", 9, "сен", False, "short form of three letters"),
    ("ru", 11, "ноя", False, "short form of three letters"),
    ("sl", 1, "januarja", False, "genitive"),
    ("sl", 2, "februarja", False, "genitive"),
    ("sl", 4, "aprila", False, "genitive"),
    ("sl", 6, "junija", False, "genitive"),
    ("sl", 7, "julija", False, "genitive"),
    ("sl", 8, "avgusta", False, "genitive"),
    ("sl", 10, "oktobra", False, "genitive"),
    ("lv", 1, "janvārī", False, "locative"),
    ("lv", 2, "februārī", False, "locative"),
    ("lv", 3, "martā", False, "locative"),
    ("lv", 4, "aprīlī", False, "locative"),
    ("lv", 5, "maijā", False, "locative"),
    ("lv", 6, "jūnijā", False, "locative"),
    ("lv", 7, "jūlijā", False, "locative"),
    ("lv", 8, "augustā", False, "locative"),
    ("lv", 9, "septembrī", False, "locative"),
    ("lv", 10, "oktobrī", False, "locative"),
    ("lv", 11, "novembrī", False, "locative"),
    ("lv", 12, "decembrī", False, "locative"),
    ("el", 5, "μαϊ", False, "short form without accent"),
    ("ar", 4, "ابريل", False, "without hamza"),
    ("ar", 6, "يونيه", False, "Egyptian spelling"),
    ("ar", 7, "يوليه", False, "Egyptian spelling"),
    ("bn", 1, "জানুয়ারি", False, "spelling since the reform"),
    ("bn", 2, "ফেব্রুয়ারি", False, "spelling since the reform"),
    ("hi", 2, "फरवरी", False, "without nukta"),
    ("hi", 9, "सितम्बर", False, "with half m"),
    ("hi", 11, "नवम्बर", False, "with half m"),
    ("hi", 12, "दिसम्बर", False, "with half m"),
)
#: Names that texts are not read for though their language is, with the reason.
NOT_IN_TEXTS: Final = {"marca": "a word, and a paper, in Spanish"}
#: Catalan sets its names behind these; the patterns of dates know them.
_LINKS: Final = ("de ", "d’")


class MonthSources:
    """What is known of one name of one month."""

    def __init__(self) -> None:
        self.languages: list[str] = []
        self.full = False
        self.in_texts = False
        self.source = "CLDR"


def folded(name: str) -> str:
    name = unicodedata.normalize("NFC", name.casefold()).replace("\u00a0", " ").rstrip(".")
    return next((name[len(link) :] for link in _LINKS if name.startswith(link)), name)


def of_cldr(names: dict[tuple[int, str], MonthSources]) -> None:
    for code in (*IN_TEXTS, *IN_DATES, *ON_PAGES):
        months = Locale.parse(code).months
        for context in ("format", "stand-alone"):
            for width in ("wide", "abbreviated"):
                for month, word in months[context][width].items():
                    name = names.setdefault((month, folded(word)), MonthSources())
                    spoken = CODES.get(code, code.partition("_")[0])
                    if spoken not in name.languages:
                        name.languages.append(spoken)
                    name.full |= width == "wide"
                    name.in_texts |= code in IN_TEXTS
                    name.in_texts |= code in IN_DATES and (context, width) == ("format", "wide")


def add(names: dict[tuple[int, str], MonthSources]) -> None:
    for language, month, word, in_texts, reason in ADDED:
        name = names.setdefault((month, folded(word)), MonthSources())
        if language in name.languages:
            print(f"In CLDR by now: {word} ({language})")
        name.full = "short form" not in reason
        name.in_texts, name.source = name.in_texts or in_texts, reason
        if language not in name.languages:
            name.languages.append(language)
    for word, reason in NOT_IN_TEXTS.items():
        for (_, other), name in names.items():
            if other == word:
                name.in_texts, name.source = False, f"CLDR; {reason}"


def main() -> None:
    names: dict[tuple[int, str], MonthSources] = {}
    of_cldr(names)
    add(names)
    lines = ["name\tmonth\tform\tread in\tlanguages\tsource"]
    for (month, word), name in sorted(names.items()):
        form, read = "full" if name.full else "short", "texts" if name.in_texts else "pages"
        lines.append(f"{word}\t{month}\t{form}\t{read}\t{' '.join(name.languages)}\t{name.source}")
    TABLE.write_text("\n".join(lines) + "\n", encoding="utf-8")
    print(f"{len(lines) - 1} names in {TABLE.relative_to(ROOT)}")


if __name__ == "__main__":
    main()
