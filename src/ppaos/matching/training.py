"""Weights measured on records: u on pairs of different persons, m on pairs of one person.

Keyed rows are different persons by definition, so pairs of them drawn at random give u exactly;
pairs of one house and of one village give u within those. Rows that share a valid citizen ID are
one person, which gives m without guessing; where there are none m comes from expectation
maximisation (EM).
"""

from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any, Final

import ibis
from splink import Linker, block_on
from splink.internals.exceptions import EMTrainingException

from ppaos.domain import relations as ir
from ppaos.domain.errors import SettingError
from ppaos.matching.comparisons import COMPARISONS, DAYS, ELSEWHERE, HOUSE, HOUSE_DAYS, VILLAGE
from ppaos.matching.connection import database, linker
from ppaos.matching.records import COLUMNS, prepare
from ppaos.matching.weights import FORMAT, settings, shipped_model

Shares = dict[str, dict[str, float]]
_MOST_PAIRS: Final = 3_000_000
_FEWEST_ROWS: Final = 200
_PERSON: Final = "person"
# EM learns every comparison but those that a rule speaks of: the first rule teaches names, the
# second birth dates, both teach sex and place.
_EM_RULES: Final = (("born_day", "born_month", "birth_year"), ("first_sound", "last_sound"))
SHARE_KNOWN: Final = 0.6
# Least shares, for what the data at hand may not show. u: twins; kin of one village who share a
# name; people whom the data do not hold because they live elsewhere.
LEAST_U: Final = {
    ("birth", "house_days:day"): 0.005,
    ("last_name", "village:exact"): 0.03,
    ("first_name", "one_letter_of_few"): 2e-4,
    ("place", "elsewhere"): 0.3,
}
_LEAST_U_OF: Final = {"first_name": 2e-6, "last_name": 2e-6, "birth": 1e-6, "place": 1e-7}
# m: people change a name, move away, or are of "about 40"; somebody ticks the other sex. And rows
# that lack a number are written worse than those that have one, from which m is measured.
_WRITTEN: Final = {
    "sound_and_spelling": 0.015,
    "one_letter": 0.01,
    "one_letter_of_few": 0.003,
    "two_letters": 0.002,
    "differs": 0.01,
}
LEAST_M: Final = {
    **{("first_name", level): least for level, least in _WRITTEN.items()},
    ("first_name", "swapped"): 0.004,
    ("first_name", "differs"): 0.003,
    **{
        ("last_name", f"{stratum}:{level}"): least
        for stratum in (HOUSE, VILLAGE, ELSEWHERE)
        for level, least in _WRITTEN.items()
    },
    **{
        ("birth", f"{stratum}:{level}"): 0.006
        for stratum in (HOUSE_DAYS, DAYS)
        for level in ("month_or_swapped", "other_year")
    },
    ("birth", "ages:differs"): 0.1,
    ("sex", "differs"): 0.003,
    ("place", "village"): 0.02,
    ("place", "province"): 0.02,
    ("place", "elsewhere"): 0.02,
}
_LEAST_M_OF: Final = {"first_name": 0.001, "last_name": 0.001, "birth": 0.002, "place": 0.01}
# Where no pair of one person shows a year or an age alone.
_USUAL_M: Final = {
    "years:same": 0.975,
    "years:one_apart": 0.02,
    "years:differs": 0.005,
    "ages:fits": 0.70,
    "ages:nearly_fits": 0.15,
    "ages:differs": 0.15,
}


def train_model(
    unkeyed: Path,
    keyed: Path,
    *,
    folder: Path,
    same: Path | None = None,
    seed: int = 2566,
    most_pairs: float = 5e6,
    memory_limit: str = "4GB",
    threads: int | None = None,
) -> dict[str, Any]:
    """Weights for these records, as `weights` describes them; the same for the same seed.

    `unkeyed` and `keyed` as `match_people` takes them. `same`, when given, has their columns and
    `person`: rows of several sources that share a valid citizen ID share `person`. A level that
    the data never show keeps the shipped weight.

    Errors: SettingError when there are too few keyed rows to learn from.
    """
    with database(folder, memory_limit=memory_limit, threads=threads) as backend:
        tables = {
            "unkeyed": backend.read_parquet(unkeyed).select(*COLUMNS),
            "keyed": backend.read_parquet(keyed).select(*COLUMNS),
        }
        if same is not None:
            tables["same"] = backend.read_parquet(same).select(*COLUMNS, _PERSON)
        prepare(backend, tables)
        persons = int(backend.table("keyed").count().execute())
        if persons < _FEWEST_ROWS:
            raise SettingError(
                th=f"มีคนที่มีเลขประจำตัวเพียง {persons} คน น้อยเกินกว่าจะฝึกแบบจำลอง (อย่างน้อย {_FEWEST_ROWS}) "
                "ใช้แบบจำลองที่มากับโปรแกรม",
                en=f"Only {persons} persons have an ID, too few to train on (at least "
                f"{_FEWEST_ROWS}). Use the shipped model.",
            )
        u = _chance_agreement(backend, seed=seed, most_pairs=most_pairs)
        m = _agreement_of_one_person(backend, u, has_labels=same is not None)
    return _model(m, u, persons)


def _model(m: Shares, u: Shares, persons: int) -> dict[str, Any]:
    """Shares as a model; what the data never showed comes from the shipped model."""
    shipped = _shipped_or_none()
    comparisons: dict[str, dict[str, list[float]]] = {}
    for comparison in COMPARISONS:
        levels = comparisons.setdefault(comparison.key, {})
        known = (shipped or {}).get(comparison.key, {})
        for level in comparison.levels:
            which = comparison.key, level.key
            usual = known.get(level.key, [0.0, 0.0])
            of_one = m[comparison.key].get(level.key, usual[0])
            of_two = u[comparison.key].get(level.key, usual[1])
            of_one = max(of_one, LEAST_M.get(which, _LEAST_M_OF.get(comparison.key, 0.0)))
            of_two = max(of_two, LEAST_U.get(which, _LEAST_U_OF.get(comparison.key, 0.0)))
            levels[level.key] = [of_one, of_two]
        if comparison.key in ("first_name", "last_name", "birth"):
            _add_miswritten(levels)
        comparisons[comparison.key] = {
            name: [_rounded(share) for share in shares] for name, shares in levels.items()
        }
    return {
        "format": FORMAT,
        "population": persons,
        "share_known": SHARE_KNOWN,
        "comparisons": comparisons,
    }


def _add_miswritten(levels: dict[str, list[float]]) -> None:
    """Two persons who truly share a name or a birthday may each have it written differently.

    So a near agreement is at least as often by chance as an exact one is, times how often writing
    turns exact into near: it never weighs more than the exact one.
    """
    first: dict[str, list[float]] = {}
    for name, shares in levels.items():
        exact = first.setdefault(_stratum(name), shares)
        if shares is not exact:
            shares[1] = min(shares[1] + exact[1] * shares[0] / exact[0], 1.0)


def _shipped_or_none() -> Mapping[str, Any] | None:
    try:
        model: Mapping[str, Any] = shipped_model()["comparisons"]
    except FileNotFoundError:
        return None
    return model


def _rounded(share: float) -> float:
    return float(f"{share:.4g}")


def _chance_agreement(backend: Any, *, seed: int, most_pairs: float) -> Shares:
    """u of every level: of any two persons, and within the strata of a house and of a village."""
    trained = linker(backend, {"keyed": "keyed"}, settings("dedupe_only"))
    trained.training.estimate_u_using_random_sampling(
        max_pairs=most_pairs, seed=seed, min_count_per_level=None, num_chunks=1
    )
    u = _shares(trained, "u_probability")
    u["place"] = _place_shares(backend)
    u["birth"] |= _year_shares(backend)
    for strata, column in (((HOUSE, HOUSE_DAYS), "house"), ((VILLAGE,), "village_code")):
        _sample_within(backend, column)
        within = linker(backend, {"keyed": "within"}, settings("dedupe_only"))
        # The label column is the house: its "matches" are pairs of different persons in it.
        within.training.estimate_m_from_label_column(column)
        for key, levels in _shares(within, "m_probability").items():
            u[key] |= {name: share for name, share in levels.items() if _stratum(name) in strata}
    return {key: _within_strata(levels) for key, levels in u.items()}


def _agreement_of_one_person(backend: Any, u: Shares, *, has_labels: bool) -> Shares:
    """m of every level, from rows that share an ID or else by EM with u held."""
    if has_labels:
        trained = linker(backend, {"same": "same"}, settings("dedupe_only"))
        trained.training.estimate_m_from_label_column(_PERSON)
    else:
        tables = {"unkeyed": "unkeyed", "keyed": "keyed"}
        trained = linker(backend, tables, settings("link_only"))
        _hold_u(trained, u)
        for columns in _EM_RULES:
            # Where no two records meet the rule its comparisons keep the shipped m.
            with suppress(EMTrainingException):
                trained.training.estimate_parameters_using_expectation_maximisation(
                    block_on(*columns),
                    estimate_without_term_frequencies=True,
                    max_pairs=_MOST_PAIRS,
                )
    m = _shares(trained, "m_probability")
    m["birth"] = {**_USUAL_M, **_within_strata(m["birth"])}
    m["birth"] = _whatever_the_house(m["birth"], (HOUSE_DAYS, DAYS))
    m["last_name"] = _whatever_the_house(m["last_name"], (HOUSE, VILLAGE, ELSEWHERE))
    return {key: _within_strata(levels) for key, levels in m.items()}


def _shares(trained: Linker, which: str) -> Shares:
    """The share of each level that the data showed, by comparison."""
    stored = trained.misc.save_model_to_json()["comparisons"]
    found: Shares = {}
    for comparison, settings_of in zip(COMPARISONS, stored, strict=True):
        levels = [one for one in settings_of["comparison_levels"] if not one.get("is_null_level")]
        found[comparison.key] = {
            level.key: float(given[which])
            for level, given in zip(comparison.levels, levels, strict=True)
            if which in given
        }
    return found


def _hold_u(trained: Linker, u: Shares) -> None:
    """Give a linker known u, so that EM only looks for m."""
    for comparison, of in zip(COMPARISONS, trained._settings_obj.comparisons, strict=True):
        levels = [level for level in of.comparison_levels if not level.is_null_level]
        for level, given in zip(comparison.levels, levels, strict=True):
            given.u_probability = max(u[comparison.key].get(level.key, 0.0), 1e-9)


def _stratum(level: str) -> str:
    return level.rpartition(":")[0]


def _whatever_the_house(levels: dict[str, float], strata: tuple[str, ...]) -> dict[str, float]:
    """One m for all strata: how one person's name is written does not depend on who lives where."""
    pooled: dict[str, float] = {}
    for name, share in levels.items():
        if _stratum(name) in strata:
            pooled[name.rpartition(":")[2]] = pooled.get(name.rpartition(":")[2], 0.0) + share
    spread = {f"{stratum}:{name}": share for stratum in strata for name, share in pooled.items()}
    return {**levels, **spread}


def _within_strata(levels: dict[str, float]) -> dict[str, float]:
    """Shares of all pairs as shares of the pairs of their stratum."""
    totals: dict[str, float] = {}
    for name, share in levels.items():
        totals[_stratum(name)] = totals.get(_stratum(name), 0.0) + share
    return {
        name: share / total if (total := totals[_stratum(name)]) else 0.0
        for name, share in levels.items()
    }


def _sample_within(backend: Any, column: str) -> None:
    """Table `within`: keyed rows of so many houses or villages that their pairs can all be seen."""
    keyed = backend.table("keyed").filter(ibis._[column].notnull())
    sizes = keyed.group_by(column).agg(rows=lambda table: table.count())
    every = max(1, round(_pairs_in(sizes) / _MOST_PAIRS))
    chosen = keyed.filter(keyed[column].hash().abs() % every == 0)
    if column == "village_code":
        # Those of one house are a stratum of their own: one person of each house stands for it.
        chosen = chosen.filter(ibis.row_number().over(group_by="house", order_by="record_id") == 0)
    backend.create_table("within", chosen, overwrite=True)


def _place_shares(backend: Any) -> dict[str, float]:
    """How many pairs of persons share a place, counted exactly: too rare for a sample to see."""
    placed = backend.table("keyed").filter(ibis._.village_code.notnull())
    village = placed.village_code
    keys = {
        "house": placed.house,
        "village": village,
        "subdistrict": village.left(6),
        "district": village.left(4),
        "province": village.left(2),
    }
    total = int(placed.count().execute())
    every = max(total * (total - 1) / 2, 1)
    shares, inside = {}, 0.0
    for name, key in keys.items():
        sizes = placed.group_by(key=key).agg(rows=lambda table: table.count())
        pairs = _pairs_in(sizes) / every
        shares[name] = max(pairs - inside, 0.0)
        inside = max(pairs, inside)
    return {**shares, "elsewhere": max(1.0 - inside, 0.0)}


def _year_shares(backend: Any) -> dict[str, float]:
    """How many pairs of persons were born so many years apart, from the birth years alone."""
    years = backend.table("keyed").birth_year.value_counts(name="persons").to_pyarrow()
    count: dict[int, int] = {
        row["birth_year"]: row["persons"]
        for row in years.to_pylist()
        if row["birth_year"] is not None
    }
    every = max(sum(count.values()) ** 2, 1)

    def apart(years: int) -> float:
        found = sum(here * count.get(year + years, 0) for year, here in count.items())
        return found * (1 if years == 0 else 2) / every

    same, one, more = apart(0), apart(1), apart(2) + apart(3)
    return {
        "years:same": same,
        "years:one_apart": one,
        "years:differs": 1 - same - one,
        "ages:fits": same + one,
        "ages:nearly_fits": more,
        "ages:differs": 1 - same - one - more,
    }


def _pairs_in(sizes: ir.Table) -> float:
    """How many pairs groups of so many `rows` hold."""
    pairs = (sizes["rows"] * (sizes["rows"] - 1) / 2).sum().fill_null(0)
    count: Any = pairs.execute()
    return float(count)
