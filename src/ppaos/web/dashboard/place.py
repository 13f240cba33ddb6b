"""What one page of the dashboard is about: an area of a publication, as one person may see it."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import cached_property
from urllib.parse import urlencode

from django.http import HttpRequest
from django.urls import reverse

from ppaos.domain.area.codes import level_of
from ppaos.domain.area.scope import Scope
from ppaos.domain.thai.bilingual import Bilingual
from ppaos.operations.accounts.models import User
from ppaos.operations.accounts.permissions import Permission
from ppaos.operations.accounts.scope import may
from ppaos.operations.areas.models import Area
from ppaos.operations.areas.queries import children_of, level_below
from ppaos.operations.publications.models import Publication
from ppaos.operations.results.counts import Measure, measures, table
from ppaos.operations.results.filters import HouseholdFilter
from ppaos.web.dashboard.tables import TableRow, Value
from ppaos.web.requests.auth import area_in_scope, current_user, publication_for


@dataclass(frozen=True)
class DashboardArea:
    """An area that lies wholly in the person's scope."""

    area: Area
    publication: Publication
    user: User
    version: str = ""
    """The asked version when it is not the current one."""

    @cached_property
    def scope(self) -> Scope:
        """The area as a scope: the person sees all of it."""
        return Scope.of([self.area.code])

    @cached_property
    def sees_households(self) -> bool:
        """Whether the person may open the households of this area."""
        return may(self.user, Permission.SEE_HOUSEHOLDS, self.area.code)

    @property
    def below(self) -> str | None:
        """Level of the areas that the area consists of; null for a village."""
        return level_below(self.area.level)

    @cached_property
    def children(self) -> list[Area]:
        """The listed areas one level below."""
        return list(children_of(self.area.code))

    @cached_property
    def measures(self) -> dict[str, Measure]:
        """Every measure of the publication by name."""
        return dict(measures(self.publication))

    @cached_property
    def _own(self) -> dict[str, float | None]:
        names = list(self.measures)
        code = self.area.code
        _, rows = table(self.publication, names, scope=self.scope, area=code, level=level_of(code))
        return dict(zip(names, rows[0] if rows else [None] * len(names), strict=True))

    def value(self, name: str) -> float | None:
        """Value of one measure here; null without data and for a measure that is not there."""
        return self._own.get(name)

    def rows(
        self, columns: Iterable[tuple[str, str]], items: Iterable[tuple[str, Bilingual, str]]
    ) -> tuple[TableRow, ...]:
        """Rows of (code, title, stem), with the measure `stem:suffix` in each (column, suffix)."""
        pairs = list(columns)
        found = []
        for code, title, stem in items:
            names = {column: f"{stem}:{suffix}" for column, suffix in pairs}
            values: tuple[Value, ...] = tuple(self.value(names[column]) for column, _ in pairs)
            links = {column: self.list_of(name) for column, name in names.items()}
            found.append(TableRow(code, title, values, links))
        return tuple(found)

    def list_of(self, name: str) -> str:
        """Address of the households behind a measure; empty when there is no list or no right."""
        measure = self.measures.get(name)
        if measure is None or measure.listed is None or not self.value(name):
            return ""
        return self.households(measure.listed)

    def households(self, asked: HouseholdFilter, area: str = "") -> str:
        """Address of a list of households, of this area or one in it; empty for who may not see."""
        if not self.sees_households:
            return ""
        query = replace(asked, area=area or self.area.code).list_query()
        version = f"&version={self.version}" if self.version else ""
        return f"{reverse('households:search')}?{query}{version}"

    def address(self, code: str | None = None, **asked: str) -> str:
        """Address of the dashboard of an area (this one by default), in the same version."""
        wanted = reverse("dashboard:area", args=[code or self.area.code])
        given = {
            name: value for name, value in (*asked.items(), ("version", self.version)) if value
        }
        return f"{wanted}?{urlencode(given)}" if given else wanted


def place_of(request: HttpRequest, code: str) -> DashboardArea:
    """The place of a request.

    Errors: AreaError for an unknown area, Refused for one out of scope, NothingPublished.
    """
    area = area_in_scope(request, code, Permission.SEE_COUNTS)
    publication = publication_for(request)
    return DashboardArea(area, publication, current_user(request), publication.version)
