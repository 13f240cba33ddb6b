"""Addresses of the public pages and of the open data."""

from django.urls import path

from ppaos.web.public import downloads, views

app_name = "public"
urlpatterns = [
    path("", views.home, name="home"),
    path("go/", views.go, name="go"),
    path("method/", views.method, name="method"),
    path("data/", downloads.page, name="data"),
    path("data/catalog.json", downloads.catalog, name="catalog"),
    path("data/<str:level>.csv", downloads.as_csv, name="csv"),
    path("data/<str:level>.csv-metadata.json", downloads.metadata, name="metadata"),
    path("data/<str:level>.json", downloads.as_json, name="json"),
    path("<str:code>/", views.area, name="area"),
    path("<str:code>/map.json", views.map_values, name="map"),
    path("<str:code>/boundaries.json", views.boundaries, name="boundaries"),
]
