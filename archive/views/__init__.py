"""One module a kind of page. `masthead` is what every page shows."""

from django.conf import settings
from django.http import HttpRequest


def masthead(request: HttpRequest) -> dict[str, object]:
    """Context processor: the archive's name."""
    return {"archive_name": settings.ARCHIVE_NAME}
