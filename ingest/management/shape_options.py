"""The options of import_articles and parse that say what a corpus looks like."""

from __future__ import annotations

import json
from argparse import ArgumentParser
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import CommandError

from ingest import sources
from ingest.sources.archives import Limits
from ingest.sources.shape import BadShape, Shape, in_words, with_folders
from ingest.sources.shape.value import ROLES


def add_shape_options(parser: ArgumentParser) -> None:
    parser.add_argument(
        "--map",
        type=Path,
        metavar="FILE",
        help="what folders, file names, columns and keys stand for, in JSON or YAML, instead of "
        "what is assumed; --save-map writes such a file",
    )
    parser.add_argument(
        "--folders", choices=ROLES, help="what the folders name in which the files lie"
    )
    parser.add_argument(
        "--save-map",
        type=Path,
        metavar="FILE",
        help="write what was assumed or given as JSON, to be edited and used by --map",
    )


def shape_of(options: Mapping[str, Any], tell: Callable[[str], object]) -> Shape:
    """The shape that the options give, else one that the files suggest, which is told in a line.

    Raises CommandError for a bad map, NoSuchPath for a path that is not there.
    """
    given = options["map"]
    shape = given_shape(options)
    if given is None:
        assumed = sources.guess_paths(options["paths"], limits=Limits.of(settings))
        shape = assumed if options["folders"] is None else with_folders(assumed, shape.folders)
    if given is None and shape.reasons:
        tell(in_words(shape))
    if options["save_map"] is not None:
        text = json.dumps(shape.as_json(), ensure_ascii=False, indent=2)
        try:
            options["save_map"].write_text(f"{text}\n", encoding="utf-8")
        except OSError as error:
            raise CommandError(f"{options['save_map']} cannot be written: {error}.") from error
    return shape


def given_shape(options: Mapping[str, Any]) -> Shape:
    """The shape that the options give, with nothing assumed."""
    shape = _read(options["map"]) if options["map"] is not None else Shape()
    return shape if options["folders"] is None else with_folders(shape, options["folders"])


def _read(path: Path) -> Shape:
    try:
        return Shape.from_text(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError) as error:
        raise CommandError(f"The map {path} cannot be read: {error}.") from error
    except BadShape as error:
        raise CommandError(f"{path}: {error}") from error
