"""The folder of this repository, and those of the portals that tests read."""

from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
"""This repository, and so its own portal."""

MINI = ROOT / "tests" / "mini"
"""The mini portal: a province, two departments, four indicators, two periods. A test that changes it must copy it
first."""

PROVINCE = ROOT / "tests" / "province"
"""Portal of a full-size province, before and after July 2025, that lists its documents but contains none of their
figures. The engine's tests take names, lineage and indicators from it, whichever province this repository publishes."""
