"""Weights learnt from records: from rows that share a citizen ID, or from nothing but agreement."""

from datetime import date, timedelta

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from ppaos.matching.training import train_model
from ppaos.matching.weights import checked
from ppaos.synthetic import calibration
from ppaos.synthetic.names import FAMILY_NAMES, FIRST_NAMES
from ppaos.synthetic.population import draw_population

SCHEMA = pa.schema(
    [
        *((name, pa.string()) for name in ("record_id", "source", "first_name", "last_name")),
        ("sex", pa.int16()),
        ("born_on", pa.date32()),
        *((name, pa.string()) for name in ("born_on_precision", "house_code", "house_number")),
        ("village_code", pa.string()),
        ("age_years", pa.int16()),
        ("person", pa.string()),
    ]
)
MISSPELT, WITHOUT_ID = 10, 7  # every tenth name has a letter too many; every seventh has no ID


@pytest.fixture(scope="module")
def files(tmp_path_factory):
    folder = tmp_path_factory.mktemp("training")
    (quota,) = calibration.quotas(["41"], 150)
    population = draw_population(2566, quota)
    people, villages = population.people, population.villages.code_texts()
    rows = []
    for place in range(len(people.household)):
        home = int(people.household[place])
        rows.append(
            {
                "record_id": f"k{place}",
                "source": "survey",
                "first_name": FIRST_NAMES.texts[people.first_name[place]],
                "last_name": FAMILY_NAMES.texts[people.last_name[place]],
                "sex": int(people.sex[place]),
                "born_on": date(1970, 1, 1) + timedelta(int(people.born_day[place])),
                "born_on_precision": "day",
                "house_code": f"{home:011d}",
                "house_number": None,
                "village_code": villages[population.households.village[home]],
                "age_years": None,
                "person": str(place),
            }
        )
    again = [
        row | {"record_id": f"u{place}", "source": "card", "first_name": _written(row, place)}
        for place, row in enumerate(rows)
    ]
    keyed = [row for place, row in enumerate(rows) if place % WITHOUT_ID]
    for name, of in (("keyed", keyed), ("unkeyed", again), ("same", rows + again)):
        pq.write_table(pa.Table.from_pylist(of, SCHEMA), folder / f"{name}.parquet")
    return folder


def _written(row, place):
    name = row["first_name"]
    return name if place % MISSPELT else f"{name[:2]}ม{name[2:]}"


def trained(files, **other):
    return train_model(
        files / "unkeyed.parquet",
        files / "keyed.parquet",
        folder=files / "work",
        most_pairs=5e4,
        **other,
    )


@pytest.fixture(scope="module")
def labelled(files):
    return trained(files, same=files / "same.parquet")


def test_every_level_gets_a_weight_that_is_a_share(labelled):
    shares = [
        share
        for levels in checked(labelled)["comparisons"].values()
        for pair in levels.values()
        for share in pair
    ]
    assert np.all((np.array(shares) >= 0) & (np.array(shares) <= 1))


def test_rows_that_share_an_id_tell_how_often_a_name_is_misspelt(labelled):
    levels = labelled["comparisons"]["first_name"]
    assert levels["exact"][0] == pytest.approx(1 - 1 / MISSPELT, abs=0.02)
    assert levels["exact"][1] < 0.02
    near = sum(
        levels[name][0] for name in ("sound_and_spelling", "one_letter", "one_letter_of_few")
    )
    assert near == pytest.approx(1 / MISSPELT, abs=0.03)


def test_people_of_one_house_share_their_last_name_by_kinship(labelled):
    levels = labelled["comparisons"]["last_name"]
    assert levels["house:exact"][1] > 0.4
    assert levels["elsewhere:exact"][1] < 0.02


def test_the_population_is_that_of_the_keyed(labelled, files):
    assert labelled["population"] == pq.read_metadata(files / "keyed.parquet").num_rows


def test_the_same_seed_gives_the_same_weights(labelled, files):
    assert trained(files, same=files / "same.parquet") == labelled


def test_without_shared_ids_the_weights_come_from_agreement(files, labelled):
    found = trained(files)
    levels, measured = (model["comparisons"]["first_name"] for model in (found, labelled))
    assert levels["exact"][0] > 0.6
    assert levels["exact"][1] == measured["exact"][1]
    assert found["comparisons"]["sex"]["same"][0] > 0.9
