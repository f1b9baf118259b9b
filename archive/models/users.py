"""Editors' accounts. Readers need none."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib.auth.models import AbstractUser

if TYPE_CHECKING:
    pass


class User(AbstractUser):
    """An editor's account. Readers need none."""
