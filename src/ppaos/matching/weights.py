"""A trained model: how often each level is met by one person's records (m) and by two persons' (u).

A model is a plain dict that JSON can hold: `population`, the persons among whom u was measured;
`share_known`, the share of records whose person has a valid ID somewhere; and for every level of
every comparison `[m, u]`. The shipped model is `people-model.json`; its figures come from synthetic
people (docs/explanation/linkage.md tells how to train one on a store's own records).
"""

import json
from collections.abc import Mapping
from importlib.resources import files
from typing import Any, Final, Literal

from splink import SettingsCreator, block_on
from splink.blocking_rule_library import CustomRule
from splink.comparison_level_library import CustomLevel
from splink.comparison_library import CustomComparison
from splink.internals.comparison_level_creator import ComparisonLevelCreator

from ppaos.domain.errors import DocumentError
from ppaos.matching.comparisons import BLOCKING, COMPARISONS, SWAPPED_BLOCKING, Comparison

Model = Mapping[str, Any]
LinkType = Literal["link_only", "dedupe_only"]
FORMAT: Final = 1
LEAST_M: Final = 0.0005
LEAST_U: Final = 1e-9
ID: Final = "record_id"


def shipped_model() -> dict[str, Any]:
    """The model that comes with the program."""
    text = files("ppaos.matching").joinpath("people-model.json").read_text("utf-8")
    model: dict[str, Any] = json.loads(text)
    return model


def checked(model: Model) -> Model:
    """The model, when it has a weight for every level of this version.

    Errors: DocumentError naming what is missing.
    """
    given = model.get("comparisons", {})
    missing = [
        f"{comparison.key}.{level.key}"
        for comparison in COMPARISONS
        for level in comparison.levels
        if len(given.get(comparison.key, {}).get(level.key, ())) != 2
    ]
    if model.get("format") != FORMAT or missing:
        what = missing[0] if missing else "format"
        raise DocumentError(
            th=f"แบบจำลองการเชื่อมโยงไม่มีค่าของ {what} อาจมาจากรุ่นอื่น ฝึกใหม่ด้วย ppaos link --train",
            en=f"The linkage model lacks {what}; it may come from another version. "
            "Train it again with ppaos link --train.",
        )
    return model


def settings(
    link_type: LinkType, model: Model | None = None, *, persons: int = 0
) -> SettingsCreator:
    """Splink settings of a run; without a model the weights are to be trained.

    `persons` is how many different persons the data holds. Among more persons than the model was
    trained on, chance agreement on a place is rarer by as much as the chance of a match is.
    """
    scale = 1.0
    prior = 1e-6
    if model is not None:
        scale = max(1.0, persons / model["population"])
        prior = model["share_known"] / (model["population"] * scale)
    return SettingsCreator(
        link_type=link_type,
        unique_id_column_name=ID,
        probability_two_random_records_match=prior,
        comparisons=[_comparison(comparison, model, scale) for comparison in COMPARISONS],
        blocking_rules_to_generate_predictions=[
            *(block_on(*columns) for columns in BLOCKING),
            CustomRule(SWAPPED_BLOCKING),
        ],
        retain_matching_columns=True,
        retain_intermediate_calculation_columns=True,
    )


def chance_of(model: Model, comparison: str, level: str) -> tuple[float, float]:
    """m and u of a level, both above zero."""
    m, u = model["comparisons"][comparison][level]
    return max(float(m), LEAST_M), max(float(u), LEAST_U)


def _comparison(comparison: Comparison, model: Model | None, scale: float) -> CustomComparison:
    levels: list[ComparisonLevelCreator | dict[str, Any]] = [
        CustomLevel(comparison.nothing, "ไม่ทราบ · unknown").configure(is_null_level=True)
    ]
    for level in comparison.levels:
        creator = CustomLevel(level.condition, f"{level.th} · {level.en}")
        if model is not None:
            m, u = chance_of(model, comparison.key, level.key)
            if comparison.key == "place" and level.key != "elsewhere":
                u /= scale
            creator.configure(m_probability=m, u_probability=u)
            if level.frequency_of is not None:
                creator.configure(
                    tf_adjustment_column=level.frequency_of, disable_tf_exact_match_detection=True
                )
        levels.append(creator)
    return CustomComparison(
        levels,
        output_column_name=comparison.key,
        comparison_description=f"{comparison.th} · {comparison.en}",
    )
