"""Addresses of the audit."""

from django.urls import path

from ppaos.web.audit import views

app_name = "audit"
urlpatterns = [
    path("", views.search, name="search"),
    path("table.csv", views.table, name="table"),
    path("verify/", views.verify, name="verify"),
    path("<int:number>/", views.entry, name="entry"),
]
