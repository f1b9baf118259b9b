"""Dumps of wikis, and the wikitext of their pages."""
