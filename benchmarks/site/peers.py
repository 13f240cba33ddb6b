"""The same questions through plain queries of the same database, and what the cube makes of them.

Two peers: Django's filter, count and first page over the table of households; and a GROUP BY in SQL
for another cutoff. Answers are compared before times count.
"""

import statistics
import time
from collections.abc import Callable
from fractions import Fraction
from typing import Any, Final

from benchmarks.site.requests import Asker

_PAGE: Final = 50


def compare(sample: dict[str, Any], questions: int) -> dict[str, Any]:
    """Median milliseconds of ours and of the peer for two kinds of question.

    Errors: AssertionError when an answer differs.
    """
    from ppaos.operations.publications.queries import current_publication

    publication = current_publication()
    assert publication is not None
    asker = Asker(sample, seed=99)
    area = max(sample["provinces"], key=lambda code: len(sample["provinces"][code]))
    searches = [(area, asker.conditions(2)) for _ in range(questions)]
    cutoffs = [Fraction(10 + 3 * number, 100) for number in range(max(3, questions // 4))]
    found = _timed("search", _search_by_cube, _search_by_query, publication, searches)
    return found | _timed("what_if", _cutoff_by_cube, _cutoff_by_sql, publication, cutoffs)


def _timed(
    name: str,
    ours: Callable[..., Any],
    theirs: Callable[..., Any],
    publication: Any,
    asked: list[Any],
) -> dict[str, Any]:
    own, peer = [], []
    ours(publication, asked[0])  # reads the cube, once in a process
    for question in asked:
        begun = time.perf_counter()
        first = ours(publication, question)
        middle = time.perf_counter()
        second = theirs(publication, question)
        ended = time.perf_counter()
        assert first == second, f"{question}: {first} is not {second}"
        own.append((middle - begun) * 1000)
        peer.append((ended - middle) * 1000)
    return {
        f"{name}_questions": len(asked),
        f"{name}_ours_ms": statistics.median(own),
        f"{name}_peer_ms": statistics.median(peer),
        f"{name}_ours_slowest_ms": max(own),
        f"{name}_peer_slowest_ms": max(peer),
    }  # fmt: skip


def _filter(publication: Any, question: tuple[str, dict[str, str]]) -> Any:
    from ppaos.operations.results.filters import from_query

    area, conditions = question
    return from_query({"area": area, **conditions}, publication)


def _search_by_cube(publication: Any, question: tuple[str, dict[str, str]]) -> Any:
    """How many households match, and the identities of the first page."""
    from ppaos.domain.area.scope import Scope
    from ppaos.operations.accounts.models import User
    from ppaos.web.households.search.query import Finder

    search = _filter(publication, question)
    finder = Finder(publication, Scope.of([question[0]]), User(), search)
    return finder.count, list(finder.page(None, size=_PAGE).households)


def _search_by_query(publication: Any, question: tuple[str, dict[str, str]]) -> Any:
    from ppaos.domain.area.scope import Scope
    from ppaos.operations.people.models import Household

    area = question[0]
    condition = _filter(publication, question).condition(publication, Scope.of([area]))
    rows = Household.objects.filter(condition, province_code=area)
    page = rows.order_by("-priority", "household_id").values_list("household_id", flat=True)
    return rows.count(), list(page[:_PAGE])


def _scheme(publication: Any, k: Fraction) -> Any:
    from ppaos.domain.measurement.schemes import scheme
    from ppaos.operations.publications import labels

    return scheme(labels.instrument(publication), k=k, missing="as_not_deprived")


def _cutoff_by_cube(publication: Any, k: Fraction) -> Any:
    """District -> (people, poor people) of the country."""
    from ppaos.domain.area.scope import Scope
    from ppaos.operations.results.whatif import ask

    asked = ask(publication, _scheme(publication, k))
    return {
        code: (int(found.people), int(found.poor_people))
        for code, found in asked.by_area(Scope(("",)), "district")
        if found.people
    }


def _cutoff_by_sql(publication: Any, k: Fraction) -> Any:
    from django.db import connection

    scheme = _scheme(publication, k)
    score = " + ".join(
        f"((deprived >> {place}) & 1) * {weight}"
        for place, weight in enumerate(scheme.whole_weights)
    )
    line = k * scheme.denominator
    with connection.cursor() as cursor:
        cursor.execute(
            f"""
            SELECT substr(village_code, 1, 4), sum(people),
                   sum(CASE WHEN ({score}) * {line.denominator} >= {line.numerator} THEN people ELSE 0 END)
            FROM people_household
            WHERE publication_id = %s AND in_survey AND deprived IS NOT NULL
            GROUP BY 1
            """,
            [publication.pk],
        )
        return {
            code: (int(people), int(poor)) for code, people, poor in cursor.fetchall() if people
        }
