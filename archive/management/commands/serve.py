"""Bring everything up to date, then serve the archive."""

import os
from argparse import ArgumentParser
from typing import Any, Final

from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.management import call_command
from django.core.management.base import BaseCommand
from django.db import connections

from archive import env, search, server
from archive.admin.first_editor import is_loopback

#: Articles indexed before the archive opens, in a few seconds; the rest follows once it is open,
#: and only search has to wait.
AT_START = 5_000

#: A server that listens here answers at each address of its machine.
_EVERY_ADDRESS: Final = frozenset(("", "0.0.0.0", "::"))  # noqa: S104 - compared, not bound


class Command(BaseCommand):
    help = "Migrate, import what is new in seeds/, repair the index, and serve the archive."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--host", default=env.text("HOST", "127.0.0.1"))
        parser.add_argument(
            "--port", type=int, default=env.whole_number("PORT", 8000, least=1, most=65535)
        )

    def handle(self, *args: Any, **options: Any) -> None:
        host, port = options["host"], options["port"]
        workers = env.whole_number("WEB_WORKERS", 2, least=1, most=64)
        threads = env.whole_number("WEB_THREADS", 4, least=1, most=64)
        server.refuse_taken_port(host, port)
        call_command("migrate", verbosity=0, interactive=False)
        self._make_editor(host, port)
        if env.flag("SEEDS", True):
            call_command("import_seeds")
        if healed := search.heal(most=AT_START):
            self.stdout.write(healed)
        server.collect()
        connections.close_all()
        self.stdout.write(f"{settings.ARCHIVE_NAME} is open at http://{host}:{port}/")
        self.stdout.write("Press Ctrl-C to stop it.")
        self.stdout.flush()
        server.Server(host, port, workers, threads).run()

    def _make_editor(self, host: str, port: int) -> None:
        """Make the account that the environment names, or say how to make one."""
        users = get_user_model().objects
        if users.filter(is_superuser=True).exists():
            return
        if os.environ.get("DJANGO_SUPERUSER_USERNAME") and os.environ.get(
            "DJANGO_SUPERUSER_PASSWORD"
        ):
            os.environ.setdefault("DJANGO_SUPERUSER_EMAIL", "")
            call_command("createsuperuser", interactive=False, verbosity=0)
            name = os.environ["DJANGO_SUPERUSER_USERNAME"]
            self.stdout.write(f"Made the editor account {name} from the environment.")
            return
        self.stdout.write(
            "There is no editor account yet, and reading needs none. To import in the browser, "
            f"make one {_where(host, port)}."
        )


def _where(host: str, port: int) -> str:
    """Where the first editor's account is made: in the browser of a machine that serves itself."""
    if host in _EVERY_ADDRESS:
        host = "127.0.0.1"
    if host != "localhost" and not is_loopback(host):
        return "with .venv/bin/python manage.py createsuperuser"
    name = f"[{host}]" if ":" in host else host
    return f"at http://{name}:{port}/admin/ on this machine"
