from django.apps import AppConfig


class ArchiveConfig(AppConfig):
    name = "archive"
    verbose_name = "Archive"

    def ready(self) -> None:
        from archive import (  # noqa: F401 - their checks register themselves
            checking_history,
            checking_names,
            checking_pictures,
            encoding_check,
        )
