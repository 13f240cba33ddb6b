"""Addresses of made files."""

from django.urls import path

from ppaos.web.files import views

app_name = "files"
urlpatterns = [
    path("", views.own, name="list"),
    path("agency/", views.agency, name="agency"),
    path("<uuid:number>/download", views.download, name="download"),
]
