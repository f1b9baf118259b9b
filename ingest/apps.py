from django.apps import AppConfig


class IngestConfig(AppConfig):
    name = "ingest"
    verbose_name = "Import"

    def ready(self) -> None:
        from ingest import checking  # noqa: F401 - its checks register themselves
