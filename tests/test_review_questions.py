"""What a parser was unsure of: which questions are asked, and for how long."""

import pytest
from factory import content

from archive import store
from archive.models import Correction, Doubt, Revision
from archive.record.content import AuthorContent, ParagraphContent
from archive.record.evidence import FieldReading, OtherReading, SourceReading
from archive.record.incoming import Chosen, Incoming, Source
from archive.record.review import OpenQuestion, QuestionKind, questions_for

SURE = FieldReading(((0, 5),), 0.95, "first line")


def reading(**fields):
    return SourceReading({name.replace("__", "."): one for name, one in fields.items()})


def field(confidence, *others):
    found = tuple(OtherReading(value, sure, "further down") for value, sure in others)
    return FieldReading(((0, 5),), confidence, "first line", found)


def asked(one, **fields):
    return [(doubt.field, doubt.kind) for doubt in questions_for(one, content(**fields))]


def test_a_sure_reading_asks_nothing():
    assert asked(reading(headline=SURE, date=SURE)) == []


def test_an_unsure_headline_is_asked_about():
    assert asked(reading(headline=field(0.4))) == [("headline", QuestionKind.HEADLINE)]


def test_a_runner_up_nearly_as_good_is_asked_about():
    near = field(0.7, ("Ferry twice a day", 0.65))
    assert asked(reading(headline=near)) == [("headline", QuestionKind.HEADLINE)]
    assert asked(reading(headline=field(0.9, ("Ferry", 0.04)))) == []


def test_the_time_beside_a_doubtful_date_is_no_question_of_its_own():
    one = reading(date=field(0.4), time=field(0.4), utc_offset=field(0.4))
    assert asked(one, date="2016-03-14", time="10:15") == [("date", QuestionKind.DATE)]


def test_two_dates_that_disagree_are_asked_about():
    one = reading(date=field(0.8, ("2016-03-16", 0.3)))
    assert asked(one, date="2016-03-14") == [("date", QuestionKind.DATE)]


def test_a_month_and_a_day_in_it_do_not_disagree():
    assert asked(reading(date=field(0.8, ("2016-03", 0.3))), date="2016-03-14") == []


def test_what_is_missing_is_asked_about():
    found = asked(reading(), headline="", date="")
    assert found == [("date", QuestionKind.NO_DATE), ("headline", QuestionKind.NO_HEADLINE)]


def test_the_worst_comes_first():
    one = reading(paragraphs__1=field(0.3), headline=field(0.5), authors__0=field(0.5))
    kinds = [doubt.kind for doubt in questions_for(one, content())]
    assert kinds == [QuestionKind.HEADLINE, QuestionKind.AUTHOR, QuestionKind.TEXT]


def test_a_picture_is_one_question_whatever_of_it_is_unsure():
    one = reading(images__0__caption=field(0.5), images__0__credit=field(0.3))
    assert asked(one) == [("images.0", QuestionKind.PICTURE)]


def test_of_a_text_only_the_least_sure_block_is_asked_about():
    one = reading(paragraphs__0=field(0.4), paragraphs__1=field(0.3))
    assert asked(one) == [("paragraphs.1", QuestionKind.TEXT)]


def test_a_question_stays_the_same_while_the_source_says_the_same():
    [one] = questions_for(reading(headline=field(0.5)), content())
    [moved] = questions_for(reading(headline=field(0.4)), content(section="Harbour"))
    [other] = questions_for(reading(headline=field(0.5)), content(headline="Another"))
    assert one.key == moved.key != other.key


# Kept ---------------------------------------------------------------------------------------------

HEADLINE = OpenQuestion("headline", QuestionKind.HEADLINE, 600, 1)
AUTHOR = OpenQuestion("authors.0", QuestionKind.AUTHOR, 300, 2)


def source(name, one=None):
    return Source.of(name, name.encode(), "utf-8", one or reading(headline=SURE), "test")


def add(*doubts, chosen=()):
    one = Incoming(content(), source("a.txt"), doubts=doubts, chosen=chosen)
    with store.writing():
        return store.add([one])[0]


def change(pk, *doubts, **fields):
    later = content(**({"section": "Harbour"} | fields))
    with store.writing():
        store.change(pk, Incoming(later, source(f"{fields}.txt"), doubts=doubts))


def waiting(pk):
    return [one.field for one in Doubt.objects.filter(article=pk).waiting().worst_first()]


@pytest.mark.django_db
def test_an_import_keeps_its_questions_worst_first():
    assert waiting(add(AUTHOR, HEADLINE)) == ["headline", "authors.0"]


@pytest.mark.django_db
def test_what_was_settled_is_asked_again_only_when_the_source_says_something_new():
    pk = add(HEADLINE)
    Doubt.objects.update(settled_at="2016-03-14T12:00Z")
    change(pk, HEADLINE)
    assert waiting(pk) == []
    change(pk, OpenQuestion("headline", QuestionKind.HEADLINE, 500, 7), section="Port")
    assert waiting(pk) == ["headline"]


@pytest.mark.django_db
def test_what_a_later_source_is_sure_of_is_asked_no_more():
    pk = add(HEADLINE, AUTHOR)
    change(pk, AUTHOR)
    assert waiting(pk) == ["authors.0"]


@pytest.mark.django_db
def test_a_correction_answers_the_question_for_good():
    pk = add(HEADLINE, AUTHOR)
    store.correct(pk, content(headline="Other"), by=None, why="", version=1)
    assert waiting(pk) == ["authors.0"]
    change(pk, HEADLINE, AUTHOR, headline="Other")
    assert waiting(pk) == ["authors.0"]


@pytest.mark.django_db
def test_correcting_a_list_answers_for_all_its_parts():
    pk = add(AUTHOR)
    mine = content(authors=(AuthorContent("Ivo Stone"),))
    store.correct(pk, mine, by=None, why="", version=1)
    assert waiting(pk) == []


@pytest.mark.django_db
def test_an_earlier_text_brings_its_questions_back():
    unsure = reading(headline=field(0.4))
    with store.writing():
        [pk] = store.add([Incoming(content(), source("a.txt", unsure))])
        later = content(paragraphs=(ParagraphContent("Later."),))
        revision = store.change(pk, Incoming(later, source("b.txt")))
        assert waiting(pk) == []
        store.restore(revision, by=None, reason=Revision.Reason.IMPORT_UNDONE)
    assert waiting(pk) == ["headline"]


@pytest.mark.django_db
def test_what_was_chosen_before_storing_is_a_correction():
    chosen = Chosen("headline", "Read", content().headline, None, "chosen in the preview")
    pk = add(HEADLINE, AUTHOR, chosen=[chosen])
    assert waiting(pk) == ["authors.0"]
    assert Correction.objects.get().old == "Read"


def test_an_article_without_a_text_is_asked_about():
    bare = {"paragraphs": (), "standfirst": "", "images": ()}
    [one] = questions_for(reading(headline=SURE), content(**bare))
    assert (one.field, one.kind) == ("paragraphs", QuestionKind.NO_TEXT)
    [less] = questions_for(reading(), content(**bare | {"standfirst": "The quay is shut."}))
    assert less.weight < one.weight


@pytest.mark.django_db
def test_a_later_source_with_a_text_answers_that_there_is_none():
    pk = add(*questions_for(reading(), content(paragraphs=())))
    assert waiting(pk) == ["paragraphs"]
    change(pk, paragraphs=(ParagraphContent("The quay is shut."),))
    assert waiting(pk) == []
