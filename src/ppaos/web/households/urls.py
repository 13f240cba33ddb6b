"""Addresses of households."""

from django.urls import path, register_converter

from ppaos.web.households.export import views as export
from ppaos.web.households.page import views as page
from ppaos.web.households.search import views as search


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
    path("", search.search, name="search"),
    path("areas/", search.areas, name="areas"),
    path("columns/", search.columns, name="columns"),
    path("by-number/", search.by_number, name="by_number"),
    path("saved/", search.save, name="save"),
    path("saved/<int:number>/delete/", search.delete, name="delete"),
    path("export/", export.export, name="export"),
    path("<household:household_id>/", page.page, name="page"),
    path("<household:household_id>/picture/", page.picture, name="picture"),
    path("<household:household_id>/unmask/", page.unmask_person, name="unmask"),
    path("<household:household_id>/record/", page.record, name="record"),
]
