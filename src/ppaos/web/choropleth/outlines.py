"""The outlines of provinces that the site is built with."""

from pathlib import Path
from typing import Final

PROVINCES: Final = Path(__file__).resolve().parents[1] / "static" / "ppaos" / "provinces.geojson"
