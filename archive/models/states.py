"""Whether readers see an article."""

from __future__ import annotations

from typing import Final

from django.db import models
from django.utils.translation import gettext_lazy


class ArticleState(models.TextChoices):
    PUBLISHED = "published", gettext_lazy("Published")
    HIDDEN = "hidden", gettext_lazy("Hidden")
    WITHDRAWN = "withdrawn", gettext_lazy("Withdrawn")


#: The few: counts take all articles from an index and subtract these.
UNPUBLISHED: Final = (ArticleState.HIDDEN, ArticleState.WITHDRAWN)
