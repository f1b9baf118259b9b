"""Elements of XML and SGML, whole and one by one, from sound and from hostile files."""

import io
import time
import tracemalloc

import pytest

from ingest.sources.forms import markup
from ingest.sources.forms.markup import MarkupNotes, elements, named


def read(data, *names, notes=None):
    data = data.encode() if isinstance(data, str) else data
    return list(elements(io.BytesIO(data), named(*(names or ("doc",))), notes or MarkupNotes()))


def texts(data, *names):
    return [element.text for element in read(data, *names)]


def test_each_element_comes_whole_and_in_order():
    first, second = read('<a><doc n="1"><t>One</t> and</doc><b/><doc n="2">two</doc></a>')
    assert (first.attributes, first.text_of("t"), first.text) == ({"n": "1"}, "One", "One and")
    assert second.text == "two"


def test_namespaces_and_case_of_names_do_not_matter():
    (found,) = read('<x:DOC><dc:Creator xml:lang="en">Una Marr</dc:Creator></x:DOC>')
    assert found.first("creator").attribute("lang") == "en"
    assert found.text_of("creator") == "Una Marr"


def test_what_stands_around_an_element_is_known():
    *_, last = read("<p2 n='3'><name>Courier</name><doc>a</doc><doc>b</doc></p2>")
    assert last.around[0].attributes == {"n": "3"}
    assert last.around[0].text_of("name") == "Courier"


def test_text_outside_is_counted():
    read("<a>words<doc>b</doc></a>", notes=(notes := MarkupNotes()))
    assert notes.outside == len("words")


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("Quay &amp; ferry&nbsp;&eacute;t&eacute; &#8212; &#x41;", "Quay & ferry été — A"),
        ("AT&T and Q&A; &unknown; stay", "AT&T and Q&A; &unknown; stay"),
        ("a < b and 3 <4", "a < b and 3 <4"),
        ("write to <una@alder.example> or <http://a.example/x>",
         "write to <una@alder.example> or <http://a.example/x>"),
        ("<![CDATA[a <b> & c]]> d", "a <b> & c d"),
        ("one <!-- two <doc> --> three", "one three"),
        ("&#2;framed\x01 by\x03 controls&#3;", "framed by controls"),
        ("Alder Steel <ALDS> rose", "Alder Steel <ALDS> rose"),
        ('<i title="x > y">a</i>', "a"),
        ('<i title="unclosed>a</i>', "a"),
    ],
)  # fmt: skip
def test_text_is_read_as_it_is_meant(written, meant):
    assert texts(f"<a><doc>{written}</doc></a>") == [meant]


def test_end_tags_may_be_missing():
    found = read("<DOC><TEXT><P>One<P>Two</TEXT></DOC>\n<DOC><TEXT><P>Three")
    assert [len(list(doc.all("p"))) for doc in found] == [2, 1]
    assert texts("<a><doc>one<doc>two</a>") == ["one", "two"]


@pytest.mark.parametrize("cut", range(1, 60, 3))
def test_a_file_cut_anywhere_keeps_what_was_complete(cut):
    data = "<a><doc><t>One</t></doc><doc><t>Two</t><b>and more text</b></doc></a>"
    found = read(data[:-cut])
    whole = [element.text for element in found if not element.problem]
    assert [text for text in whole if text] in (["One"], ["One", "Two and more text"], [])
    assert {element.problem for element in found} <= {"", markup.CUT_SHORT}


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "latin-1"])
@pytest.mark.parametrize("declared", ["utf-8", "iso-8859-1", "utf-16", "nonsense"])
def test_declared_encodings_may_be_wrong(encoding, declared):
    text = "<doc>Der Fährmann überführte die Gäste in großer Höhe und schöner Müdigkeit.</doc>"
    data = f'<?xml version="1.0" encoding="{declared}"?><a>{text}</a>'.encode(encoding)
    assert texts(data) == [text[5:-6]]


def test_characters_of_several_bytes_are_never_cut():
    word = "港の東岸は春まで閉鎖される。"
    data = ("<a><doc>" + word * 40_000 + "</doc></a>").encode()
    assert texts(data) == [word * 40_000]


# Hostile files ------------------------------------------------------------------------------------


def test_entities_from_outside_are_never_opened(tmp_path):
    secret = tmp_path / "secret.txt"
    secret.write_text("hidden")
    for kind in (f'SYSTEM "file://{secret}"', f'PUBLIC "x" "file://{secret}"'):
        data = f"<!DOCTYPE a [<!ENTITY xxe {kind}>]><a><doc>Read &xxe;</doc></a>"
        (found,) = read(data, notes=(notes := MarkupNotes()))
        assert found.text == "Read &xxe;"
        assert "&xxe;" in notes.sentences()[0]


def test_entities_of_entities_do_not_grow():
    lines = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
    data = f'<!DOCTYPE a [<!ENTITY l0 "lol">{lines}]><a><doc>&l0; &l9;</doc></a>'
    assert texts(data) == ["lol &l9;"]


def test_one_long_entity_used_often_stays_by_its_name():
    data = f'<!DOCTYPE a [<!ENTITY x "{"x" * 9000}">]><a><doc>{"&x;" * 1000}</doc></a>'
    assert len(texts(data)[0]) == 3000


def test_elements_nested_too_deep_keep_their_text():
    (found,) = read("<doc>" + "<i>" * 20_000 + "deep" + "</i>" * 20_000 + " end</doc>")
    assert found.text == "deep end"


def test_empty_elements_that_are_too_deep_close_nothing():
    first, second = read(
        "<a><doc>" + "<i>" * 300 + "<i/>" * 9 + "</i>" * 300 + "x</doc><doc>y</doc>"
    )
    assert (first.text, second.text) == ("x", "y")


def test_an_endless_element_is_named_and_the_next_follows(monkeypatch):
    monkeypatch.setattr(markup, "LONGEST", 10_000)
    found = read("<a><doc>" + "word " * 9_000 + "</doc><doc>next</doc></a>")
    assert [element.problem for element in found] == [markup.TOO_LONG, ""]
    assert found[1].text == "next"


@pytest.mark.parametrize(
    "hostile",
    ["<", "<a ", "<!--", "<![CDATA[", "<!DOCTYPE a [", '<a b="', "</a", "&", "&#", "<?x ", "<a><"],
)
def test_damage_of_any_kind_costs_linear_time(hostile):
    data = "<doc>" + hostile * (200_000 // len(hostile))
    start = time.process_time()
    read(data)
    assert time.process_time() - start < 5


def test_a_long_file_needs_little_memory():
    class Endless(io.RawIOBase):
        left = 60

        def read(self, size=-1):
            self.left -= 1
            return b"<doc>" + b"word " * 50_000 + b"</doc>" if self.left >= 0 else b""

    tracemalloc.start()
    count = sum(1 for _ in elements(Endless(), named("doc"), MarkupNotes()))
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert (count, peak < 12 * 2**20) == (60, True)
