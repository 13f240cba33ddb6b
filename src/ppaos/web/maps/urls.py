"""Addresses of the map."""

from django.urls import path

from ppaos.web.maps import views

app_name = "maps"
urlpatterns = [
    path("", views.page, name="page"),
    path("data.json", views.data, name="data"),
    path("data.csv", views.table, name="table"),
    path("boundaries.json", views.boundaries, name="boundaries"),
    path("points.json", views.points, name="points"),
]
