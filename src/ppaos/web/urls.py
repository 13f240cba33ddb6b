"""Addresses of the site."""

from django.urls import URLPattern, URLResolver, include, path

from ppaos.web.home import views

handler400 = "ppaos.web.home.errors.malformed"
handler403 = "ppaos.web.home.errors.forbidden"
handler404 = "ppaos.web.home.errors.missing"
handler500 = "ppaos.web.home.errors.broken"

urlpatterns: list[URLPattern | URLResolver] = [
    path("", views.home, name="home"),
    path("language/", views.language, name="language"),
    path("health/live", views.live, name="live"),
    path("health/ready", views.ready, name="ready"),
    path("account/", include("ppaos.web.accounts.urls")),
    path("account/", include("allauth.urls")),
    path("administration/", include("ppaos.web.administration.urls")),
    path("audit/", include("ppaos.web.audit.urls")),
    path("dashboard/", include("ppaos.web.dashboard.urls")),
    path("households/", include("ppaos.web.households.urls")),
    path("map/", include("ppaos.web.maps.urls")),
    path("whatif/", include("ppaos.web.whatif.urls")),
    path("jobs/", include("ppaos.web.jobs.urls")),
    path("files/", include("ppaos.web.files.urls")),
    path("desk/", include("ppaos.web.desk.urls")),
    path("public/", include("ppaos.web.public.urls")),
    path("api/v1/", include("ppaos.web.api.urls")),
]
