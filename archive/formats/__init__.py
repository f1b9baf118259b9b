"""The forms in which articles are taken away, in the order in which they are offered.

A format is a module with `X: Final = Format(…)`, listed here. It sees ExportedArticles (values),
never the database, requests or pages.
"""

from typing import Final

from archive.formats.exported import ExportedArticle, Site, exported
from archive.formats.format import Export, Format
from archive.formats.json_record import JSON, JSON_LINES

__all__ = ["FORMATS", "Export", "ExportedArticle", "Format", "Site", "exported"]

_ALL: Final = (JSON, JSON_LINES)
#: By the ending of the address.
FORMATS: Final[dict[str, Format]] = {form.suffix: form for form in _ALL}
