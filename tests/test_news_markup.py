"""Articles in XML and SGML of any kind: each element that is one becomes a record."""

import gzip
import io
import random
import re
import time

import pytest

from ingest.read_file import read
from ingest.sources import read_stream, records_of
from ingest.sources.archives import Budget, Limits
from ingest.sources.forms import Head, form_of
from ingest.sources.forms.markup_records import MARKUP

QUAY = "The harbour board of Port Alder voted on Monday to close the eastern quay until the spring."
TIMBER = "Its chairwoman said that divers had found the timber below the cranes rotten in August."
FEES = "Fishermen fear that they will have to sell their catch elsewhere, and asked for a rebate."
THREE = "".join(f"<p>{text}</p>" for text in (QUAY, TIMBER, FEES))


def files(data, name="corpus.xml"):
    data = data.encode() if isinstance(data, str) else data
    return [read(file) for file in read_stream(io.BytesIO(data), name, limits=Limits())]


def contents(data, name="corpus.xml"):
    found = files(data, name)
    assert not [file.rejected for file in found if file.rejected]
    return [file.content for file in found]


def texts(content):
    return [paragraph.text for paragraph in content.paragraphs]


def test_every_article_of_an_issue_is_one():
    data = (
        '<?xml version="1.0"?><zeitung name="Alder Bote">'
        '<ausgabe datum="1998-05-06"><teil name="A">'
        f"<artikel nr='1'><titel>Der Kai</titel><autor>Una Marr</autor><text>{THREE}</text>"
        f"</artikel>"
        f"<artikel nr='2'><titel>Die Fähre</titel><text>{THREE}</text></artikel></teil>"
        f"<teil name='B'>"
        f"<artikel nr='3'><titel>Das Spiel</titel><text>{THREE}</text></artikel></teil></ausgabe>"
        "</zeitung>"
    )
    found = contents(data)
    assert [article.headline for article in found] == ["Der Kai", "Die Fähre", "Das Spiel"]
    assert {(article.date, article.publication) for article in found} == {
        ("1998-05-06", "Alder Bote")
    }
    assert found[0].authors[0].name == "Una Marr"
    assert texts(found[2]) == [QUAY, TIMBER, FEES]


def test_one_article_is_one_record_and_its_parts_stay_together():
    data = (
        f"<article><title>Quay closes</title><tags><tag>quay</tag><tag>pier</tag></tags><body>"
        f"<section><title>Now</title><p>{QUAY}</p></section><section><title>Then</title>"
        f"<p>{TIMBER}</p></section></body></article>"
    )
    (article,) = contents(data)
    assert [(p.kind, p.text) for p in article.paragraphs] == [
        ("subheading", "Now"),
        ("paragraph", QUAY),
        ("subheading", "Then"),
        ("paragraph", TIMBER),
    ]


def test_what_is_said_above_a_single_article_is_its_own():
    article = f"<article><title>Quay closes</title><body>{THREE}</body></article>"
    head = "<newspaper>Alder Courier</newspaper><date>2001-02-03</date>"
    (found,) = contents(f"<export><title>Page 1</title>{head}{article}</export>")
    assert (found.headline, found.date) == ("Quay closes", "2001-02-03")
    assert found.publication == "Alder Courier"


def test_comments_below_articles_are_no_articles():
    comments = "".join(f"<comment><author>A</author><text>{TIMBER}</text></comment>" for _ in "123")
    article = (
        f"<article><title>Quay</title><body>{THREE}</body><comments>{comments}</comments></article>"
    )
    found = contents(f"<articles>{article * 2}</articles>")
    assert [texts(article) for article in found] == [[QUAY, TIMBER, FEES]] * 2


def test_text_elements_beside_a_title_are_paragraphs():
    body = f"<body><text>{QUAY}</text><text>{TIMBER}</text></body>"
    data = f"<article><title>Quay</title>{body}</article>"
    (article,) = contents(data)
    assert texts(article) == [QUAY, TIMBER]


def test_fields_named_by_an_attribute_are_read():
    data = (
        '<?xml version="1.0"?><resultset><row><field name="title">Quay closes</field><field '
        f'name="body">&lt;p&gt;{QUAY}&lt;/p&gt;&lt;p&gt;{TIMBER}&lt;/p&gt;</field></row>'
        f"<row><field "
        f'name="title">Ferry</field><field name="body">{QUAY}\n\n{TIMBER}</field></row></resultset>'
    )
    first, second = contents(data)
    assert (first.headline, texts(first)) == ("Quay closes", [QUAY, TIMBER])
    assert texts(second) == [QUAY, TIMBER]


def test_words_marked_one_by_one_make_a_line():
    words = "".join(f'<w pos="x">{word}</w>' for word in QUAY.split())
    (article,) = contents(f"<doc><headline>Quay</headline><text><s>{words}</s></text></doc>")
    assert texts(article) == [QUAY]


def test_every_field_of_the_file_is_in_the_record():
    data = (
        f'<docs><doc id="7" bias="left"><title>Quay</title><source url="https://a.example/">Courier'
        f"</source><tags><tag>quay</tag><tag>pier</tag></tags><mood>calm</mood><p>{QUAY}</p></doc>"
        f'<doc id="8"><title>Ferry</title><p>{TIMBER}</p></doc></docs>'
    )
    record = next(iter(records_of("a.xml", data.encode()))).data.decode()
    for said in ('"id": "7"', '"bias": "left"', '"mood": "calm"', '"tags": ["quay", "pier"]'):
        assert said in record


def test_documents_of_an_encyclopaedia_do_not_repeat_their_title():
    data = f'<doc id="1" title="Alder">\nAlder\n\n{QUAY}\n\n{TIMBER}\n</doc>\n' * 2
    first, _ = contents(data, "wiki_00")
    assert (first.headline, texts(first)) == ("Alder", [QUAY, TIMBER])


@pytest.mark.parametrize(
    "data",
    [
        '<articles><article id="1" bias="left"/><article id="2" bias="right"/></articles>',
        f'<?xml version="1.0"?><project><description>{QUAY} {TIMBER}</description></project>',
        f"<svg><text>{QUAY} {TIMBER}</text></svg>",
        '<?xml version="1.0"?><db><user id="1"><name>Una</name></user><user id="2"/></db>',
        '<?xml version="1.0"?><strings>' + '<s name="a">Press the key now</s>' * 50 + "</strings>",
    ],
    ids=["labels", "project", "drawing", "database", "strings"],
)
def test_markup_without_an_article_is_refused_with_its_outermost_element(data):
    (file,) = files(data)
    assert "no element of it holds the text of an article" in file.rejected


@pytest.mark.parametrize(
    ("data", "name"),
    [
        (f"<ALDS> Alder Steel rose on Monday. {QUAY}", "a.txt"),
        (f"<html><body>{THREE}</body></html>", "a.xml"),
        (f"<?xml version='1.0'?><!DOCTYPE html><html><body>{THREE}</body></html>", "a.xml"),
        (f"<article>{THREE}</article>", "a.html"),
        (f"<div>{THREE}</div>", "a"),
        ("", "a.xml"),
    ],
)
def test_texts_and_pages_are_not_taken_for_markup(data, name):
    assert form_of(Head(name, data.encode())) is None


def test_people_named_in_parts_and_the_title_of_a_paper():
    data = (
        "<RECORD><RecordID>12</RecordID><Publication><PublicationID>99</PublicationID><Title>The "
        "Alder Courier</Title></Publication><RecordTitle>Quay closes</RecordTitle><NumericPubDate>"
        "19990102</NumericPubDate><Contributor><LastName>Marr</LastName><FirstName>Una</FirstName>"
        f"</Contributor><FullText>{QUAY} {TIMBER}</FullText></RECORD>"
    )
    (article,) = contents(data)
    assert (article.headline, article.date) == ("Quay closes", "1999-01-02")
    assert (article.publication, article.authors[0].name) == ("The Alder Courier", "Una Marr")


def test_first_and_further_paragraphs_that_stand_apart_are_one_text():
    article = (
        "<result><article><headline><paragraph>Quay closes</paragraph></headline><publicationDate>"
        f"<date>2010-03-04</date></publicationDate><leadParagraph><paragraph>{QUAY}</paragraph>"
        f"</leadParagraph><tailParagraphs><paragraph>{TIMBER}</paragraph></tailParagraphs></article>"
        "</result>"
    )
    found = contents(f"<response>{article * 2}</response>")
    assert [(one.headline, one.date) for one in found] == [("Quay closes", "2010-03-04")] * 2
    assert [texts(one) for one in found] == [[QUAY, TIMBER]] * 2


def test_sentences_marked_by_the_makers_of_test_sets_stay_in_their_paragraph():
    document = (
        f'<doc docid="a.1" genre="news"><hl><seg id="1">Quay closes</seg></hl><p><seg id="2">{QUAY}'
        f'</seg><seg id="3">{TIMBER}</seg></p><p><seg id="4">{FEES}</seg></p></doc>'
    )
    found = contents(f'<srcset setid="t">{document * 2}</srcset>', "set.sgm")
    assert [one.headline for one in found] == ["Quay closes"] * 2
    assert texts(found[0]) == [f"{QUAY} {TIMBER}", FEES]


@pytest.mark.parametrize("rest", ["", "<", '<a b="', "words, no element", "<!DOCTYPE b1 ["])
def test_xml_without_an_element_is_refused_not_read_as_text(rest):
    (file,) = files('<?xml version="1.0" encoding="utf-8"?>\n' + rest)
    assert "no element in it can be read" in file.rejected


@pytest.mark.parametrize("mark", ["<br/>", "<br>", "<br></br>", "<lb/>", "<BR />"])
def test_a_line_break_loses_no_line(mark):
    data = f"<doc><title>Quay</title><text>{QUAY}{mark}{TIMBER}{mark}{mark}{FEES}</text></doc>"
    (article,) = contents(data)
    assert texts(article) == [QUAY, TIMBER, FEES]


@pytest.mark.parametrize(
    "inside", ["<hr/>", "<img src='a.jpg'/>", "<pb n='2'/>", "<note/>", "<x/>"]
)
def test_empty_elements_inside_a_text_lose_no_word(inside):
    (article,) = contents(f"<doc><title>Q</title><p>{QUAY} {inside} {TIMBER}</p></doc>")
    assert " ".join(texts(article)) == f"{QUAY} {TIMBER}"


def test_two_texts_of_a_record_are_both_kept_but_no_second_rendition():
    data = (
        f"<news><item><title>Quay</title><body>{QUAY} {TIMBER}</body><story>{FEES} {FEES}</story>"
        f"<html>&lt;p&gt;{QUAY}&lt;/p&gt;&lt;p&gt;{TIMBER}&lt;/p&gt;</html></item></news>"
    )
    (article,) = contents(data)
    assert texts(article) == [f"{QUAY} {TIMBER}", f"{FEES} {FEES}"]


def test_many_elements_of_one_name_cost_linear_time():
    data = f"<doc><title>Quay</title><p>{QUAY} {TIMBER}</p>" + "<t>a</t><u>b</u>" * 30_000
    start = time.process_time()
    files(data + "</doc>")
    assert time.process_time() - start < 10


# Reuters and TREC ---------------------------------------------------------------------------------


def test_a_brief_of_reuters_has_a_title_and_an_unprocessed_story_a_text():
    data = (
        '<REUTERS TOPICS="NO"><DATE> 2-MAR-1987 15:03:01.79</DATE><TEXT TYPE="BRIEF">&#2;\n'
        "<TITLE>ALDER BOARD SAYS QUAY CLOSED</TITLE>&#3;</TEXT></REUTERS>"
        '<REUTERS TOPICS="NO"><DATE>3-MAR-1987</DATE><TEXT TYPE="UNPROC">&#2;\n'
        f"QUAY RATES\n    {QUAY}\n REUTER\n&#3;</TEXT></REUTERS>"
    )
    brief, raw = files(data, "reut2-000.sgm")
    assert (brief.content.headline, brief.content.date) == (
        "ALDER BOARD SAYS QUAY CLOSED",
        "1987-03-02",
    )
    assert texts(raw.content) == ["QUAY RATES", QUAY]


def test_a_story_of_a_wire_keeps_its_lists_and_frame_as_fields():
    data = (
        '<REUTERS NEWID="9"><TOPICS><D>ship</D><D>fish</D></TOPICS><ORGS></ORGS><UNKNOWN>&#5;f07'
        f"</UNKNOWN><TEXT><TITLE>Quay</TITLE><BODY>{QUAY}</BODY></TEXT></REUTERS>"
    )
    record = next(iter(records_of("a.sgm", data.encode()))).data.decode()
    for said in ('"topics": ["ship", "fish"]', '"section": "ship"', '"newid": "9"', '"f07"'):
        assert said in record
    assert "orgs" not in record


@pytest.mark.parametrize(
    ("number", "day", "publication"),
    [
        ("AFP_ENG_19950101.0001", "1995-01-01", "Agence France-Presse"),
        ("XIN_CMN_20030405.0123", "2003-04-05", "Xinhua"),
        ("AP880212-0001", "1988-02-12", "Associated Press"),
        ("LA010289-0001", "1989-01-02", "Los Angeles Times"),
        ("NYT19980601.0001", "1998-06-01", "The New York Times"),
    ],
)
def test_the_number_of_a_document_names_day_and_paper(number, day, publication):
    data = f"<DOC>\n<DOCNO> {number} </DOCNO>\n<TEXT>\n<P>\n{QUAY}\n</P>\n</TEXT>\n</DOC>\n"
    (article,) = contents(data, "file")
    assert (article.date, article.publication) == (day, publication)


def test_older_trec_documents_are_read():
    wrapped = TIMBER.replace(" the ", "\nthe ", 1)
    data = (
        "<DOC>\n<DOCNO> AP880212-0001 </DOCNO>\n<HEAD>Quay closes</HEAD>\n"
        "<HEAD>Until spring</HEAD>\n"
        "<BYLINE>By UNA MARR</BYLINE>\n<BYLINE>Associated Press Writer</BYLINE>\n<LEADPARA>"
        f"{QUAY}</LEADPARA>\n<TEXT>\n   {wrapped}\n   {FEES}\n</TEXT>\n</DOC>\n"
    )
    (article,) = contents(data, "ap880212")
    assert (article.headline, [a.name for a in article.authors]) == ("Quay closes", ["Una Marr"])
    assert texts(article) == [QUAY, TIMBER, FEES]


def test_a_byline_between_headline_and_text_is_one():
    data = (
        "<DOCSTREAM><DOC><DOCNO> NYT19980601.0001 </DOCNO><DATE_TIME> 1998-06-01 00:10:00 "
        "</DATE_TIME>"
        f"<BODY><HEADLINE> Quay closes </HEADLINE> By UNA MARR <TEXT> {THREE} </TEXT></BODY></DOC>"
        "</DOCSTREAM>"
    )
    (article,) = contents(data, "nyt.xml")
    assert (article.headline, article.time) == ("Quay closes", "00:10")
    assert [author.name for author in article.authors] == ["Una Marr"]
    assert texts(article) == [QUAY, TIMBER, FEES]


def test_collections_in_other_scripts_and_encodings():
    line = "港口委员会周一投票决定关闭东码头进行维修，维修工作可能持续到春天。"
    data = (
        f"<doc>\n<url>http://news.alder.example/1.htm</url>\n<docno>98590b</docno>\n<contenttitle>"
        f"东码头关闭</contenttitle>\n<content>{line * 3}</content>\n</doc>\n"
    )
    found = contents((data * 3).encode("gbk"), "news.txt")
    assert [(one.headline, texts(one)) for one in found] == [("东码头关闭", [line * 3])] * 3


def test_a_document_with_two_calendars_has_the_first_day():
    data = (
        '<HAMSHAHRI2><DOC><DOCNO>1</DOCNO><DATE calender="Western">1999-03-21</DATE><DATE calender='
        '"Persian">1378/01/01</DATE><CAT xml:lang="en">Literature</CAT><TITLE><![CDATA[Quay]]>'
        f"</TITLE><TEXT><IMAGE>a.jpg</IMAGE><![CDATA[{QUAY}\n{TIMBER}]]></TEXT></DOC></HAMSHAHRI2>"
    )
    (article,) = contents(data)
    assert (article.headline, article.date) == ("Quay", "1999-03-21")
    assert texts(article)[1:] == [QUAY, TIMBER]


def test_a_first_paragraph_apart_and_several_texts_are_one():
    data = (
        f"<DOC>\n<DOCNO>SDA.940101.0001</DOCNO>\n<DATE>940101</DATE>\n<TI>Der Kai</TI>\n<LD>{QUAY}"
        f"</LD>\n<TX>{TIMBER}</TX>\n<TX>{FEES}</TX>\n</DOC>\n"
    )
    (article,) = contents(data, "sda.sgml")
    assert (article.headline, article.date) == ("Der Kai", "1994-01-01")
    assert texts(article) == [QUAY, TIMBER, FEES]


# NITF and NewsML ----------------------------------------------------------------------------------


def test_nitf_of_an_agency():
    data = (
        '<?xml version="1.0" encoding="iso-8859-1"?><nitf><head><title>1 HARBOUR Quay</title><meta '
        'name="category" content="HHH"/><docdata><doc-id id-string="af1f"/><urgency ed-urg="4"/>'
        '<date.issue norm="20151014T043001+0100"/><doc.copyright holder="Alder Press" year="2015"/>'
        "</docdata></head><body><body.head><hedline><hl1>Quay closes</hl1><hl2>Until spring</hl2>"
        "</hedline><byline>Von <person>Una Marr</person><byttl>Hafen</byttl></byline><dateline>"
        f"<location>Port Alder</location></dateline></body.head><body.content><p>{QUAY}</p>"
        f"<hl2>Below"
        '</hl2><media media-type="image"><media-reference source="https://a.example/q.jpg"/>'
        "<media-caption>The quay in May.</media-caption><media-producer>Joss Quill</media-producer>"
        f"</media><p>The <org>board</org> said:</p><table><tr><td>Boats</td><td>7</td></tr></table>"
        f"<p>{FEES}</p></body.content><body.end><tagline>ap kl</tagline></body.end></body></nitf>"
    )
    (article,) = contents(data)
    assert (article.headline, article.standfirst) == ("Quay closes", "Until spring")
    assert (article.date, article.time, article.utc_offset) == ("2015-10-14", "04:30", "+01:00")
    assert (article.publication, article.authors[0].name) == ("Alder Press", "Una Marr")
    assert texts(article) == [QUAY, "Below", "The board said:", "Boats 7", FEES]
    assert (article.images[0].caption, article.images[0].url) == (
        "The quay in May.",
        "https://a.example/q.jpg",
    )
    record = next(iter(records_of("a.xml", data.encode()))).data.decode()
    assert '"ap kl"' in record
    assert '"af1f"' in record


G2 = '<newsItem xmlns="http://iptc.org/std/nar/2006-10-01/" guid="g" xml:lang="it-IT">'


def test_newsml_g2_with_plain_text_inside():
    data = (
        f'<newsMessage xmlns="http://iptc.org/std/nar/2006-10-01/"><itemSet>{G2}<itemMeta>'
        f"<provider "
        'literal="alder.example"/><versionCreated>2017-10-11T10:41:00+0100'
        "</versionCreated></itemMeta>"
        '<contentMeta><creator literal="VRG"/><headline>Quay closes</headline><headline role="h:sub'
        f'Headline">Until spring</headline></contentMeta><contentSet><remoteContent href="a.jpg"/>'
        f"<inlineData><![CDATA[<p>\n   {QUAY[:50]}\n{QUAY[51:]}\n   {TIMBER}\n</p>]]></inlineData>"
        "</contentSet></newsItem></itemSet></newsMessage>"
    )
    (article,) = contents(data)
    assert (article.headline, article.standfirst) == ("Quay closes", "Until spring")
    assert (article.date, article.updated, article.authors) == ("2017-10-11", "", ())
    assert texts(article) == [QUAY, TIMBER]


def test_newsml_g2_with_a_page_that_repeats_the_lines_of_its_item():
    data = (
        f"{G2}<contentMeta><headline>Quay closes</headline></contentMeta><contentSet><inlineXML>"
        "<html><head><title>Quay closes</title></head><body><header><ul><li>Harbour</li></ul><h1>"
        f"Quay closes</h1></header><section><p><span>Port Alder (x) - </span>{QUAY}</p>"
        f"<p>{TIMBER}</p></section></body></html></inlineXML></contentSet></newsItem>"
    )
    (article,) = contents(data)
    assert texts(article) == [f"Port Alder (x) - {QUAY}", TIMBER]
    assert b'"page header": "Harbour Quay closes"' in next(records_of("a", data.encode())).data


def test_newsml_g2_with_nitf_inside():
    data = (
        f"{G2}<contentMeta><headline>Quay closes</headline></contentMeta><contentSet>"
        f"<inlineXML><nitf>"
        "<body><body.head><byline>By Una Marr</byline></body.head><body.content>"
        f"{THREE}</body.content></body></nitf></inlineXML></contentSet></newsItem>"
    )
    (article,) = contents(data)
    assert (article.authors[0].name, texts(article)) == ("Una Marr", [QUAY, TIMBER, FEES])


def test_newsml_1_with_pictures():
    component = (
        "<NewsComponent><Role FormalName='{}'/><ContentItem><DataContent>{}</DataContent>"
        "</ContentItem></NewsComponent>"
    )
    data = (
        "<?xml version='1.0'?><NewsML><NewsItem><NewsManagement><FirstCreated>20240710T125902Z"
        "</FirstCreated></NewsManagement><NewsComponent><NewsLines><HeadLine>Quay</HeadLine>"
        "<DateLine>Alder, 10 July</DateLine></NewsLines>"
        f"{component.format('Main', THREE)}{component.format('Caption', 'The quay in May.')}"
        "</NewsComponent></NewsItem></NewsML>"
    )
    (article,) = contents(data)
    assert (texts(article), article.images[0].caption) == ([QUAY, TIMBER, FEES], "The quay in May.")


def test_newsml_without_items_is_refused():
    package = G2.replace("newsItem", "packageItem")
    (file,) = files(f"{package}<itemMeta/><groupSet/></packageItem>")
    assert "without a news item" in file.rejected


# Hostile files ------------------------------------------------------------------------------------

ROOTS = {
    "general": ("<articles>", "<article><title>A</title><body>{}</body></article>", "</articles>"),
    "reuters": ("", "<REUTERS><TEXT><TITLE>A</TITLE><BODY>{}</BODY></TEXT></REUTERS>", ""),
    "trec": ("", "<DOC><DOCNO>1</DOCNO><TEXT>{}</TEXT></DOC>", ""),
    "nitf": ("", "<nitf><body><body.content>{}</body.content></body></nitf>", ""),
    "newsml": (
        "<NewsML>",
        "<NewsItem><NewsComponent><ContentItem><DataContent>{}</DataContent></ContentItem>"
        "</NewsComponent></NewsItem>",
        "</NewsML>",
    ),
}


@pytest.mark.parametrize("kind", ROOTS)
def test_entities_are_never_opened_in_any_form(kind, tmp_path):
    secret = tmp_path / "secret"
    secret.write_text("hidden words")
    begin, one, end = ROOTS[kind]
    lines = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 12))
    doctype = f'<!DOCTYPE x [<!ENTITY e SYSTEM "file://{secret}"><!ENTITY l0 "ha">{lines}]>'
    found = files(f'<?xml version="1.0"?>{doctype}{begin}{one.format(f"{THREE} &e; &l11;")}{end}')
    article = next(file.content for file in found if file.content)
    assert "&e;" in article.text
    assert "hidden" not in article.text
    assert len(article.text) < 1000
    assert any("&e;" in file.rejected for file in found)


@pytest.mark.parametrize("kind", ROOTS)
def test_a_file_cut_short_keeps_its_whole_articles_and_says_so(kind):
    begin, one, _ = ROOTS[kind]
    data = '<?xml version="1.0"?>' + begin + one.format(THREE) * 3
    found = files(data[:-150])
    assert [texts(file.content) for file in found if file.content] == [[QUAY, TIMBER, FEES]] * 2
    assert [file.rejected for file in found if not file.content] == [
        "The file ends inside this record; the rest is missing."
    ]


@pytest.mark.parametrize("kind", ROOTS)
def test_depth_controls_and_stray_marks_harm_no_other_record(kind):
    begin, one, end = ROOTS[kind]
    bad = "<i>" * 3000 + "\0\x01 & < <b <<<" + "</i>" * 2000
    data = '<?xml version="1.0"?>' + begin + one.format(bad) + one.format(THREE) + end
    assert texts(files(data)[-1].content)[-3:] == [QUAY, TIMBER, FEES]


@pytest.mark.parametrize("kind", ROOTS)
def test_wrongly_declared_encodings_are_seen_through(kind):
    begin, one, end = ROOTS[kind]
    text = f"<p>Der Fährmann hörte die Glocke über dem Fluß, sagte die Behörde.</p>{THREE}"
    head = '<?xml version="1.0" encoding="utf-8"?>'
    data = f"{head}{begin}{one.format(text)}{end}".encode("windows-1252")
    article = next(file.content for file in files(data) if file.content)
    assert "Fährmann hörte die Glocke über dem Fluß" in article.text


def test_a_large_file_is_read_as_a_stream(tmp_path):
    article = f"<article><title>Quay</title><body>{THREE * 20}</body></article>\n"
    (tmp_path / "large.xml").write_text(f"<articles>{article * 1_200}</articles>")
    with (tmp_path / "large.xml").open("rb") as stream:
        records = MARKUP.records(stream, "large.xml", Budget(Limits()))
        next(records)
        assert stream.tell() < 3 * 2**20
        assert sum(1 for _ in records) == 1_199
        assert stream.tell() > 6 * 2**20


def test_files_of_any_size_are_taken_by_their_endings():
    assert MARKUP.of_any_size == (".xml", ".sgm", ".sgml")


def test_bytes_that_are_no_characters_are_told_of():
    data = f"<article><title>Quay</title><p>Fähre, Möwe, {12 * 'Brücke '}.</p></article>".encode()
    article, said = files(data.replace("Möwe".encode(), b"M\xffwe"))
    assert "Fähre, M\ufffdwe" in article.content.text
    assert said.rejected == "Bytes that are no characters (1) are shown as \ufffd."


def test_nitf_without_content_element_keeps_its_text():
    (article,) = contents(f"<nitf><head><title>Quay</title></head><body>{THREE}</body></nitf>")
    assert (article.headline, texts(article)) == ("Quay", [QUAY, TIMBER, FEES])


NAMES = (
    "title p b item section div text body author name date topics d head meta source table tr td"
    " image caption note s w foo bar quote list link abstract byline"
).split()


def tree(chance, words, depth=0):
    """Markup of random elements, each word of it another; the words are added to `words`."""
    parts = []
    for _ in range(chance.randint(1, 5)):
        if depth > 4 or chance.random() < 0.45:
            more = [f"w{len(words) + n}x" for n in range(chance.randint(1, 9))]
            words += more
            parts.append(" ".join(more) + chance.choice((" ", "<br/>", " <note/>")))
        else:
            name = chance.choice(NAMES)
            parts.append(f"<{name}>{tree(chance, words, depth + 1)}</{name}>")
    return "".join(parts)


@pytest.mark.parametrize("seed", range(20))
def test_no_word_of_any_tree_is_lost(seed):
    words = []
    trees = [tree(random.Random(f"{seed} {n}"), words) for n in range(2)]
    articles = "".join(
        f"<article><title>Quay</title><p>{QUAY}</p>{each}</article>" for each in trees
    )
    records = records_of("a.xml", f"<?xml version='1.0'?><news>{articles}</news>".encode())
    found = set(re.findall(r"w\d+x", " ".join(record.data.decode() for record in records)))
    assert not set(words) - found


def test_a_meta_called_like_a_line_of_the_article_is_kept_beside_it():
    data = b"""<nitf><head><meta name="dateline" content="Alder harbour"/></head><body><body.head>
    <hedline><hl1>Ferry runs again</hl1></hedline><dateline>ALDER, Monday</dateline></body.head>
    <body.content><p>The ferry crossed twice on Monday and was full both times.</p></body.content>
    </body></nitf>"""
    found = [(field.name, field.value) for field in contents(data)[0].further]
    assert ("dateline", "Alder harbour") in found
    assert ("dateline", "ALDER, Monday") in found


def test_a_damaged_archive_around_newsml_is_not_called_a_package():
    item = b"<newsItem><contentMeta><headline>Quay opens</headline></contentMeta><contentSet>"
    text = b"<inlineData>" + random.Random(7).randbytes(90_000).hex().encode() + b"</inlineData>"
    around = b"<newsMessage xmlns='http://iptc.org/std/nar/2006-10-01/'>"
    packed = gzip.compress(around + item + text)
    found = list(read_stream(io.BytesIO(packed[:-2000]), "wire.xml.gz", limits=Limits()))
    assert "truncated" in found[-1].problem
