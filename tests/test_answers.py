"""What an editor can answer when a parser was unsure."""

import pytest
from factory import LONG, content

from archive.record.answers import Edit, answers_to, apply, typed_edit
from archive.record.content import AuthorContent, ImageContent, ParagraphContent
from archive.record.evidence import FieldReading, OtherReading, SourceReading
from archive.text.dates import NotADate

TEXT = f"Harbour News\nTwo ferries a day from Monday\n{LONG}\n"


def reading(field, *others):
    found = tuple(OtherReading(value, sure, "further down") for value, sure in others)
    return SourceReading({field: FieldReading(((0, 5),), 0.5, "first line", found)})


def answers(field, one=None, text="", **fields):
    return answers_to(field, content(**fields), one or SourceReading(), text)


def said(found):
    return [(one.edit.action, one.value) for one in found]


def test_runners_up_are_offered_the_likeliest_first_then_nothing_at_all():
    found = answers("headline", reading("headline", ("Ferry", 0.1), ("Two ferries", 0.3)))
    assert said(found) == [("set", "Two ferries"), ("set", "Ferry"), ("set", "")]


def test_another_date_is_offered_as_it_would_be_filed():
    found = answers("date", reading("date", ("2016-3-16", 0.3), ("soon", 0.2)))
    assert said(found) == [("set", "2016-03-16"), ("set", "")]


def test_a_text_without_a_headline_offers_its_first_short_lines():
    found = answers("headline", text=TEXT, headline="")
    assert said(found) == [("set", "Harbour News"), ("set", "Two ferries a day from Monday")]
    assert TEXT[slice(*found[1].spans[0])] == "Two ferries a day from Monday"


def test_a_subheading_that_becomes_the_headline_leaves_the_text():
    blocks = (ParagraphContent("Two ferries a day", "subheading"), ParagraphContent(LONG))
    one = content(headline="", paragraphs=blocks)
    [answer] = answers_to("headline", one, SourceReading(), "Two ferries a day\n")
    now = apply(one, answer.edit)
    assert (now.headline, now.paragraphs) == ("Two ferries a day", blocks[1:])


def test_an_author_can_be_left_out():
    both = (AuthorContent("Mara Quill"), AuthorContent("Port Alder"))
    one = content(authors=both)
    [answer] = answers_to("authors.1", one, SourceReading(), "")
    assert apply(one, answer.edit).authors == both[:1]


def test_a_picture_can_lose_its_credit_or_go():
    one = content(images=(ImageContent("The ferry.", "Fares from Monday"),))
    first, second = answers_to("images.0", one, SourceReading(), "")
    assert apply(one, first.edit).images == (ImageContent("The ferry."),)
    assert apply(one, second.edit).images == ()


def test_a_block_of_text_can_become_a_subheading_or_go():
    one = content()
    first, second = answers_to("paragraphs.1", one, SourceReading(), "")
    assert apply(one, first.edit).paragraphs[1].kind == "subheading"
    assert apply(one, second.edit).paragraphs == one.paragraphs[:1]


def test_a_standfirst_can_become_the_first_paragraph():
    one = content(standfirst="Storms are over.")
    first, _ = answers_to("standfirst", one, SourceReading(), "")
    now = apply(one, first.edit)
    assert (now.standfirst, now.paragraphs[0].text) == ("", "Storms are over.")


def test_what_moved_is_found_again_and_what_changed_is_left_alone():
    one = content(authors=(AuthorContent("Ivo Stone"), AuthorContent("Mara Quill")))
    assert apply(one, Edit("drop", "authors.0", "Mara Quill")).authors == one.authors[:1]
    assert apply(one, Edit("drop", "authors.0", "Someone Else")) is None
    assert apply(one, Edit("set", "headline", "Another", "Ferry")) is None


def test_typed_values_are_normalised_like_read_ones():
    one = content()
    assert apply(one, typed_edit("date", one, " 2016-3-1 ")).date == "2016-03-01"
    assert (
        apply(one, typed_edit("authors.0", one, "Mara  Quill-Ash")).authors[0].name
        == "Mara Quill-Ash"
    )
    with pytest.raises(NotADate, match="There is no 2016-02-31"):
        typed_edit("date", one, "2016-02-31")


def test_there_are_never_more_answers_than_keys():
    many = reading("headline", *((f"Line {n}", 0.01) for n in range(20)))
    assert len(answers("headline", many)) == 9
