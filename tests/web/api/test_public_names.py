"""Names of the OpenAPI document, from which programs of others are generated."""

import pytest
from django.urls import reverse

pytestmark = pytest.mark.django_db

SCHEMAS = [
    "Answer",
    "Area",
    "AreaValue",
    "Areas",
    "AreasAsked",
    "DimensionState",
    "Doubt",
    "Group",
    "Groups",
    "Household",
    "HouseholdRow",
    "Households",
    "HouseholdsAsked",
    "InArea",
    "IndicatorState",
    "Me",
    "Measure",
    "Measures",
    "Member",
    "OneArea",
    "OneHousehold",
    "Permission",
    "Publication",
    "Publications",
    "QueryParameters",
    "Reason",
    "Refusal",
    "Role",
    "Round",
    "RoundValue",
    "Series",
    "SeriesAsked",
    "Token",
    "Values",
    "ValuesAsked",
    "Words",
]
OPERATIONS = [
    "area",
    "areas",
    "groups",
    "household",
    "households",
    "me",
    "measures",
    "publications",
    "series",
    "values",
]


def test_names_that_programs_are_generated_from_stay(client, db) -> None:
    """A class of the API gives its name to the document: a rename here changes it for everybody."""
    document = client.get(reverse("api:v1:openapi-json")).json()
    operations = {
        method["operationId"] for path in document["paths"].values() for method in path.values()
    }
    components = document["components"]
    assert sorted(components["securitySchemes"]) == ["Session", "TokenAuth"]
    assert sorted(components["schemas"]) == SCHEMAS
    assert sorted(operations) == OPERATIONS
