"""The demo: an invented town's newspapers, which knows every field of every article it prints."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from factory import content, stored

from archive import checks, search
from archive.models import Article, Author, Conflict, Correction, Image, Publication, Revision, User
from archive.selection import Selection
from ingest import sources
from ingest.decode import decode
from ingest.demo import layouts
from ingest.demo.writing import Archive, invent
from ingest.models import Import
from ingest.parsing import parse


@pytest.fixture(scope="module")
def town() -> Archive:
    return invent()


def read(stories):
    """Each story with what the parser reads in its file."""
    for file, held in layouts.files(stories):
        records = sources.records_of(file.name, file.data)
        for record, story in zip(records, held, strict=True):
            yield story, parse(record.name, decode(record.data))


def named(story):
    """What a file says of its paper: the text of the Courier has only an address."""
    as_text = story.paper.layout == "courier" and story.day.year >= layouts.AS_TEXT_SINCE
    return story.paper.domain if as_text else story.paper.name


def test_every_article_is_read_as_it_was_written(town):
    misread = [
        (story.headline, field, read_as, meant)
        for story, parsed in read((*town.stories, *town.later))
        for field, read_as, meant in (
            ("headline", parsed.headline, story.headline),
            ("date", parsed.date, story.date),
            ("authors", tuple(author.name for author in parsed.authors), story.authors),
            ("publication", parsed.publication, named(story)),
            ("text", [one.text for one in parsed.paragraphs], [p.text for p in story.paragraphs]),
            ("pictures", len(parsed.images), int(bool(story.caption))),
        )
        if read_as != meant
    ]
    assert misread == []


def test_the_town_is_the_same_each_time(town):
    assert invent() == town


def test_twelve_years_several_papers_and_a_full_newest_day(town):
    assert len({story.day.year for story in town.stories}) == 12
    assert len({story.paper.name for story in town.stories}) >= 8
    newest = max(story.day for story in town.stories)
    assert sum(story.day == newest for story in town.stories) > 10


def test_no_template_is_left_unfilled(town):
    texts = [one.text for story in town.stories for one in story.paragraphs]
    texts += [line for story in town.stories for line in (story.headline, story.caption)]
    assert not [text for text in texts if set(text) & set("[]{}#|")]


def make(*words):
    out = StringIO()
    call_command("make_demo", *words, stdout=out)
    return out.getvalue()


@pytest.mark.django_db
def test_the_demo_holds_what_a_living_archive_holds(town):
    assert "articles from Port Alder" in make()
    assert Article.objects.count() == len(town.stories)
    assert Revision.objects.filter(reason="imported again").count() == len(town.later)
    assert Correction.objects.filter(stands=True).count() >= 6
    assert set(Article.objects.values_list("state", flat=True)) == set(Article.State.values)
    assert Author.everything.exclude(joined_to=None).count() == 2
    assert Publication.everything.exclude(joined_to=None).count() == 1
    assert 6 <= Image.objects.exclude(file="").count() < 20
    assert Conflict.objects.waiting().count() == 1
    assert set(Import.objects.values_list("duplicate", "rejected")) == {(0, 0), (4, 2)}
    assert search.search(Selection(q="harbour gate")).total > 4
    assert list(checks.findings()) == []
    signed = [
        tuple(one.printed for one in article.bylines.all()) for article in Article.objects.all()
    ]
    assert all(len(names) == len(set(names)) for names in signed)


@pytest.mark.django_db
def test_made_twice_it_is_left_as_it_is():
    make()
    Article.objects.filter(state="withdrawn").update(state="published")
    before = list(Article.objects.order_by("pk").values_list("pk", "path", "version", "state"))
    make()
    assert list(Article.objects.order_by("pk").values_list("pk", "path", "version", "state")) == (
        before
    )
    assert Import.objects.count() == 2


@pytest.mark.django_db
def test_it_takes_no_archive_of_somebody_else():
    stored(content())
    with pytest.raises(CommandError, match="holds other articles"):
        make()


@pytest.mark.django_db
def test_an_editor_is_made_only_when_asked_for(client):
    assert not User.objects.filter(is_superuser=True).exists()
    password = make("--editor", "demo").split()[-1]
    assert client.login(username="demo", password=password)
    assert not User.objects.exclude(username="demo").filter(password="").exists()


def test_its_files_can_be_had(tmp_path):
    make("--files", tmp_path / "files")
    assert len(list((tmp_path / "files").rglob("*.txt"))) > 200
