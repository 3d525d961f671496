"""A country in small, `tests/vast_portal`: three provinces with four communes each, two of them with departments, whose
twenty units count as more than one page can hold, and four communes as a crowded level."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from generator.build import build, formatted
from generator.pages import places
from tests.sites import TODAY

DATA = Path(__file__).parent / "vast_portal" / "data"


@contextmanager
def vast() -> Iterator[None]:
    """Within it 20 units are more than a portal on single pages holds, and 4 more than a level on its province's page.

    Only what this process does itself knows of that.
    """
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr("generator.model.portal.VAST", 19)
        patched.setattr(places, "LARGE", 3)
        yield


def build_vast(root: Path) -> None:
    """Copies the data of the small country to `root` and builds its tree."""
    shutil.copytree(DATA, root / "data")
    with vast():
        list(formatted(root))
        build(root, TODAY)
