"""Registers the site with Django."""

from django.apps import AppConfig


class WebConfig(AppConfig):
    """The site itself: templates, template tags, tasks."""

    name = "ppaos.web"
    label = "web"
    verbose_name = "PPAOS"

    def ready(self) -> None:
        """Let background work be found, and sign-ins go on record."""
        from ppaos.web import tasks  # noqa: F401
        from ppaos.web.accounts import signals

        signals.connect()
