"""Registers the app with Django."""

from django.apps import AppConfig


class EventsConfig(AppConfig):
    """Label and name of the app."""

    name = "ppaos.operations.events"
    label = "events"
    verbose_name = "บันทึกการเยี่ยมบ้านและความช่วยเหลือ"
    default_auto_field = "django.db.models.BigAutoField"
