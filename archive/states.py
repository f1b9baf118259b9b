"""Whether readers see an article."""

from __future__ import annotations

from typing import Final

from django.db import models


class State(models.TextChoices):
    PUBLISHED = "published", "Published"
    HIDDEN = "hidden", "Hidden"
    WITHDRAWN = "withdrawn", "Withdrawn"


#: The few: counts are of all along an index, less these.
UNPUBLISHED: Final = (State.HIDDEN, State.WITHDRAWN)
