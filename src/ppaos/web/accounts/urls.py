"""Addresses of one's own account and of invitations."""

from django.urls import path

from ppaos.web.accounts import views

app_name = "accounts"
urlpatterns = [
    path("mine/", views.mine, name="mine"),
    path("tokens/", views.tokens, name="tokens"),
    path("tokens/<int:number>/revoke/", views.revoke_token, name="revoke_token"),
    path("invitation/", views.invitation, name="invitation"),
    path("invitation/<str:secret>/", views.invitation_link, name="invitation_link"),
]
