"""Folders of invented files, and imports of them brought on by a worker."""

from factory import story

from ingest import jobs, pipeline
from ingest.models import Import


def corpus(place, count):
    """A folder with so many files."""
    place.mkdir()
    for n in range(count):
        (place / f"{n:03}.txt").write_bytes(story(n))
    return place


def previewed_import(folder):
    """Read to its end; it waits to be confirmed."""
    importing = go(pipeline.start(Import.Channel.FOLDER, "corpus", None, folder=str(folder)))
    assert importing.state == Import.State.PREVIEW
    return importing


def go(importing, go_on=pipeline.always):
    """Let a worker take it, until it ends or is told to stop."""
    jobs.work_on(jobs.claim(importing.pk), go_on)
    importing.refresh_from_db()
    return importing
