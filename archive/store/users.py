"""Editors' accounts."""

from __future__ import annotations

from archive.models import User


def add_editor(username: str, *, first_name: str = "", last_name: str = "") -> User:
    """Add an account that nobody can sign in to until it gets a password."""
    editor = User(username=username, first_name=first_name, last_name=last_name, is_staff=True)
    editor.set_unusable_password()
    editor.save()
    return editor
