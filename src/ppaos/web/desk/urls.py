"""Addresses of the data desk."""

from django.urls import path

from ppaos.web.desk import imports, reviews, versions, views

app_name = "desk"
urlpatterns = [
    path("", views.home, name="home"),
    path("sources/", views.sources, name="sources"),
    path("imports/", imports.page, name="imports"),
    path("imports/start/", imports.start, name="start_import"),
    path(
        "imports/<int:number>/<slug:source>/quarantine.csv", imports.quarantine, name="quarantine"
    ),
    path("imports/process/", imports.process, name="process"),
    path("resources/", imports.resources, name="resources"),
    path("review/", reviews.page, name="review"),
    path("review/decide/", reviews.decide, name="decide"),
    path("versions/", versions.page, name="versions"),
    path("versions/publish/", versions.publish, name="publish"),
    path("versions/change/", versions.change, name="change_version"),
]
