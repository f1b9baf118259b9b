"""The shape of a corpus: what its folders, file names, side files and tables say of its articles.

value        the shape itself, as a person writes it and as an import keeps it
words        the shape in a sentence
guess        what names and samples suggest, with reasons in words
kinds        the kinds of files of records, and what their columns hold
sides        headlines, sidecars and tables that describe files
apply        SourceFiles with what their names and side files say of them
"""

from ingest.sources.shape.apply import Only, Passes, shaped
from ingest.sources.shape.guess import guessed
from ingest.sources.shape.kinds import NO_LAYOUTS, RecordColumn, RecordKind, kinds_of
from ingest.sources.shape.sides import file_of
from ingest.sources.shape.value import BadShape, Records, Shape
from ingest.sources.shape.words import in_words, with_folders

__all__ = [
    "NO_LAYOUTS",
    "BadShape",
    "Only",
    "Passes",
    "RecordColumn",
    "RecordKind",
    "Records",
    "Shape",
    "file_of",
    "guessed",
    "in_words",
    "kinds_of",
    "shaped",
    "with_folders",
]
