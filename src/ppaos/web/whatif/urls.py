"""Addresses of the what-if."""

from django.urls import path

from ppaos.web.whatif import views

app_name = "whatif"
urlpatterns = [
    path("", views.page, name="page"),
    path("data.json", views.data, name="data"),
    path("data.csv", views.table, name="table"),
    path("saved/", views.save, name="save"),
    path("saved/<int:number>/delete/", views.forget, name="forget"),
]
