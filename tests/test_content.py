"""What an article says, apart from where it is kept."""

import json
from hashlib import sha256

from hypothesis import given
from hypothesis import strategies as st

from archive.record.codec import as_json
from archive.record.content import AuthorContent, Content, ImageContent, ParagraphContent

FERRY = Content(
    headline="Ferry back",
    authors=(AuthorContent("Ada Quill", "person", "ADA QUILL"), AuthorContent("Desk", "desk")),
    paragraphs=(ParagraphContent("Two a day."), ParagraphContent("Fares", "subheading")),
    images=(ImageContent("The quay.", credit="Stone"),),
    contacts=("ada@courier.example",),
)
SPACES = st.sampled_from(" \t\n\r\x0b\x1c\x85\xa0\u1680\u2003\u2028\u3000\ufeff")


@given(st.text(st.one_of(st.characters(), SPACES)).filter(lambda text: not _wide(text)))
def test_words_are_counted_as_white_space_parts_them(text):
    assert Content(paragraphs=(ParagraphContent(text),)).word_count == len(text.split())


def _wide(text):
    return any("\u3040" <= letter <= "\u30ff" or "\u3400" <= letter <= "\ufaff" for letter in text)


def test_letters_of_scripts_without_spaces_are_counted_each():
    assert Content(paragraphs=(ParagraphContent("渡船 fährt 二"),)).word_count == 4


def test_a_content_comes_out_of_its_row_and_its_json_as_it_went_in():
    assert Content.from_row(FERRY.as_row()) == FERRY
    assert Content.from_json(json.loads(json.dumps(FERRY.as_json()))) == FERRY


def test_the_digest_of_a_record_is_what_it_has_always_been():
    assert (
        FERRY.digest
        == sha256(
            b'["Ferry back","","","","","","","","","",null,["ADA QUILL","Desk"],'
            b'[["Two a day.","paragraph"],["Fares","subheading"]],'
            b'[["The quay.","Stone","","","","",""]],["ada@courier.example"]]'
        ).digest()
    )


@given(st.text(st.characters(exclude_categories=())) | st.integers(0, 2**62) | st.none())
def test_json_is_what_the_standard_library_makes_of_it(value):
    given = {"field": [value, ("spans", 3)], "name": FERRY.images}
    standard = json.dumps(given, ensure_ascii=False, separators=(",", ":"))
    assert as_json(given) == standard.encode("utf-8", "surrogatepass")
