"""Small portals as sites, as the site engine builds them."""

import os
import subprocess
import sys
from datetime import date
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
TODAY = date(2024, 8, 1)
"""The day of the sites of the mini portal."""


def built_with_mkdocs(root: Path) -> None:
    """Makes `build/site` of the pages in `build/docs`."""
    settings = {"DOCS_DIR": str(root / "build/docs"), "NO_MKDOCS_2_WARNING": "1"}
    subprocess.run(
        [sys.executable, "-m", "mkdocs", "build", "--quiet", "--site-dir", str(root / "build/site")],
        cwd=ROOT,
        env={**os.environ, **settings},  # noqa: TID251 - PATH and the like
        check=True,
    )
