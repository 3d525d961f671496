"""Fixtures and pytest settings that several test modules share."""

import gc
import os
import shutil
from datetime import date
from pathlib import Path

import pytest
from hypothesis import settings
from xdist.remote import Producer
from xdist.scheduler import LoadScopeScheduling

from generator.build import build, format_data
from tests.support import hostile
from tests.support.folders import MINI, ROOT
from tests.support.portals import RESULTS_FILE, append_to, copy_of_mini
from tests.support.releasing import release_now
from tests.support.sites import TODAY, add_hand_written_pages, site_built

pytest_plugins = ("tests.browser.fixtures",)
"""One browser serves all tests of a process, because a process cannot start a second one."""

LONGEST = (
    "test_pages.py",
    "test_phone.py",
    "test_command.py",
    "test_portal_from_start_to_end.py",
    "test_workflows.py",
    "test_hostile.py",
    "test_damaged_files.py",
    "test_reproducible.py",
    "test_country.py",
)
"""Test modules that take half a minute or more. They start first, because otherwise the other processes would wait
for them at the end."""


class ByName(LoadScopeScheduling):  # type: ignore[misc] # xdist has no type information
    """Runs all tests of a file, and all files with the same file name, in one process: such files build the same
    sites."""

    def _split_scope(self, nodeid: str) -> str:
        return nodeid.partition("::")[0].rpartition("/")[2]


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Producer) -> ByName:
    """Returns the scheduler that distributes the tests among the processes."""
    return ByName(config, log)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Puts the longest test modules first."""
    items.sort(key=lambda item: item.path.name not in LONGEST)


settings.register_profile("ours", deadline=None)  # A test on a busy machine is slow, but not wrong.
settings.load_profile("ours")


def pytest_configure() -> None:
    """Switches the garbage collector off during import and collection, where searching for garbage takes a quarter
    of the time and finds none."""
    gc.disable()


def pytest_collection_finish() -> None:
    """Switches the garbage collector on again. Objects that exist now are frozen, so the collector never examines
    them."""
    gc.freeze()
    gc.enable()


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_auto_num_workers() -> int:
    """Uses two processes more than processors, because a test waits for its browser or program a third of the time."""
    return (os.cpu_count() or 1) + 2


@pytest.fixture
def mini(tmp_path: Path) -> Path:
    """A copy of the mini portal (a province, two departments, four indicators, two periods) that a test may change."""
    return shutil.copytree(MINI, tmp_path / "portal")


@pytest.fixture
def so_a_omitted_in_july(mini: Path) -> Path:
    """The mini portal with a third department and with waiting times of July 2024 for every department except Sở An
    Bình."""
    append_to(mini / "data" / "units.csv", "demo.so-c,so-c,Sở Cẩm Giàng,Sở Cẩm Giàng,department,department,demo,,,,,\n")
    rows = "demo.so-b,,,waiting-time,2024-07,30,,,PL.I:3,\ndemo.so-c,,,waiting-time,2024-07,31,,,PL.I:4,\n"
    append_to(mini / RESULTS_FILE, rows)
    return mini


@pytest.fixture(scope="session")
def released_once(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The mini portal, released on 1 July 2024. A test that changes it must copy it first."""
    root = copy_of_mini(tmp_path_factory)
    release_now(root, date(2024, 7, 1))
    return root


@pytest.fixture
def released_copy(released_once: Path, tmp_path: Path) -> Path:
    """A copy of `released_once` that a test may change."""
    return shutil.copytree(released_once, tmp_path / "portal")


@pytest.fixture(scope="session")
def mini_site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The mini portal with pages in place of the hand-written ones that the menu links to, after build, and its site. A
    test that changes it must copy it first."""
    root = tmp_path_factory.mktemp("mini") / "portal"
    shutil.copytree(MINI, root)
    add_hand_written_pages(root)
    for name in ("node_modules", "theme"):
        (root / name).symlink_to(ROOT / name)
    list(format_data(root))
    build(root, TODAY)
    site_built(root, seed="1")
    return root


@pytest.fixture(scope="session")
def hostile_portal(tmp_path_factory: pytest.TempPathFactory) -> hostile.Portal:
    """The mini portal with an attack in every text that staff can edit."""
    return hostile.portal(tmp_path_factory.mktemp("hostile") / "portal", hostile.Hostile(), hostile.ROW)


@pytest.fixture(scope="session")
def plain_portal(tmp_path_factory: pytest.TempPathFactory) -> hostile.Portal:
    """The portal of `hostile_portal` with harmless texts instead of attacks."""
    return hostile.portal(tmp_path_factory.mktemp("plain") / "portal", hostile.plain, "1x")
