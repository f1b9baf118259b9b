"""Editors' pages, one module a subject; each registers its own."""

from archive.admin import articles, conflicts, names, review

__all__ = ["articles", "conflicts", "names", "review"]
