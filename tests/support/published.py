"""Published figures and other tools' outputs that may not be copied into the repository."""

import os
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
REFERENCE = Path(os.environ.get("PPAOS_REFERENCE") or ROOT.parent / "shared" / "reference")
"""The folder with them, which not everybody has: tests that need it are skipped without."""
NO_REFERENCE = "no folder of published figures: name it in PPAOS_REFERENCE"
