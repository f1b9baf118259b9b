"""The shape of a corpus: what its folders, file names, side files and tables say of its articles.

value        the shape itself, as a person writes it and as an import keeps it
guess        what names and samples suggest, with reasons in words
sides        headlines, sidecars and tables that describe files
apply        SourceFiles with what their names and side files say of them
"""

from ingest.sources.shape.apply import Only, Passes, shaped
from ingest.sources.shape.guess import guessed, in_words
from ingest.sources.shape.sides import file_of
from ingest.sources.shape.value import BadShape, Records, Shape

__all__ = [
    "BadShape",
    "Only",
    "Passes",
    "Records",
    "Shape",
    "file_of",
    "guessed",
    "in_words",
    "shaped",
]
