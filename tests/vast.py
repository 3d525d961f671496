"""A small country, `tests/vast_portal`: three provinces with four communes each, two of them with departments.
Patched limits make its twenty units more than one page can hold, and four communes a crowded level."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from generator.build import build, formatted
from generator.pages import ranking_scopes
from tests.sites import TODAY

DATA = Path(__file__).parent / "vast_portal" / "data"


@contextmanager
def vast() -> Iterator[None]:
    """Lowers the limits, so that 20 units are too many for single pages and 4 too many for a level on its province's
    page.

    The patch has effect only in this process, not in its child processes.
    """
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr("generator.model.portal.VAST", 19)
        patched.setattr(ranking_scopes, "LARGE", 3)
        yield


def build_vast(root: Path) -> None:
    """Copies the data of the small country to `root` and builds its tree."""
    shutil.copytree(DATA, root / "data")
    with vast():
        list(formatted(root))
        build(root, TODAY)
