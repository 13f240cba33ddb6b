"""Addresses of the dashboard."""

from django.urls import path

from ppaos.web.dashboard import views

app_name = "dashboard"
urlpatterns = [
    path("", views.home, name="home"),
    path("<str:code>/", views.area, name="area"),
    path("<str:code>/map.json", views.map_values, name="map"),
    path("<str:code>/table.csv", views.table_csv, name="csv"),
    path("<str:code>/table.json", views.table_metadata, name="metadata"),
]
