from django.apps import AppConfig


class IngestConfig(AppConfig):
    name = "ingest"
    verbose_name = "Import"

    def ready(self) -> None:
        from ingest import hooks  # noqa: F401 - what they know registers itself
