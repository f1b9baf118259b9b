"""From decoded text to a record of the article: one extractor a field, every field with evidence.

`parse` is the door. Text at a span equals the field's value up to `normalise`: invisible
characters gone, every run of white space (no-break spaces included) one plain space. Beyond that
a value differs from its span in these ways only: dates, times, offsets and counts are written in
ISO form or as numbers; an author printed in capitals is filed in mixed case (`printed` keeps the
capitals); a list item loses its bullet; a place printed in capitals is written in mixed case.
"""

from __future__ import annotations

from ingest.parsing.plain import normalise

#: Kept with every reading; raised whenever the same bytes may be read differently.
PARSER_VERSION = "1"

__all__ = ["PARSER_VERSION", "normalise"]
