"""Exports of press databases: each document an article, whatever stands around it kept or named."""

import io
import json

import pytest
from corpora import docx, read_files, stories

from ingest import sources
from ingest.sources import records_of
from ingest.sources.archives import Limits

QUAY = (
    "The harbour board of Port Alder voted on Monday to close the eastern\n"
    "quay for repairs that are likely to last until the spring."
)


def records(name, text):
    """The records that a file is parted into, as objects."""
    data = text if isinstance(text, bytes) else text.encode()
    return [json.loads(file.data) for file in records_of(name, data) if not file.aside]


def iter_named(name, data):
    return sources.read_stream(io.BytesIO(data), name, limits=Limits())


def asides(name, text):
    return [file.aside for file in records_of(name, text.encode()) if file.aside]


def nexis(head, body=QUAY, tail="LANGUAGE: ENGLISH"):
    return f"{'1 of 1 DOCUMENTS':^78}\n\n\n{head}\n\n{body}\n\n{tail}\n"


HEAD = """                         The Times (London)

                       January 11, 2010 Monday
                             Edition 1;
                               Ireland

Eastern quay to close

BYLINE: Mirela Quill

SECTION: NEWS; Pg. 3

LENGTH: 21 words"""


# Nexis --------------------------------------------------------------------------------------------


def test_a_head_of_nexis_names_paper_place_day_edition_and_page():
    record = records("a.txt", nexis(HEAD))[0]
    assert record["publication"] == "The Times"
    assert record["place of publication"] == "London"
    assert record["date"] == "January 11, 2010 Monday"
    assert record["edition"] == "Edition 1; Ireland"
    assert (record["section"], record["page"]) == ("NEWS", "Pg. 3")
    assert record["text"] == QUAY.replace("\n", " ")


def test_the_request_above_an_export_is_set_aside():
    assert asides("a.txt", "Download Request: 1-3\n\n" + nexis(HEAD))


def test_labels_of_nexis_are_known_in_five_languages():
    head = HEAD.replace("BYLINE", "{by}").replace("SECTION", "{of}").replace("LENGTH", "{long}")
    for number, by, of, long, last in (
        ("Dokument 1 von 1", "AUTOR", "RUBRIK", "LÄNGE", "SPRACHE"),
        ("Document 1 de 1", "AUTEUR", "RUBRIQUE", "LONGUEUR", "LANGUE"),
        ("1 van 1 DOCUMENTEN", "AUTEUR", "RUBRIEK", "LENGTE", "TAAL"),
        ("1 de 1 DOCUMENTOS", "AUTOR", "SECCIÓN", "LONGITUD", "IDIOMA"),
    ):
        text = nexis(head.format(by=by, of=of, long=long), tail=f"{last}: ENGLISH")
        record = records("a.txt", text.replace("1 of 1 DOCUMENTS", number))[0]
        assert (record["authors"], record["section"]) == ("Mirela Quill", "NEWS"), number
        assert (record["length"], record["language"]) == ("21 words", "ENGLISH"), number
        assert record["text"] == QUAY.replace("\n", " "), number


def test_a_headline_and_a_paragraph_that_look_like_labels_stay_what_they_are():
    head = HEAD.replace("Eastern quay to close", "PROFILE: The pilot of the eastern quay")
    record = records("a.txt", nexis(head, body=f"{QUAY}\n\nNOTE: Fees are to rise."))[0]
    assert record["headline"] == "PROFILE: The pilot of the eastern quay"
    assert record["text"].endswith("NOTE: Fees are to rise.")


def test_the_oldest_heads_have_labels_for_headline_and_body():
    head = (
        "             Copyright 2001 Alder Limited\n                The Alder Courier\n\n"
        "       January 1, 2001, Monday, Late Edition - Final\n\n"
        "SECTION: Section A; Page 1; Column 5\n\nLENGTH: 21 words\n\n"
        "HEADLINE: Eastern quay to close\n\nBYLINE: By MIRELA QUILL\n\nBODY:"
    )
    record = records("a.txt", nexis(head))[0]
    assert record["headline"] == "Eastern quay to close"
    assert (record["section"], record["page"]) == ("Section A", "Page 1; Column 5")
    assert record["text"] == QUAY.replace("\n", " ")


def test_nothing_below_the_text_is_lost():
    tail = (
        "GRAPHIC: Photo: the quay\n\nPhoto: the cranes\n\nLOAD-DATE: January 12, 2010\n\n"
        "CORRECTION: The quay is eastern.\n\n     Copyright 2010 Alder Limited\n"
        "   All Rights Reserved"
    )
    record = records("a.txt", nexis(HEAD, tail=tail))[0]
    assert record["graphic"] == "Photo: the quay\nPhoto: the cranes"
    assert record["correction"] == "The quay is eastern."
    assert record["copyright"] == "Copyright 2010 Alder Limited All Rights Reserved"


def test_an_export_cut_short_keeps_what_there_is():
    text = nexis(HEAD)
    for end in range(120, len(text), 37):
        assert "".join(records("a.txt", text[:end])[0].values())


def test_newer_texts_end_in_end_of_document():
    text = "\n\n".join(docx.lines(stories()[:3]))
    found = records("a.txt", text)
    assert [record["headline"] for record in found] == [s.headline for s in stories()[:3]]
    assert found[0]["edition"] == "Final"
    assert found[0]["subject"] == "HARBOURS (90%)"
    assert asides("a.txt", text)


def test_labels_before_a_space_that_does_not_break_are_known():
    text = "\n\n".join(docx.lines(stories()[:1])).replace(": ", ":\u00a0")
    record = records("a.txt", text)[0]
    assert record["length"] == "120 words"
    assert record["section"] == stories()[0].section


def test_a_story_about_documents_is_no_export():
    text = "Ten of 12 documents\n\nDocument 4 of the file was missing.\n\nBody\n\nIt is lost."
    assert [file.name for file in records_of("a.txt", text.encode())] == ["a.txt"]


# Word ---------------------------------------------------------------------------------------------


def documents(folder, data):
    return read_files(folder, {"a.docx": data, "b.txt": QUAY.encode()})


def test_a_word_document_that_is_no_export_is_one_article(tmp_path):
    first = stories()[0]
    data = docx.document([first.headline, f"By {first.authors[0]}", *first.paragraphs])
    found = documents(tmp_path, data)[0]
    assert found.name == "a.docx"
    assert found.content.headline == first.headline
    assert [paragraph.text for paragraph in found.content.paragraphs] == list(first.paragraphs)


def test_a_word_document_keeps_tables_and_leaves_out_what_was_deleted():
    xml = (
        f'<w:document xmlns:w="{docx.NAMESPACE}"><w:body><w:p><w:r><w:t>One</w:t><w:tab/><w:t>two'
        "</w:t></w:r><w:del><w:r><w:delText>gone</w:delText></w:r></w:del></w:p><w:tbl><w:tr><w:tc>"
        "<w:p><w:r><w:t>a cell</w:t></w:r></w:p></w:tc></w:tr></w:tbl></w:body></w:document>"
    )
    file = next(iter_named("a.docx", docx.packed(xml)))
    assert file.data == b"One\ttwo\n\na cell"


def test_a_box_of_text_that_is_drawn_two_ways_is_read_once():
    box = "<{0}><w:p><w:r><w:t>In a box</w:t></w:r></w:p></{0}>"
    xml = (
        f'<w:document xmlns:w="{docx.NAMESPACE}" xmlns:mc="x"><w:body><w:p><w:r><w:t>Quay</w:t>'
        f"<mc:AlternateContent>{box.format('mc:Choice')}{box.format('mc:Fallback')}"
        "</mc:AlternateContent></w:r></w:p></w:body></w:document>"
    )
    assert next(iter_named("a.docx", docx.packed(xml))).data == b"Quay\n\nIn a box"


@pytest.mark.parametrize(
    ("xml", "why"),
    [
        ('<!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]><a>&b;</a>', "entities"),
        ('<!DOCTYPE a [<!ENTITY b "bb"><!ENTITY c "&b;&b;">]><a>&c;</a>', "entities"),
        ("<w:document", "XML"),
        ("<a>" * 5000, "XML"),
        ("", "XML"),
        ("<a/>", "no text"),
    ],
    ids=["external", "exploding", "cut", "deep", "empty", "nothing"],
)
def test_a_hostile_word_document_gets_a_sentence(xml, why, tmp_path):
    bad, good = documents(tmp_path, docx.packed(xml))
    assert why in bad.rejected
    assert not good.rejected


def test_a_word_document_that_unpacks_without_end_is_refused(tmp_path):
    bad, good = documents(tmp_path, docx.packed(" " * 60_000_000))
    assert "limit of one file" in bad.rejected or "zip bomb" in bad.rejected
    assert not good.rejected


def test_a_broken_word_document_is_refused(tmp_path):
    data = docx.document(["Eastern quay to close"])
    for cut in (data[: len(data) // 2], data[:40]):
        assert documents(tmp_path, cut)[0].rejected


# Other databases ----------------------------------------------------------------------------------


def proquest(text):
    return (
        f"{'_' * 60}\n\nEastern quay to close\n\nAuthor: Quill, Mirela\n\nFull text: {text}\n\n"
        "Subject: Harbours; Quays\n\nTitle: Eastern quay to close\n\n"
        "Publication title: Courier, The\n\nPublication date: Jan 11, 2010\n\n"
        f"ProQuest document ID: 1\n\n{'_' * 60}\n\nContact us at: x\n"
    )


def test_a_document_of_proquest_has_its_title_once_and_all_its_labels():
    record = records("a.txt", proquest(QUAY.replace("\n", " ")))[0]
    assert record["headline"] == "Eastern quay to close"
    assert record["subject"] == "Harbours; Quays"
    assert record["publication"] == "The Courier"


def test_a_paragraph_that_begins_like_a_label_does_not_end_the_text():
    text = f"{QUAY}\n\nNotes: fees are to rise.\n\nFishermen are angry.\n\nSo they say.\n\nOften."
    assert records("a.txt", proquest(text))[0]["text"].endswith("So they say.\n\nOften.")


def test_factiva_without_codes_is_read_by_place():
    text = (
        "Der Kai schließt\nVon Mirela Quill\n1.121 Wörter\n11. Januar 2010\n07:15\nAlder Kurier\n"
        "ALDK\n3\nDeutsch\n(c) 2010 Alder Kurier GmbH\n\nDer Kai wird geschlossen.\n\n"
        "Er ist morsch.\n\n"
        "Document ALDK000020100111e61b0001x\n\n"
    )
    found = records("a.txt", text * 2)
    assert len(found) == 2
    assert found[0]["publication"] == "Alder Kurier"
    assert found[0]["page"] == "3"
    assert found[0]["date"] == "11. Januar 2010 07:15"
    assert found[0]["text"] == "Der Kai wird geschlossen.\n\nEr ist morsch."


def test_factiva_keeps_all_its_codes():
    text = (
        "HD  Eastern quay to close\nBY  Mirela Quill\nPD  11 January 2010\nSN  The Courier\n"
        f"LP  {QUAY}\n\nTD\nIt is rotten.\n\nCO  alder : Alder Limited\nAN  Document ALDC1\n"
    )
    record = records("a.txt", text)[0]
    assert record["companies"] == "alder : Alder Limited"
    assert record["text"] == QUAY.replace("\n", " ") + "\n\nIt is rotten."


def test_documents_of_newsbank_end_with_number_and_copyright():
    text = (
        "Title: {title}\nPaper: Courier, The (MA)\nDate: January 11, 2010\nAuthor: Mirela Quill\n\n"
        "It is rotten.\n\nSo they say.\n\nRecord Number: 0FF1\nCopyright (c) 2010 Alder\n\n"
    )
    found = records("a.txt", text.format(title="Quay") + text.format(title="Ferry"))
    assert [record["headline"] for record in found] == ["Quay", "Ferry"]
    assert found[1]["text"] == "It is rotten.\n\nSo they say."
    assert found[1]["copyright"] == "Copyright (c) 2010 Alder"


def test_other_lines_of_an_article_of_europresse_are_kept():
    page = (
        "<article><span class='DocPublicationName'>Le Courrier d'Alder, no. 12</span>"
        "<span class='DocHeader'>Une, lundi 11 janvier 2010, 482 mots, p. 3</span>"
        "<p class='titreArticleVisu'>Le quai ferme</p><p>Encadré</p>"
        "<div class='docOcurrContainer'><p>Il est pourri.</p></div></article>"
    )
    record = records("a.html", page)[0]
    assert record["publication"] == "Le Courrier d'Alder"
    assert (record["section"], record["page"], record["word count"]) == ("Une", "3", "482 mots")
    assert record["other lines"] == "Encadré"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "cp1252"])
def test_exports_are_read_in_their_encoding(encoding):
    text = proquest("Der Kai wird für Monate geschlossen, sagte die Behörde in Älder am Montag.")
    assert "für Monate" in records("a.txt", text.encode(encoding))[0]["text"]


def test_pages_that_only_look_like_exports_get_a_sentence():
    for page in (
        "<p class='articleParagraph x'>Eastern quay</p>",
        "<p>DocPublicationName \0 <article",
        "<div id='article-ALDC20100111'" + "<div>" * 5000,
        "<p class='articleParagraph x" + "<!--",
    ):
        for file in iter_named("a.html", page.encode()):
            assert file.problem or file.data


def test_an_export_with_zeros_and_a_huge_field_is_read():
    text = proquest("\0" + "word " * 400_000)
    assert len(records("a.txt", text)[0]["text"]) > 1_900_000


def test_rows_of_factiva_without_a_code_and_codes_that_come_twice_are_kept():
    rows = "".join(
        f"<tr><td>{code}</td><td>{value}</td></tr>"
        for code, value in (("HD", "Eastern quay"), ("LP", QUAY), ("NS", "Ports"), ("NS", "Fees"))
    )
    page = (
        "<html><body><div class='article enArticle'><p class='articleParagraph enx'></p><table>"
        f"<tr><td>A note below the text</td></tr>{rows}</table></div></body></html>"
    )
    (found,) = records("a.html", page)
    assert found["more"] == "A note below the text"
    assert found["subjects"] == "Ports\nFees"
