"""A reader's request through the whole of Django, every middleware included, without a socket."""

from __future__ import annotations

import sys
from functools import cache
from io import BytesIO

from django.core.handlers.wsgi import WSGIHandler

from archive.server import FOR_PAGES, collect_seldom


def get(address: str, **headers: str) -> dict[str, str]:
    """The headers of the answer; compressed, as browsers ask for it."""
    path, _, query = address.partition("?")
    environ = {
        "REQUEST_METHOD": "GET", "PATH_INFO": path.encode().decode("latin-1"),
        "QUERY_STRING": query, "SERVER_NAME": "localhost", "SERVER_PORT": "80",
        "wsgi.url_scheme": "http", "HTTP_ACCEPT_ENCODING": "gzip", "wsgi.input": BytesIO(),
        "wsgi.errors": sys.stderr, **headers,
    }  # fmt: skip
    answer: dict[str, str] = {}

    def start(status: str, headers: list[tuple[str, str]], exc_info: object = None) -> None:
        assert status[:3] in ("200", "304"), status
        answer.update(headers)

    body = _application()(environ, start)
    assert sum(map(len, body)) or "ETag" in answer
    body.close()
    return answer


@cache
def _application() -> WSGIHandler:
    """As `manage.py serve` has it; made after the static files, which it looks up once."""
    application = WSGIHandler()
    collect_seldom(FOR_PAGES)
    return application
