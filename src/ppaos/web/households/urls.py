"""Addresses of households."""

from django.urls import path, register_converter

from ppaos.web.households import views, views_export, views_page


class HouseholdId:
    """House code of 11 digits, or `L` and 12 characters; anything else is no household."""

    regex = r"[0-9]{11}|L[0-9a-f]{12}"

    def to_python(self, value: str) -> str:
        """The identity."""
        return value

    def to_url(self, value: str) -> str:
        """The identity."""
        return value


register_converter(HouseholdId, "household")
app_name = "households"
urlpatterns = [
    path("", views.search, name="search"),
    path("areas/", views.areas, name="areas"),
    path("columns/", views.columns, name="columns"),
    path("by-number/", views.by_number, name="by_number"),
    path("saved/", views.save, name="save"),
    path("saved/<int:number>/delete/", views.delete, name="delete"),
    path("export/", views_export.export, name="export"),
    path("<household:household_id>/", views_page.page, name="page"),
    path("<household:household_id>/picture/", views_page.picture, name="picture"),
    path("<household:household_id>/unmask/", views_page.unmask_person, name="unmask"),
    path("<household:household_id>/record/", views_page.record, name="record"),
]
