"""A store measured with the shipped three-dimension instrument, over columns of the survey."""

import shutil
from pathlib import Path

from ppaos.definitions.instruments.loader import shipped
from ppaos.engine.store import Store
from ppaos.workflows.measure.job import measure
from ppaos.workflows.target.job import target

ANSWERS = {
    "d_nutrition": "not all_yes(q4_1, q4_2, q4_3, q4_4)",
    "d_child_mortality": "q1_low_weight > 0",
    "d_schooling": "q19_not_literate > 0",
    "d_attendance": "q16_not_enrolled > 0",
    "d_cooking_fuel": "not all_yes(q11_1, q11_2)",
    "d_sanitation": "not all_yes(q11_3, q11_4)",
    "d_drinking_water": "not all_yes(q9_1, q9_2)",
    "d_electricity": "not all_yes(q11_5)",
    "d_housing": "not all_yes(q8_1, q8_2)",
    "d_assets": "q20_no_occupation_no_income > 0",
}
"""Column of the document -> what the survey has in its place."""
COLUMNS = (
    "unit: household\nsize: member_count\narea: village_code\nkey: house_code\nwave: round_be\n"
)
RULES = """\
targets: two-levels
version: 1
title: {th: กฎสองระดับ, en: Two levels}
fiscal_year: 2570
source: a test
levels:
  1: "fails_mpi"
  0: "lacks_housing"
groups:
  "1":
    unit: person
    family: failing
    rule: fails_mpi
    title: {th: คนที่ตกเกณฑ์, en: Failing people}
  without_card:
    unit: person
    family: issue
    rule: "fails_mpi and not holds_card"
    title: {th: ตกเกณฑ์และไม่มีบัตร, en: Failing without a card}
"""


def make_three_dimension_store(small: Store, root: Path) -> Store:
    """A copy of a small store, measured with three dimensions and targeted by two levels."""
    text = shipped()["three-dimensions"].read_text("utf-8")
    text = text.replace("unit: person\n", COLUMNS).replace(
        "missing: listwise", "missing: as_not_deprived"
    )
    for column, rule in ANSWERS.items():
        text = text.replace(f"coded: {column},", f'deprived: "{rule}",')
    instrument, rules = root / "three-dimensions.yaml", root / "two-levels.yaml"
    instrument.write_text(text, "utf-8")
    rules.write_text(RULES, "utf-8")
    store = Store(Path(shutil.copytree(small.root, root / "store")))
    measure(store, instrument=instrument, k=())
    target(store, rules=[rules])
    return store
