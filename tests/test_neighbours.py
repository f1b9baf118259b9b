"""What the records of a file say of one another's language."""

import csv
import json

from ingest.read_file import read
from ingest.sources import read_paths
from ingest.sources.archives import Limits

TURKISH = (
    "Liman kurulu pazartesi günü doğu rıhtımını onarım için kapatmaya karar verdi; işler bahara "
    "dek sürecek ve balıkçılar {} gün başka bir yere gidecek."
)
BARE = "Alder 3 Brackwater 1 Sallow {}"
ENGLISH = "The harbour board voted on Monday to close the eastern quay for {} days in the spring."


def languages(place, *texts):
    with place.open("w", newline="", encoding="utf-8") as stream:
        writer = csv.writer(stream)
        writer.writerow(["title", "text"])
        writer.writerows((f"Alder {n}", text.format(n)) for n, text in enumerate(texts))
    return [read(file).content.language for file in read_paths([place], limits=Limits())]


def test_a_row_whose_words_tell_nothing_has_the_language_of_the_others(tmp_path):
    found = languages(tmp_path / "a.csv", *[TURKISH] * 12, BARE, *[TURKISH] * 40, BARE)
    assert set(found) == {"tr"}


def test_the_origin_of_such_a_language_is_said(tmp_path):
    place = tmp_path / "a.jsonl"
    texts = [*[ENGLISH] * 9, BARE]
    place.write_text("\n".join(json.dumps({"title": "A", "text": text}) for text in texts))
    [*_, last] = [read(file) for file in read_paths([place], limits=Limits())]
    assert last.content.language == "en"
    assert last.reading.fields["language"].reason.startswith("the other records of a.jsonl")


def test_rows_of_two_languages_keep_their_own(tmp_path):
    found = languages(tmp_path / "a.csv", *[TURKISH, ENGLISH] * 10, BARE)
    assert found == ["tr", "en"] * 10 + [""]


def test_few_rows_say_nothing_of_another(tmp_path):
    assert languages(tmp_path / "a.csv", ENGLISH, ENGLISH, BARE) == ["en", "en", ""]


def test_a_row_of_another_language_keeps_it(tmp_path):
    assert languages(tmp_path / "a.csv", *[TURKISH] * 20, ENGLISH)[-1] == "en"


def test_files_of_one_record_say_nothing_of_one_another(tmp_path):
    for n in range(12):
        (tmp_path / f"{n:02}.txt").write_text(f"Alder {n}\n\n{ENGLISH.format(n)}\n")
    (tmp_path / "99.txt").write_text("Ahoy\n\n" + BARE.format(9))
    [*_, last] = [read(file) for file in read_paths([tmp_path], limits=Limits())]
    assert not last.content or last.content.language == ""
