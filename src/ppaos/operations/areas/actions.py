"""Add villages to the list of areas, and store what areas can build on."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from django.db import transaction

from ppaos.domain.area.codes import NATION
from ppaos.domain.area.scope import Scope
from ppaos.operations.areas.models import Area, Resource
from ppaos.operations.areas.resource_rows import Finding, read_rows

_LONGEST_NAME: Final = 120
_NUMBER: Final = ("หมู่", "Moo")


def villages_to_put(names: Mapping[str, str]) -> list[Area]:
    """Villages (code -> Thai name) as the list of areas lacks them or calls them otherwise.

    A village is called by its number (หมู่) and name, for names repeat inside a subdistrict. What
    is no code of a village is left out.
    """
    listed = Area.objects.filter(level="village")
    known = {code: told for code, *told in listed.values_list("code", "name_th", "name_en")}
    found = []
    for code, name in sorted(names.items()):
        if not _is_village(code):
            continue
        told = [f"{word} {int(code[-2:])} {name}".strip()[:_LONGEST_NAME] for word in _NUMBER]
        if told != known.get(code):
            th, en = told
            found.append(
                Area(code=code, level="village", name_th=th, name_en=en, parent_code=code[:-2])
            )
    return found


def put_villages(villages: Iterable[Area]) -> None:
    """Add villages to the list of areas, and rename those there.

    Those that are not given stay: an earlier version may be looked back at.
    """
    Area.objects.bulk_create(
        villages,
        batch_size=2000,
        update_conflicts=True,
        unique_fields=["code"],
        update_fields=["name_th", "name_en", "parent_code"],
    )


def _is_village(code: str) -> bool:
    return len(code) == 8 and code.isascii() and code.isdigit()


@dataclass(frozen=True)
class ResourceImport:
    """What became of the rows of a list of resources."""

    rows: int
    """In the file, without the header."""
    added: int
    updated: int
    findings: tuple[Finding, ...]
    """Rows that were not taken may have several."""

    @property
    def refused(self) -> int:
        """Rows that were not taken."""
        return len({finding.row for finding in self.findings})


@transaction.atomic
def import_resources(
    file: Path, *, scope: Scope, is_synthetic: bool = False, is_trial: bool = False
) -> ResourceImport:
    """Store the good rows of a CSV or XLSX list; say of every other row why it was not taken.

    A row of the same kind, area, name, agency and fiscal year as a stored one replaces it; nothing
    is deleted. Rows outside `scope` are findings. `is_trial` stores nothing and tells what would be.
    Errors: FileError for a file that cannot be read, ColumnError for a missing column.
    """
    known = set(Area.objects.exclude(level="village").values_list("code", flat=True))
    read = read_rows(
        file,
        scope=scope,
        is_known=lambda code: code in known or (len(code) == 8 and code[:6] in known),
    )
    rows = [Resource(**values, is_synthetic=is_synthetic) for values in read.good]
    added, updated = put_resources(rows, is_trial=is_trial)
    return ResourceImport(read.rows, added, updated, tuple(read.findings))


@transaction.atomic
def put_resources(rows: Iterable[Resource], *, is_trial: bool = False) -> tuple[int, int]:
    """Store resources; one with the same key replaces the stored one. Returns (added, updated).

    Two at once wait for each other.
    """
    if not is_trial:
        Area.objects.select_for_update().filter(code=NATION).first()
    by_key = {_key(row): row for row in rows}
    areas = {row.area_code for row in by_key.values()}
    held = {
        _key(row): row.pk
        for row in Resource.objects.only(*_KEY).order_by().iterator(chunk_size=5000)
        if row.area_code in areas
    }
    new = [row for key, row in by_key.items() if key not in held]
    changed = [row for key, row in by_key.items() if key in held]
    for row in changed:
        row.pk = held[_key(row)]
    if not is_trial:
        names = [item.name for item in Resource._meta.concrete_fields if not item.primary_key]
        Resource.objects.bulk_create(new, batch_size=500)
        Resource.objects.bulk_create(
            changed,
            batch_size=500,
            update_conflicts=True,
            unique_fields=["id"],
            update_fields=names,
        )
    return len(new), len(changed)


_KEY = ("kind", "area_code", "name_th", "agency", "fiscal_year_be")


def _key(row: Resource) -> tuple[Any, ...]:
    return tuple(getattr(row, name) for name in _KEY)
