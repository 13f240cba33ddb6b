"""The weights of a model as a chart: how far each level speaks for or against one person."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

import vl_convert

from ppaos.domain.errors import SettingError
from ppaos.matching.comparisons import COMPARISONS
from ppaos.matching.weights import checked, settings

_FONTS: Final = "Sarabun, Noto Sans Thai, Leelawadee UI, sans-serif"
_LABEL_WIDTH: Final = 520


def chart(model: Mapping[str, Any]) -> dict[str, Any]:
    """Splink's match-weights chart as a Vega-Lite document; positive weights speak for a match.

    Errors: DocumentError for a model of another version.
    """
    of = settings("link_only", checked(model)).get_settings("duckdb")
    drawn: Any = of.match_weights_chart()  # type: ignore[no-untyped-call]
    document: dict[str, Any] = drawn.chart_dict
    names = {comparison.key: f"{comparison.th} · {comparison.en}" for comparison in COMPARISONS}
    for row in document["data"]["values"]:
        row["comparison_name"] = names.get(row["comparison_name"], row["comparison_name"])
    # Labels are in two languages: wider than the library allows for.
    config = document.setdefault("config", {})
    config["font"] = _FONTS
    for part in document["vconcat"]:
        part["encoding"]["y"].setdefault("axis", {})["labelLimit"] = _LABEL_WIDTH
    return document


def write_chart(model: Mapping[str, Any], file: Path) -> Path:
    """Write the chart as .svg or .html, complete in itself: nothing is fetched to show it.

    Errors: SettingError for another ending; DocumentError for a model of another version.
    """
    document = chart(model)
    if file.suffix == ".svg":
        text = vl_convert.vegalite_to_svg(document)
    elif file.suffix == ".html":
        text = vl_convert.vegalite_to_html(document, bundle=True)
    else:
        raise SettingError(
            th=f"แผนภูมิเขียนได้เป็น .svg หรือ .html เท่านั้น ไม่ใช่ '{file.name}'",
            en=f"The chart is written as .svg or .html, not '{file.name}'.",
        )
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text, "utf-8")
    return file
