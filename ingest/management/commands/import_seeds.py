"""Import the files of seeds/ that were never imported; `serve` calls it."""

import hashlib
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand

from ingest import jobs, pipeline, sources
from ingest.models import Import, ImportedFile
from ingest.sources.archives import Limits


class Command(BaseCommand):
    help = "Import the files of seeds/ that were never imported; undone imports stay undone."

    def handle(self, *args: Any, **options: Any) -> None:
        folder = settings.BASE_DIR / "seeds"
        if not folder.is_dir():
            return
        files = [
            source
            for source in sources.read_paths([folder], limits=Limits.of(settings))
            if not ImportedFile.objects.filter(
                sha256=hashlib.sha256(source.data).digest(), name=source.name
            ).exists()
        ]
        if not files:
            return
        jobs.report_dead(self.stderr.write)
        importing = pipeline.start(Import.Channel.COMMAND, "seeds", None)
        result = jobs.run_here(importing, iter(files), pipeline.silent)
        imported = result.counts["new"] + result.counts["changed"]
        self.stdout.write(f"Imported {imported} of {len(files)} new files in seeds/.")
