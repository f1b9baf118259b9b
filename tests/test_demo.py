"""The demo: an invented town's newspapers, with the truth about every article in them."""

import json
from io import StringIO
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command
from factory import content, stored

from archive import checks, search
from archive.models import Article, Author, Conflict, Correction, Image, Publication, Revision, User
from archive.selection import Selection
from ingest import demo, sources
from ingest.decode import decode
from ingest.management.commands import make_demo
from ingest.models import Import
from ingest.parsing import parse

#: What an article of the demo says, as its file shows it; the later editions last.
TRUTH = [json.loads(line) for line in (demo.DATA / "truth.jsonl").read_bytes().splitlines()]
LATER = [truth for truth in TRUTH if "-later." in truth["name"]]


def records(edition):
    for file in demo.files(edition):
        yield from sources.records_of(file.name, file.data)


def read(record):
    """A record as the parser reads it, in the form of the truth."""
    parsed = parse(record.name, decode(record.data))
    return {
        "name": record.name,
        "headline": parsed.headline,
        "date": parsed.date,
        "authors": [author.name for author in parsed.authors],
        "publication": parsed.publication,
        "pictures": len(parsed.images),
        "paragraphs": [paragraph.text for paragraph in parsed.paragraphs],
    }


def test_every_article_is_read_as_it_was_written():
    found = {record.name: record for edition in ("first", "later") for record in records(edition)}
    misread = [
        (truth["name"], field, value, truth[field])
        for truth in TRUTH
        for field, value in read(found[truth["name"]]).items()
        if value != truth[field]
    ]
    assert misread == []


def test_every_file_of_the_first_import_has_its_truth():
    articles = [record.name for record in records("first")]
    assert sorted(articles) == sorted(t["name"] for t in TRUTH if t not in LATER)


def test_twelve_years_ten_papers_and_a_full_newest_day():
    assert len({truth["date"][:4] for truth in TRUTH}) == 12
    # The address under which the text files of the Courier come stands for no paper of its own.
    assert len({truth["publication"] for truth in TRUTH} - {"aldercourier.example"}) == 10
    newest = max(truth["date"] for truth in TRUTH)
    assert sum(truth["date"] == newest for truth in TRUTH if truth not in LATER) > 10


def test_readme_and_help_give_the_true_number_of_articles():
    said = f"{len(TRUTH) - len(LATER)} "
    assert said in make_demo.Command.help
    readme = (Path(settings.BASE_DIR) / "README.md").read_text(encoding="utf-8")
    assert f"{said}articles from ten newspapers" in readme


def make(*words):
    out = StringIO()
    call_command("make_demo", *words, stdout=out)
    return out.getvalue()


@pytest.mark.django_db
def test_the_demo_holds_what_a_living_archive_holds():
    assert "articles from Port Alder" in make()
    assert Article.objects.count() == len(TRUTH) - len(LATER)
    assert Revision.objects.filter(reason="imported again").count() == len(LATER)
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
def test_an_editor_is_made_once_and_the_password_is_said_each_time(client):
    for _ in range(2):
        password = make().rstrip("”.\n").rpartition("“")[2]
        assert client.login(username="editor", password=password)
    assert User.objects.filter(is_superuser=True).count() == 1
    kept = settings.DATA_DIR / make_demo.KEPT_IN
    assert kept.stat().st_mode & 0o077 == 0


def test_the_archive_of_whoever_tries_it_is_never_filled_with_the_demo(monkeypatch):
    monkeypatch.setattr(settings, "DATA_DIR", settings.BASE_DIR / "data")
    with pytest.raises(CommandError, match="archive of its own"):
        make()


def test_its_files_can_be_had(tmp_path):
    make("--files", tmp_path / "files")
    assert len(list((tmp_path / "files").rglob("*.txt"))) > 200
