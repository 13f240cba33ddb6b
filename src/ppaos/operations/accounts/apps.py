"""Registers the app with Django."""

from django.apps import AppConfig


class AccountsConfig(AppConfig):
    """Label and name of the app."""

    name = "ppaos.operations.accounts"
    label = "accounts"
    verbose_name = "ผู้ใช้"
    default_auto_field = "django.db.models.BigAutoField"
