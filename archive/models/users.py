"""Editors' accounts."""

from __future__ import annotations

from django.conf import settings
from django.contrib.auth.models import AbstractUser
from django.db import models


class User(AbstractUser):
    """An editor's account. Readers need none."""


def editor_key(*, db_index: bool = True) -> models.ForeignKey[User | None, User | None]:
    """Who did it; null where no editor did, or the account is gone."""
    return models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        db_index=db_index,
    )
