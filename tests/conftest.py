"""What several tests share: a small portal to spoil, and the real one."""

import shutil
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent


@pytest.fixture
def mini(tmp_path: Path) -> Path:
    """A copy of the mini portal (a province, two departments, four indicators, two periods) that a test may change."""
    copy = tmp_path / "portal"
    shutil.copytree(ROOT / "tests" / "mini", copy)
    return copy
