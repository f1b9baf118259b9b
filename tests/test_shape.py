"""What folders, file names, side files and tables say of articles: guessed, or written by hand."""

import io
import json
import zipfile

import pytest

from ingest import sources
from ingest.read_file import read
from ingest.sources.archives import Limits
from ingest.sources.shape import BadShape, Shape, in_words, sides
from ingest.sources.shape.file_names import is_paper, is_word, said_by
from ingest.sources.shape.sides import values_of_sidecar

ONE = (
    "The weir above Tarn Mill gave way on Sunday night, and the lower meadows stood under a foot "
    "of water when the first train passed at six.\n\n"
    "Nobody was hurt, said the warden, who had rung the bell at the mill for an hour before the "
    "bank broke and had sent the cattle up to the chapel field.\n"
)
TWO = (
    "The reading room of the old customs house opens again in May with longer hours, since the "
    "council found the money for a second librarian.\n\n"
    "Its maps of the estuary, which were drawn for the pilots of the last century, may be looked "
    "at without asking for a key.\n"
)


def put(place, files):
    for name, data in files.items():
        path = place / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data if isinstance(data, bytes) else data.encode())
    return place


def packed(files):
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return stream.getvalue()


def guessed(place):
    return sources.guess_paths([place], limits=Limits())


def shaped(place, shape=None):
    shape = guessed(place) if shape is None else Shape.from_json(shape)
    return list(sources.read_paths([place], limits=Limits(), shape=shape))


def contents(place, shape=None):
    return {source.name: read(source).content for source in shaped(place, shape)}


# Folders and names --------------------------------------------------------------------------------


@pytest.mark.parametrize("wrap", [put, lambda place, files: put(place, {"c.zip": packed(files)})])
def test_folders_with_words_for_names_are_sections(tmp_path, wrap):
    wrap(tmp_path, {"business/001.txt": ONE, "sport/001.txt": TWO})
    assert in_words(guessed(tmp_path)) == "Folders are sections (business, sport)."
    assert sorted(content.section for content in contents(tmp_path).values()) == [
        "business",
        "sport",
    ]


def test_folders_called_as_papers_are_publications(tmp_path):
    names = ("The Alder Courier/1946/01/a.txt", "Brackwater_Herald/1946/02/b.txt")
    put(tmp_path, dict.fromkeys(names, ONE))
    found = contents(tmp_path)
    assert [found[name].publication for name in names[::-1]] == [
        "Brackwater Herald",
        "The Alder Courier",
    ]
    assert guessed(tmp_path).folders == "publication"


@pytest.mark.parametrize(
    "folders",
    [
        ("train", "test"),
        ("2004", "2005"),
        ("true", "fake"),
        ("de", "fr"),
        ("AnnaMarr", "JossQuill"),
        ("part1", "part2"),
    ],
)
def test_folders_that_say_how_a_corpus_was_made_name_nothing(tmp_path, folders):
    put(tmp_path, {f"{folder}/1.txt": ONE for folder in folders})
    assert guessed(tmp_path) == Shape()


def test_a_folder_for_each_article_is_no_section(tmp_path):
    words = ("weir", "mill", "tarn", "bell", "chapel", "field", "train", "maps", "key", "pilots")
    put(tmp_path, {f"{one} {two}/index.txt": ONE for one in words for two in words[:3]})
    assert guessed(tmp_path).folders == "nothing"


def test_what_a_text_says_wins_over_its_folder(tmp_path):
    record = {"title": "Weir gives way", "text": ONE, "section": "Rivers"}
    put(tmp_path, {"news desk/a.json": json.dumps(record), "sport/b.txt": TWO})
    assert contents(tmp_path, {"folders": "section"})["news desk/a.json"].section == "Rivers"


@pytest.mark.parametrize(
    ("name", "day"),
    [
        ("1946-01-04_p3_weir.txt", "1946-01-04"),
        ("19460104-316-203234930.txt", "1946-01-04"),
        ("courier_1946-01-04.txt", "1946-01-04"),
        ("19461304-316.txt", ""),
        ("203234930.txt", ""),
    ],
)
def test_names_of_files_give_the_day(tmp_path, name, day):
    put(tmp_path, {name: ONE, name.replace("04", "05"): TWO})
    assert contents(tmp_path)[name].date == day


def test_the_day_of_an_export_dates_none_of_its_articles(tmp_path):
    put(tmp_path, {"export-2021-03-04.xml": f"<all><item>{ONE}</item><item>{TWO}</item></all>"})
    assert guessed(tmp_path) == Shape()


def test_letters_before_a_number_give_the_section(tmp_path):
    put(tmp_path, {"real/spt012.txt": ONE, "real/bus003.txt": TWO})
    assert [content.section for content in contents(tmp_path).values()] == ["business", "sport"]


def test_a_pattern_names_parts_of_a_file_name():
    assert said_by("{date}_{section}_*", "19460104_harbour-news_7") == {
        "date": "1946-01-04",
        "section": "harbour news",
    }
    assert said_by("{section}-{number}", "weather") == {}


def test_words_are_told_from_codes_and_papers_from_sections():
    assert [is_word(name) for name in ("World News", "1946", "a3f09", "xml", "Wirtschaft")] == [
        True, False, False, False, True,
    ]  # fmt: skip
    assert is_paper("tarn-echo.com")
    assert not is_paper("news")


def test_defaults_stand_where_a_file_names_none(tmp_path):
    put(tmp_path, {"a.txt": ONE})
    shape = {"defaults": {"publication": "The Tarn Echo", "section": "Local", "language": "en"}}
    content = contents(tmp_path, shape)["a.txt"]
    assert (content.publication, content.section) == ("The Tarn Echo", "Local")


# Side files ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("wrap", [put, lambda place, files: put(place, {"c.zip": packed(files)})])
def test_headlines_in_files_of_their_own_join_the_texts(tmp_path, wrap):
    files = {"News/1.txt": ONE, "News/2.txt": TWO, "News_titles/1.txt": "Weir gives way\n"}
    wrap(tmp_path, {**files, "News_titles/2.txt": "Maps without a key\n"})
    found = list(contents(tmp_path).values())
    assert [content.headline for content in found] == ["Weir gives way", "Maps without a key"]
    assert len(found[0].paragraphs) == 2


def test_the_same_names_in_two_sections_are_no_headlines(tmp_path):
    put(tmp_path, {f"{f}/{n}.txt": text for f in ("sport", "art") for n, text in ((1, ONE),)})
    assert guessed(tmp_path).titles == {}


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("1.json", json.dumps({"author": "Una Marr", "date": "1946-01-04", "bias": "left"})),
        ("1.xml", "<m><author>Una Marr</author><date>1946-01-04</date></m>"),
        ("1-meta.txt", "Author: Una Marr\nDate: 1946-01-04\n"),
        ("1_meta.txt", "https://tarn.example/weir\nUna Marr\n1946-01-04\n17\n"),
    ],
)
def test_a_sidecar_says_what_is_known_of_the_text_beside_it(tmp_path, name, data):
    files = {"1.txt": ONE, name: data, "2.txt": TWO, name.replace("1", "2", 1): data}
    found = contents(put(tmp_path, files))
    assert [*found] == ["1.txt", "2.txt"]
    assert (found["1.txt"].date, found["1.txt"].authors[0].name) == ("1946-01-04", "Una Marr")


def test_one_date_above_twelve_settles_the_order_of_all_sidecars(tmp_path):
    day = {"1": "04/03/1946", "2": "25/03/1946"}
    put(tmp_path, {f"{n}.txt": ONE for n in day})
    put(tmp_path, {f"{n}-meta.txt": f"Author: Una Marr\nDate: {day[n]}\n" for n in day})
    assert [content.date for content in contents(tmp_path).values()] == ["1946-03-04", "1946-03-25"]


def test_a_sidecar_without_its_text_is_named_and_not_lost(tmp_path):
    put(tmp_path, {"1.txt": ONE, "9-meta.txt": "Author: Una Marr\n"})
    files = shaped(tmp_path, {"sidecars": {"*-meta.txt": "*.txt"}})
    assert [(file.name, file.aside) for file in files] == [
        ("1.txt", ""),
        ("9-meta.txt", "It describes “9.txt”, which is not among the files."),
    ]
    assert files[1].data == b"Author: Una Marr\n"


def test_a_file_too_long_for_a_sidecar_stays_an_article(tmp_path):
    put(tmp_path, {"1.txt": ONE, "1-meta.txt": TWO * 400})
    files = shaped(tmp_path, {"sidecars": {"*-meta.txt": "*.txt"}})
    assert [len(file.data) > 10 for file in files] == [True, True]


def test_side_files_beyond_the_bound_are_named_and_the_texts_read(tmp_path, monkeypatch):
    monkeypatch.setattr(sides, "MOST", 30)
    put(tmp_path, {f"{n}{end}": ONE for n in (1, 2) for end in (".txt",)})
    put(tmp_path, {f"{n}-meta.txt": "Author: Una Marr\n" for n in (1, 2)})
    files = shaped(tmp_path, {"sidecars": {"*-meta.txt": "*.txt"}})
    assert [len(file.facts) for file in files] == [1, 0, 0]
    assert files[-1].problem == sides.TOO_MANY


@pytest.mark.parametrize(
    "data",
    [
        b"<!DOCTYPE m [<!ENTITY a 'xx'><!ENTITY b '&a;&a;'>]><m><author>&b;</author></m>",
        b"<!DOCTYPE m [<!ENTITY a SYSTEM 'file:///etc/passwd'>]><m><author>&a;</author></m>",
        b'{"author": ' + b"[" * 50_000,
        b"\x00\xff\xfe broken",
        b"<m><author>Una",
        b"",
    ],
)
def test_a_hostile_sidecar_does_no_harm(data):
    values = dict(values_of_sidecar(data, ()))
    assert "xxxx" not in str(values)
    assert "root:" not in str(values)


TABLES = {
    "metadata.csv": "filename,title,date,newspaper,page\n0001.txt,Weir gives way,1946-01-04,"
    "The Tarn Echo,3\n0002.txt,Maps without a key,1946-01-05,The Tarn Echo,1\n",
    "metadata.tsv": "id\ttitle\tdate\tnewspaper\n0001\tWeir gives way\t1946-01-04\tThe Tarn Echo\n"
    "0002\tMaps without a key\t1946-01-05\tThe Tarn Echo\n",
    "meta.json": json.dumps(
        [
            {"file": "texts/0001.txt", "title": "Weir gives way", "date": "1946-01-04",
             "newspaper": "The Tarn Echo"},
            {"file": "texts/0002.txt", "title": "Maps without a key", "date": "1946-01-05",
             "newspaper": "The Tarn Echo"},
        ]
    ),
}  # fmt: skip


@pytest.mark.parametrize("table", TABLES)
@pytest.mark.parametrize("wrap", [put, lambda place, files: put(place, {"c.zip": packed(files)})])
def test_a_table_describes_the_files_beside_it(tmp_path, table, wrap):
    wrap(tmp_path, {"texts/0001.txt": ONE, "texts/0002.txt": TWO, table: TABLES[table]})
    found = list(contents(tmp_path).values())
    assert [(one.headline, one.date, one.publication) for one in found] == [
        ("Weir gives way", "1946-01-04", "The Tarn Echo"),
        ("Maps without a key", "1946-01-05", "The Tarn Echo"),
    ]


def test_a_row_without_its_file_is_named_and_not_lost(tmp_path):
    put(tmp_path, {"texts/0001.txt": ONE, "metadata.csv": TABLES["metadata.csv"]})
    files = shaped(tmp_path, {"metadata": {"metadata.csv": "filename"}})
    assert files[-1].name == "metadata.csv:3"
    assert files[-1].aside == "It describes a file “0002.txt”, which is not among the files."


def test_of_two_rows_for_one_file_none_is_taken(tmp_path):
    table = "file,title\n1.txt,Weir gives way\n1.txt,Another\n"
    put(tmp_path, {"1.txt": ONE, "metadata.csv": table})
    files = shaped(tmp_path, {"metadata": {"metadata.csv": "file"}})
    assert files[0].facts == ()
    assert len([file for file in files if file.aside]) == 2


def test_a_table_that_holds_the_texts_is_no_table_of_metadata(tmp_path):
    rows = "".join(f'{n},Weir {n},"{ONE * 2}"\n' for n in (1, 2, 3))
    put(tmp_path, {"1.txt": ONE, "2.txt": TWO, "news.csv": f"id,title,text\n{rows}"})
    assert guessed(tmp_path).metadata == {}


# What a person writes -----------------------------------------------------------------------------


def test_a_shape_comes_back_as_it_went_out():
    given = {
        "folders": "section",
        "level": 2,
        "folder_roles": {"Echo": "publication"},
        "file_names": "{date}_{section}",
        "prefixes": {"spt": "sport"},
        "titles": {"titles/*.txt": "texts/*.txt"},
        "sidecars": {"*-meta.txt": "*.txt"},
        "sidecar_lines": ["authors", "", "date"],
        "metadata": {"m.csv": "file"},
        "defaults": {"language": "en"},
        "records": [{"match": "*.csv", "columns": ["section", "title"], "header": False,
                     "delimiter": ";", "quote": "'", "keys": {"Who": "authors"}}],
        "without_text": True,
        "reasons": ["it was written by hand"],
    }  # fmt: skip
    assert Shape.from_json(given).as_json() == given
    assert Shape.from_json(Shape().as_json()) == Shape()


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ([], "A map is an object"),
        ({"folder": "section"}, "A map has no “folder”"),
        ({"folders": "author"}, "takes section, publication or nothing, not “author”"),
        ({"level": True}, "takes a number"),
        ({"file_names": "{day}*"}, "each of date, section"),
        ({"file_names": "*{section}*{headline}*"}, "parts of any length"),
        ({"titles": {"titles/1.txt": "texts/*.txt"}}, "has one *"),
        ({"defaults": {"date": "1946"}}, "“defaults” has no “date”"),
        ({"columns": "title,text"}, "takes a list of texts"),
        ({"keys": {"Bias": "colour"}}, "An article has no field “colour”"),
        ({"records": [{"match": "*", "sep": ";"}]}, "“records” has no “sep”"),
        ({"delimiter": "||"}, "take one character"),
        ({"without_text": "yes"}, "takes true or false"),
    ],
)
def test_a_bad_map_is_refused_with_a_sentence(given, said):
    with pytest.raises(BadShape, match=said.replace("*", r"\*")):
        Shape.from_json(given)


def test_a_map_may_be_yaml():
    shape = Shape.from_text('folders: section\ncolumns: [section, title]\nquote: "\'"\n')
    assert shape.records[0].columns == ("section", "title")
    for broken in ("folders: [", '{"folders": ', "just words"):
        with pytest.raises(BadShape):
            Shape.from_text(broken)
