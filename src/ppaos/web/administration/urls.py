"""Addresses of the administration."""

from django.urls import path

from ppaos.web.administration import views

app_name = "administration"
urlpatterns = [
    path("", views.people, name="people"),
    path("people/<int:number>/", views.person_page, name="person"),
    path("people/<int:number>/roles/", views.add_role, name="add_role"),
    path("people/<int:number>/roles/<int:grant>/remove/", views.remove_role, name="remove_role"),
    path("people/<int:number>/active/", views.set_active, name="set_active"),
    path("people/<int:number>/factor/", views.reset_second_factor, name="reset_second_factor"),
    path("invitations/", views.invitations, name="invitations"),
    path("invitations/<uuid:number>/revoke/", views.revoke_invitation, name="revoke_invitation"),
]
