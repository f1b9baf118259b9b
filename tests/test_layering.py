"""The rules of the house: who may import whom, and who may write. Each rule is shown to fail on a
small invented tree in which it is broken."""

from collections import Counter
from pathlib import Path

import layering
import pytest
from django.apps import apps

ROOT = Path(__file__).parent.parent
KNOWN = layering.modules(ROOT)
#: A folder is found one's way in at a glance.
MOST_MODULES = 30


def test_every_module_stands_on_a_floor():
    assert not layering.homeless(KNOWN)


def test_no_module_imports_a_floor_above():
    assert not layering.upward(KNOWN)


def test_the_archive_has_at_most_eleven_floors():
    assert len(layering.ARCHIVE) <= 11


@pytest.mark.parametrize("package", layering.PURE)
def test_reading_a_file_reaches_no_django(package):
    assert not layering.reaching(KNOWN, "django", (package,))


def test_only_the_embedded_engine_knows_tantivy():
    assert not layering.importers(KNOWN, "tantivy", but=("archive.search.embedded",))


def test_search_is_entered_by_its_door_alone():
    assert not layering.past_the_door(KNOWN)


def test_only_the_store_writes_what_the_archive_keeps():
    assert not layering.writes(KNOWN)


def test_no_class_name_stands_for_two_things():
    assert not layering.classes_named_twice(KNOWN)


def test_no_folder_holds_more_modules_than_one_can_look_over():
    folders = Counter(module.path.parent for module in KNOWN.values())
    assert not {folder: count for folder, count in folders.items() if count > MOST_MODULES}


def test_foreign_keys_point_from_ingest_to_archive_only():
    guilty = [
        f"{model.__name__}.{field.name}"
        for model in apps.get_app_config("archive").get_models()
        for field in model._meta.get_fields()
        if field.concrete
        and field.is_relation
        and field.related_model
        and field.related_model._meta.app_label == "ingest"
    ]
    assert not guilty


# The rules themselves -----------------------------------------------------------------------------

TABLES = """
from django.db import models
class Article(models.Model): ...
class Move(models.Model): ...
class AuthorMove(Move): ...
"""


@pytest.fixture
def tree(tmp_path):
    """Write modules of an invented house, and look at it: `tree({"archive/store/x.py": "…"})`."""

    def written(files):
        for name, text in {"archive/models/articles.py": TABLES, **files}.items():
            path = tmp_path / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text)
        for app in ("archive", "ingest"):
            for folder in [tmp_path / app, *(tmp_path / app).rglob("*")]:
                if folder.is_dir():
                    (folder / "__init__.py").touch()
        return layering.modules(tmp_path)

    return written


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("archive/text/dates.py", "from archive.record import content"),
        ("archive/store/merge.py", "from archive.views.names import author"),
        ("archive/labels.py", "def f():\n    from archive import store"),
        ("archive/history.py", "import ingest.models"),
        ("ingest/decode/detect.py", "from ingest.parsing.fields import dates"),
        ("ingest/parsing/fields/dates.py", "from ingest.parsing.html import tree"),
    ],
)
def test_an_import_upwards_is_noticed(tree, name, text):
    known = tree(
        {
            "archive/record/content.py": "",
            "archive/store/articles.py": "",
            "archive/views/names.py": "def author(): ...",
            "ingest/models.py": "",
            "ingest/parsing/fields/language.py": "",
            "ingest/parsing/html/tree.py": "",
            name: text,
        }
    )
    assert [source for source, _ in layering.upward(known)] == [
        name.removesuffix(".py").replace("/", ".")
    ]


def test_what_only_types_ask_for_is_no_import(tree):
    text = "if TYPE_CHECKING:\n    from archive.store import articles"
    assert not layering.upward(tree({"archive/labels.py": text, "archive/store/articles.py": ""}))


def test_a_module_on_no_floor_is_noticed(tree):
    assert layering.homeless(tree({"archive/darkroom.py": ""})) == ["archive.darkroom"]


def test_django_behind_two_modules_is_noticed(tree):
    known = tree(
        {
            "ingest/decode/detect.py": "from archive.text import slugs",
            "archive/text/slugs.py": "from archive.text import numbers",
            "archive/text/numbers.py": "from django.conf import settings",
        }
    )
    chains = layering.reaching(known, "django", ("ingest.decode",))
    assert chains == [
        "ingest.decode.detect -> archive.text.slugs -> archive.text.numbers -> django"
    ]


def test_django_in_the_package_of_what_is_imported_is_noticed(tree):
    known = tree(
        {
            "ingest/decode/detect.py": "from archive.record import content",
            "archive/record/content.py": "",
            "archive/record/__init__.py": "import django",
        }
    )
    assert layering.reaching(known, "django", ("ingest.decode",))


def test_tantivy_elsewhere_is_noticed(tree):
    known = tree({"archive/search/lists.py": "def f():\n    import tantivy"})
    guilty = layering.importers(known, "tantivy", but=("archive.search.embedded",))
    assert guilty == ["archive.search.lists"]


def test_a_way_past_the_door_of_search_is_noticed(tree):
    known = tree(
        {
            "archive/views/lists.py": "from archive.search.index import folder",
            "archive/search/index/folder.py": "",
        }
    )
    assert layering.past_the_door(known) == ["archive.views.lists -> archive.search.index.folder"]


def test_a_class_name_that_stands_twice_is_noticed(tree):
    known = tree({"archive/labels.py": "class Row: ...", "ingest/report.py": "class Row: ..."})
    assert layering.classes_named_twice(known) == {"Row": ["archive.labels", "ingest.report"]}


FROM = "from archive.models import Article, AuthorMove\n"
WRITES = {
    "create": "Article.objects.create(pk=1)",
    "a queryset's update": "Article.objects.filter(pk=1).exclude(pk=2).update(pk=3)",
    "in two lines": "found = Article.objects.filter(pk=1)\nfound.update(pk=3)",
    "an instance": "Article(pk=1).save()",
    "an instance in two lines": "article = Article.objects.get(pk=1)\narticle.save()",
    "in a loop": "for article in Article.objects.all():\n    article.delete()",
    "in a loop over a list": "for a in list(Article.objects.all()):\n    a.delete()",
    "an argument": "def f(article: Article):\n    article.delete()",
    "a queryset given": "def f(found: 'QuerySet[Article]'):\n    found.update(pk=1)",
    "optional": "def f(article: Article | None):\n    article and article.save()",
    "handed on": "def f(article: Article):\n    return Finding('…', article.delete)",
    "in a lambda": "def f(article: Article):\n    return lambda: Article.objects.update(pk=1)",
    "a related manager": "def f(article: Article):\n    article.bylines.all().delete()",
    "a related set": "def f(article: Article):\n    article.images.set([])",
    "a table that derives from another": "AuthorMove.objects.bulk_create([])",
    "what a function gives": "def g() -> Article: ...\ng().save()",
    "the default manager": "Article._default_manager.get_or_create(pk=1)",
    "asynchronous": "async def f():\n    await Article.objects.acreate(pk=1)",
    "statements": "from archive.db import statements\nstatements.insert(Article, (), [])",
    "SQL": "cursor.execute('UPDATE archive_article SET id = 1')",
    "a walrus": "if (article := Article.objects.first()):\n    article.save()",
    "by number": "rows = Article.objects.in_bulk([1])\nrows[1].delete()",
}


@pytest.mark.parametrize("text", WRITES.values(), ids=WRITES.keys())
def test_a_write_outside_the_store_is_noticed(tree, text):
    assert len(layering.writes(tree({"archive/views/names.py": FROM + text}))) == 1


@pytest.mark.parametrize("text", WRITES.values(), ids=WRITES.keys())
def test_the_store_may_write(tree, text):
    assert not layering.writes(tree({"archive/store/names.py": FROM + text}))


@pytest.mark.parametrize(
    "text",
    [
        "counts = dict(Article.objects.values_list('pk', 'words'))\ncounts.update({1: 2})",
        "ids = set(Article.objects.values_list('pk', flat=True))\nids.add(1)",
        "path.unlink()\nfile.delete()\nform.save()",
        "from ingest.models import Import\nImport.objects.create()",
        "from PIL import Image\nImage.open('x').save('y')",
    ],
)
def test_what_is_no_write_of_the_archive_is_let_be(tree, text):
    assert not layering.writes(tree({"ingest/jobs.py": FROM + text}))
