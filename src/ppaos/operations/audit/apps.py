"""Registers the app with Django."""

from django.apps import AppConfig


class AuditConfig(AppConfig):
    """Label and name of the app."""

    name = "ppaos.operations.audit"
    label = "audit"
    verbose_name = "บันทึกการใช้งาน"
    default_auto_field = "django.db.models.BigAutoField"
