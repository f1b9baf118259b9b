"""The rules of the house: who may import whom."""

import ast
from pathlib import Path

import pytest
from django.apps import apps

ROOT = Path(__file__).parent.parent
WITHOUT_DJANGO = [
    ROOT / "ingest/records.py",
    *(ROOT / "ingest/decode").glob("*.py"),
    *(ROOT / "ingest/sources").rglob("*.py"),
    ROOT / "ingest/read_file.py",
    ROOT / "archive/record/content.py",
    ROOT / "archive/record/review.py",
    ROOT / "archive/text/dates.py",
    ROOT / "archive/record/evidence.py",
    ROOT / "archive/text/shingles.py",
    ROOT / "archive/selection.py",
    *(ROOT / "ingest/parsing").rglob("*.py"),
]


def imported(path):
    """Every module that a file imports, by its full name."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (name.name for name in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield from (f"{node.module}.{name.name}" for name in node.names)


def files(folder):
    return [path for path in (ROOT / folder).rglob("*.py") if "migrations" not in path.parts]


def test_the_archive_never_imports_ingest():
    assert not [
        p for p in files("archive") for name in imported(p) if name.split(".")[0] == "ingest"
    ]


@pytest.mark.parametrize("path", WITHOUT_DJANGO, ids=lambda p: str(p.relative_to(ROOT)))
def test_reading_a_file_needs_no_django(path):
    assert not [name for name in imported(path) if name.split(".")[0] == "django"]


def test_only_the_tantivy_modules_know_tantivy():
    guilty = [
        path
        for folder in ("archive", "ingest")
        for path in files(folder)
        if path.parent.name != "embedded"
        and any(name.split(".")[0] == "tantivy" for name in imported(path))
    ]
    assert not guilty


def test_only_the_search_package_looks_inside_itself():
    inner = ("archive.search.tantivy_", "archive.search.index.folder")
    guilty = [
        path
        for folder in ("archive", "ingest")
        for path in files(folder)
        if "search" not in path.parts and any(n.startswith(inner) for n in imported(path))
    ]
    assert not guilty


def test_only_the_store_writes_articles():
    writers = ("articles.py", "corrections.py")
    names = ("Article", "Body", "Byline", "Image", "SourceText", "Revision", "Correction")
    calls = tuple(
        f"{name}.objects.{verb}(" for name in names for verb in ("create", "bulk_create", "update")
    )
    guilty = [
        path
        for folder in ("archive", "ingest")
        for path in files(folder)
        if path.name not in writers and any(call in path.read_text("utf-8") for call in calls)
    ]
    assert not guilty


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
