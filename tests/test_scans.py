"""Scanned pages: text in reading order, articles across pages, never a coordinate."""

import io
import json
import zipfile

import pytest

from ingest.read_file import read
from ingest.sources import read_paths, read_stream
from ingest.sources.archives import Limits
from ingest.sources.forms.scans.lines import joined

QUAY = "The harbour board of Port Alder voted on Monday to close the eastern quay until the spring."
TIMBER = "Its chairwoman said that divers had found the timber below the cranes rotten in August."
FEES = "Fishermen fear that they will have to sell their catch elsewhere, and asked for a rebate."


def line(text):
    words = "".join(f'<String CONTENT="{word}"/><SP/>' for word in text.split())
    return f"<TextLine>{words}</TextLine>"


def alto(*blocks, number=1):
    inner = "".join(
        f'<TextBlock ID="{name}">{text if text.startswith("<") else line(text)}</TextBlock>'
        for name, text in blocks
    )
    return (
        f'<alto><Layout><Page PHYSICAL_IMG_NR="{number}"><PrintSpace>{inner}</PrintSpace></Page>'
        "</Layout></alto>"
    )


def mets(divisions, files=("1.xml", "2.xml")):
    listed = "".join(
        f'<file ID="F{place}"><FLocat xlink:href="{name}"/></file>'
        for place, name in enumerate(files, 1)
    )
    return (
        '<mets><dmdSec ID="I"><mods:title>Alder Courier</mods:title><mods:dateIssued>1824-02-17'
        f'</mods:dateIssued></dmdSec><fileSec>{listed}</fileSec><structMap TYPE="LOGICAL">'
        f'<div TYPE="Newspaper" DMDID="I">{divisions}</div></structMap></mets>'
    )


def area(begin, file=1, end=""):
    return f'<fptr><area FILEID="F{file}" BEGIN="{begin}" END="{end}"/></fptr>'


def sources(data, name="page.xml", encoding="utf-8"):
    return list(read_stream(io.BytesIO(data.encode(encoding)), name, limits=Limits()))


def texts(data, name="page.xml"):
    (file,) = map(read, sources(data, name))
    return [paragraph.text for paragraph in file.content.paragraphs]


def of_folder(folder, files):
    for name, data in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(data, encoding="utf-8")
    return list(read_paths([folder], limits=Limits()))


def records(found):
    return [json.loads(file.data) for file in found if file.data and not file.aside]


# A page alone


def test_a_page_without_mets_is_one_record_with_its_blocks_as_paragraphs():
    found = sources(alto(("a", QUAY), ("b", TIMBER), number=3))
    (record,) = records(found)
    assert record["text"] == [QUAY, TIMBER]
    assert record["page"] == "3"
    assert "articles" in record["what this is"]


def test_a_word_broken_by_a_line_is_whole_again():
    known = (
        '<TextLine><String CONTENT="har" SUBS_TYPE="HypPart1" SUBS_CONTENT="harbour"/><HYP CONTENT='
        '"-"/></TextLine><TextLine><String CONTENT="bour" SUBS_TYPE="HypPart2" SUBS_CONTENT='
        '"harbour"/><SP/><String CONTENT="board"/></TextLine>'
    )
    marked = (
        '<TextLine><String CONTENT="har"/><HYP CONTENT="-"/></TextLine>'
        '<TextLine><String CONTENT="bour"/></TextLine>'
    )
    assert texts(alto(("a", known))) == ["harbour board"]
    assert texts(alto(("a", marked))) == ["harbour"]


@pytest.mark.parametrize(
    ("lines", "text"),
    [
        (["The har-", "bour board"], "The harbour board"),
        (["Die Ha\u00ac", "Fen"], "Die HaFen"),
        (["North-", "East"], "North- East"),
        (["1824-", "and"], "1824- and"),
        (["one", "", "two"], "one two"),
    ],
)
def test_only_a_hyphen_inside_a_word_goes(lines, text):
    assert joined(lines) == text


def test_composed_blocks_are_opened_and_places_are_no_text():
    data = (
        "<alto><Description><fileName>1.tif</fileName></Description><Layout><Page><PrintSpace>"
        '<ComposedBlock ID="c"><Shape><Polygon POINTS="1,2 3,4"/></Shape><TextBlock ID="t">'
        f"{line(QUAY)}</TextBlock></ComposedBlock><Illustration ID='i'/></PrintSpace></Page>"
        "</Layout></alto>"
    )
    assert texts(data) == [QUAY]


def test_a_page_without_text_and_alto_without_a_page_get_sentences():
    assert sources(alto())[0].problem == "It is a page without text."
    assert sources("<alto><Layout/></alto>")[0].problem == "It is ALTO without a page."


# An issue


def test_an_article_across_pages_is_one_record_and_the_rest_is_set_aside(tmp_path):
    division = f'<div TYPE="ARTICLE" LABEL="The Quay">{area("a")}{area("a", 2)}</div>'
    found = of_folder(
        tmp_path,
        {
            "issue/mets.xml": mets(division, ("./alto/1.xml", "./alto/2.xml")),
            "issue/alto/1.xml": alto(("a", QUAY), ("x", FEES), number=1),
            "issue/alto/2.xml": alto(("a", TIMBER), ("x", "Page two"), number=2),
        },
    )
    (record,) = records(found)
    assert (record["headline"], record["date"]) == ("The Quay", "1824-02-17")
    assert (record["text"], record["pages"]) == ([QUAY, TIMBER], ["1", "2"])
    (beside,) = [file for file in found if file.aside]
    assert json.loads(beside.data)["text"] == [FEES]


def test_headings_name_an_article_without_a_title_and_bylines_its_authors(tmp_path):
    division = (
        f'<div TYPE="ARTICLE"><div TYPE="HEADLINE">{area("h")}</div><div TYPE="AUTHOR">'
        f'{area("u")}</div><div TYPE="BODY"><div TYPE="SUBHEADLINE">{area("s")}</div>'
        f"{area('a', end='b')}</div></div>"
    )
    blocks = (("h", "THE QUAY"), ("u", "By Una Marr"), ("s", "Fees"), ("a", QUAY), ("b", TIMBER))
    (record,) = records(
        of_folder(tmp_path, {"1.xml": alto(*blocks), "m.xml": mets(division, ("1.xml",))})
    )
    assert (record["headline"], record["authors"]) == ("THE QUAY", ["By Una Marr"])
    assert record["text"] == [{"type": "heading", "text": "Fees"}, QUAY, TIMBER]


def test_a_zip_of_an_issue_is_joined_as_well():
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("i/m_mets.xml", mets(f'<div TYPE="Article">{area("a")}</div>', ("1.xml",)))
        archive.writestr("i/1.xml", alto(("a", QUAY)))
    packed.seek(0)
    (file,) = read_stream(packed, "issue.zip", limits=Limits())
    assert file.name == "issue.zip/i/m_mets.xml:1"
    assert json.loads(file.data)["text"] == [QUAY]


def test_pages_of_two_issues_with_the_same_names_stay_apart(tmp_path):
    files = {}
    for issue, text in (("one", QUAY), ("two", TIMBER)):
        files[f"{issue}/m.xml"] = mets(f'<div TYPE="ARTICLE">{area("a")}</div>', ("1.xml",))
        files[f"{issue}/1.xml"] = alto(("a", text))
    assert [record["text"] for record in records(of_folder(tmp_path, files))] == [[QUAY], [TIMBER]]


def test_what_mets_names_and_nobody_has_is_said(tmp_path):
    division = f'<div TYPE="ARTICLE">{area("a")}{area("a", 2)}</div>'
    found = of_folder(tmp_path, {"m.xml": mets(division), "1.xml": alto(("a", QUAY))})
    assert len(records(found)) == 1
    assert found[-1].problem.startswith("1 stretches of text that it names are not on the pages")
    assert "not beside it" in sources(mets(division), "m.xml")[0].problem
    assert "names no articles" in sources(mets('<div TYPE="Page"/>'), "m.xml")[0].problem


def test_an_address_of_a_page_leads_nowhere_else(tmp_path):
    division = f'<div TYPE="ARTICLE">{area("a")}</div>'
    for href in ("../../etc/passwd", "http://a.example/x.xml", "file:///etc/passwd", "\\..\\.."):
        found = of_folder(tmp_path, {"m.xml": mets(division, (href,))})
        assert "not beside it" in found[0].problem


# PAGE XML and hOCR


def region(name, *lines, kind="paragraph"):
    inner = "".join(
        f"<TextLine><Coords points='1,2'/><Word><TextEquiv><Unicode>x</Unicode></TextEquiv></Word>"
        f"<TextEquiv><Unicode>{text}</Unicode></TextEquiv></TextLine>"
        for text in lines
    )
    return f'<TextRegion id="{name}" type="{kind}">{inner}</TextRegion>'


def test_regions_come_in_the_reading_order_and_headings_as_headings():
    data = (
        '<PcGts><Page imageFilename="1.jpg"><ReadingOrder><OrderedGroup><RegionRefIndexed index="1"'
        ' regionRef="b"/><RegionRefIndexed index="0" regionRef="h"/></OrderedGroup></ReadingOrder>'
        f"{region('z', FEES)}{region('b', 'The har¬', 'bour')}{region('h', 'Quay', kind='heading')}"
        "</Page></PcGts>"
    )
    (record,) = records(sources(data))
    assert record["text"] == [{"type": "heading", "text": "Quay"}, "The harbour", FEES]


def test_hocr_gives_paragraphs_of_lines_a_page_a_record():
    def page(*lines):
        spans = "".join(
            f"<span class='ocr_line' title='bbox 1 2'><span class='ocrx_word'>{text}</span></span>"
            for text in lines
        )
        area = f"<div class='ocr_carea'><p class='ocr_par'>{spans}</p></div>"
        return f"<div class='ocr_page'>{area}</div>"

    data = f"<html><body>{page('The har-', 'bour board')}{page(QUAY)}</body></html>"
    assert [record["text"] for record in records(sources(data, "a.html"))] == [
        ["The harbour board"],
        [QUAY],
    ]


def test_damaged_and_hostile_pages_get_a_sentence_or_their_text():
    whole = alto(("a", QUAY), ("b", TIMBER))
    cut = sources(whole[: whole.index("rotten")])
    assert any(file.problem for file in cut)
    bomb = (
        '<!DOCTYPE a [<!ENTITY a "aa"><!ENTITY b "&a;&a;">'
        '<!ENTITY c SYSTEM "file:///etc/hostname">]>'
    )
    (record, *_) = records(sources(bomb + alto(("a", "x &b; &c;"))))
    assert record["text"] == ["x &b; &c;"]
    deep = "<alto><Layout><Page>" + "<ComposedBlock>" * 3_000 + f"<TextBlock>{line(QUAY)}"
    assert all(file.problem for file in sources(deep))
    assert records(sources(whole, encoding="utf-16"))


def test_words_that_stand_in_no_line_of_hocr_are_kept():
    data = """<html><head><meta name="ocr-system" content="own"/></head><body>
    <div class="ocr_page">Printed at Alder<p class="ocr_par"><span class="ocr_line">The quay was
    closed.</span></p></div></body></html>"""
    assert texts(data, "page.html") == ["Printed at Alder", "The quay was closed."]


def test_a_page_that_is_too_long_is_not_called_empty(monkeypatch):
    monkeypatch.setattr("ingest.sources.forms.markup.LONGEST", 500)
    data = alto(("B1", "The ferry crossed twice on Monday"))
    (page,) = sources(data.replace("</Page>", f"{' ' * 900}</Page>"))
    assert "longer than" in page.problem
