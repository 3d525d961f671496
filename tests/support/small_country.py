"""A small country, `tests/country`: three provinces with four communes each, two of them with departments.
Patched limits make its twenty units more than one page can hold, and four communes a crowded level."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from generator.build import build, format_data
from generator.pages import ranking_scopes
from tests.support.sites import TODAY

DATA = Path(__file__).parents[1] / "country" / "data"


@contextmanager
def with_province_pages() -> Iterator[None]:
    """Lowers the limits, so that 20 units are too many for single pages and 4 too many for a level on its province's
    page.

    The patch has effect only in this process, not in its child processes.
    """
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr("generator.model.portal.MAX_UNITS_WITHOUT_PROVINCE_PAGES", 19)
        patched.setattr(ranking_scopes, "LARGE", 3)
        yield


def build_small_country(root: Path) -> None:
    """Copies the data of the small country to `root` and builds its tree."""
    shutil.copytree(DATA, root / "data")
    with with_province_pages():
        list(format_data(root))
        build(root, TODAY)
