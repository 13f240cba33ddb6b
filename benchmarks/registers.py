"""National registers linked and put in groups, and one household explained.

The store is filled straight from the synthetic files in the form that `ingest` leaves them in
(types, keyed hashes, dates with precision), so that linking does not wait for ingest; how long
ingest takes is measured on its own.
"""

import statistics
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

Result = dict[str, Any]
KEY = bytes(range(32))


def register_people(*, census: str, store: str) -> Result:
    """A store of every source about people, from the synthetic census of the country."""
    from ppaos.definitions.sources import loader
    from ppaos.engine.backends import connect
    from ppaos.engine.manifest import Manifest
    from ppaos.engine.store import Store

    started, rows = time.perf_counter(), 0
    engine = connect()
    with Store(Path(store)).change() as change:
        for number, (name, files) in enumerate(_files(Path(census)), start=1):
            source = loader.load(name)
            written = 0
            for place, file in enumerate(files, start=1):
                target = change.folder(source.table) / f"source={name}" / file.parent.name
                table = _as_ingested(engine.parquet([file]), source, number, place)
                written += engine.write_parquet(table, target / "import-00001.parquet")
            change.append(
                Manifest(
                    table=source.table,
                    row=source.row,
                    rows=written,
                    inputs={name: "0" * 64},
                    settings={"import": number, "source": name, "files": []},
                    synthetic=True,
                )
            )
            rows += written
    return {"seconds": time.perf_counter() - started, "rows": rows}


def link_and_target(*, store: str) -> Result:
    """Every register linked by number, and everybody put in groups under both years' rules."""
    from ppaos.workflows.link.by_model import MatchSettings
    from ppaos.workflows.link.job import link
    from ppaos.workflows.target.job import target

    started = time.perf_counter()
    linked = link(store, matching=MatchSettings(is_used=False))
    middle = time.perf_counter()
    target(store)
    ended = time.perf_counter()
    return {
        "seconds": ended - started,
        "link_seconds": middle - started,
        "target_seconds": ended - middle,
        "persons": linked.persons,
        "in_survey": linked.in_survey,
        "households": linked.households,
    }


def explain_households(*, store: str) -> Result:
    """Median of explaining one household of each of six provinces, in an opened program."""
    import pyarrow.parquet as pq

    from ppaos.engine.store import Store
    from ppaos.workflows.explain.household import explain

    opened = Store(Path(store))
    files = sorted(opened.get("households").files)
    took = []
    for place in range(6):
        file = files[place * len(files) // 6]
        codes = pq.ParquetFile(file).read_row_group(0, columns=["house_code"])["house_code"]
        code = codes[len(codes) // 2].as_py()
        started = time.perf_counter()
        record = explain(opened, code)
        took.append(time.perf_counter() - started)
        assert record is not None
    return {"seconds": statistics.median(took), "slowest_seconds": max(took)}


def _files(census: Path) -> Iterator[tuple[str, list[Path]]]:
    """Source and files of it, the survey first."""
    (survey,) = census.glob("round=*")
    for folder, name in (("households", "bmn-households-2560"), ("members", "bmn-members-2560")):
        yield name, sorted((survey / folder).glob("*/*.parquet"))
    for folder in sorted((census / "registers").iterdir()):
        if folder.name != "missing_columns":
            yield folder.name, sorted(folder.glob("*/*.parquet"))


def _as_ingested(rows: Any, source: Any, number: int, place: int) -> Any:
    import ibis

    from ppaos.domain.intake.key_verdicts import identity_hash
    from ppaos.domain.intake.schema import FILE, HASHED, IMPORT, PRECISION, ROW

    columns: dict[str, Any] = {}
    for item in source.row_schema.fields:
        value = rows[item.name] if item.name in rows.columns else ibis.null(item.type)
        if item.kind == "citizen_id":
            columns[item.name + HASHED] = identity_hash(value.cast("string").nullif(""), KEY)
        elif item.kind == "date":
            text = value.cast("string")
            columns[item.name] = text.replace("-00", "-01").cast("date")
            known = text.endswith("-00").ifelse("year", "day")
            columns[item.name + PRECISION] = text.isnull().ifelse(ibis.null("string"), known)
        else:
            columns[item.name] = value.cast(item.type)
    return rows.select(
        **columns,
        **{IMPORT: ibis.literal(number).cast("int32"), FILE: ibis.literal(place).cast("int32")},
        **{ROW: ibis.row_number() + 1},
    )
