"""Fill an empty archive with an invented town's newspapers; `make demo` calls it."""

import secrets
from argparse import ArgumentParser
from collections.abc import Iterable
from pathlib import Path
from typing import Any, Final, get_args

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError

from archive import search
from archive.models import Article, User
from ingest import demo, jobs, pipeline, sources
from ingest.models import Import
from ingest.records import SourceFile

FIRST: Final = "Port Alder: the newspapers, 2007 to 2018"
#: The account of the demo's visitors, and the file that keeps its password.
EDITOR: Final = "editor"
KEPT_IN: Final = "editor-password.txt"
LATER: Final = "Port Alder: later editions, and copies"


class Command(BaseCommand):
    help = (
        "Fill an empty archive with 452 invented articles, including corrections and versions. "
        "What is there already stays as it is."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--files",
            type=Path,
            metavar="FOLDER",
            help="write the source files into this folder instead of filling an archive",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        if options["files"]:
            self._write(options["files"])
            return
        self._refuse_other_archives()
        self._import(FIRST, demo.files("first"))
        demo.correct()
        self._import(LATER, demo.files("later"))
        demo.attach_pictures()
        demo.withdraw()
        search.apply_changes()
        count = Article.objects.count()
        self.stdout.write(f"{count:,} articles from Port Alder are in {settings.DATA_DIR}.")
        self._make_editor()

    def _refuse_other_archives(self) -> None:
        """Make sure that the archive is the demo's own, and up to date."""
        if settings.DATA_DIR == settings.BASE_DIR / "data":
            raise CommandError(
                "The demo needs an archive of its own, apart from yours in data/: run “make demo”, "
                "or set DATA_DIR, such as DATA_DIR=demo-data."
            )
        call_command("migrate", verbosity=0, interactive=False)
        if Article.objects.exists() and not Import.objects.filter(label=FIRST).exists():
            raise CommandError(
                f"The archive in {settings.DATA_DIR} holds other articles. Give the demo a folder "
                f"of its own: DATA_DIR=demo-data."
            )

    def _import(self, label: str, files: Iterable[SourceFile]) -> None:
        """Import once; a run after one that was stopped imports the rest."""
        if Import.objects.filter(label=label, state=Import.State.DONE).exists():
            return
        importing = pipeline.start(Import.Channel.COMMAND, label, None)
        records = (record for file in files for record in sources.records_of(file.name, file.data))
        jobs.run_here(importing, records, pipeline.silent)

    def _make_editor(self) -> None:
        """Make an account for the desk, once; its password is kept beside the demo, and printed."""
        kept = settings.DATA_DIR / KEPT_IN
        if not User.objects.filter(username=EDITOR).exists():
            password = secrets.token_urlsafe(9)
            kept.touch(mode=0o600)
            kept.write_text(password, encoding="utf-8")
            User.objects.create_superuser(EDITOR, password=password)
        if kept.exists():
            password = kept.read_text(encoding="utf-8").strip()
            self.stdout.write(f"To edit, sign in at /admin/ as “{EDITOR}”, password “{password}”.")

    def _write(self, folder: Path) -> None:
        for edition in get_args(demo.Edition):
            for file in demo.files(edition):
                path = folder / edition / file.name
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_bytes(file.data)
        self.stdout.write(f"Wrote first/ and later/ into {folder}.")
