"""One extractor a field, for sources of every form. Nothing here knows markup or records."""
