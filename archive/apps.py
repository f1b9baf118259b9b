from django.apps import AppConfig


class ArchiveConfig(AppConfig):
    name = "archive"
    verbose_name = "Archive"

    def ready(self) -> None:
        # Their checks register themselves.
        from archive.checks import articles, database, history, names, pictures  # noqa: F401
