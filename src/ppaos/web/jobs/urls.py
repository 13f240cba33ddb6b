"""Addresses of background work."""

from django.urls import path

from ppaos.web.jobs import views

app_name = "jobs"
urlpatterns = [
    path("<uuid:number>/", views.page, name="page"),
    path("<uuid:number>/state/", views.state, name="state"),
    path("<uuid:number>/cancel/", views.cancel_page, name="cancel"),
]
