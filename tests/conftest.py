"""What several tests share: a small portal to spoil, and a large one to look things up in."""

import gc
import os
import shutil
from pathlib import Path

import pytest
from hypothesis import settings
from xdist.remote import Producer
from xdist.scheduler import LoadScopeScheduling

from generator.build import build, formatted
from tests import hostile
from tests.sites import TODAY, site_built

ROOT = Path(__file__).resolve().parent.parent

PROVINCE = ROOT / "tests" / "province"
"""A portal of a province as large as one is, before July 2025 and after, with its documents named and none of their
figures: what the engine's tests take names, lineage and indicators from, whatever province this repository is of."""

pytest_plugins = ("tests.browser.fixtures",)
"""One browser for all tests of a process: a second one cannot be started."""

LONGEST = (
    "test_pages.py",
    "test_command.py",
    "test_ten_minutes.py",
    "test_workflows.py",
    "test_hostile.py",
    "test_files.py",
    "test_reproducible.py",
    "test_country.py",
)
"""Files whose tests take half a minute and more: begun last, they would leave the other processes idle."""


class ByName(LoadScopeScheduling):
    """One process runs a file, and files of one name, which build the same sites."""

    def _split_scope(self, nodeid: str) -> str:
        return nodeid.partition("::")[0].rpartition("/")[2]


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Producer) -> ByName:
    """How tests are shared out."""
    return ByName(config, log)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Begins with the longest files."""
    items.sort(key=lambda item: item.path.name not in LONGEST)


settings.register_profile("ours", deadline=None)  # A busy machine is slow, not wrong.
settings.load_profile("ours")


def pytest_configure() -> None:
    """What is imported and collected stays: to look for unreachable objects among it takes a quarter of its time."""
    gc.disable()


def pytest_collection_finish() -> None:
    """From here on objects come and go; those that are there now need not be looked at again."""
    gc.freeze()
    gc.enable()


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_auto_num_workers() -> int:
    """Two processes more than processors: a test waits for its browser or its program a third of the time."""
    return (os.cpu_count() or 1) + 2


@pytest.fixture
def mini(tmp_path: Path) -> Path:
    """A copy of the mini portal (a province, two departments, four indicators, two periods) that a test may change."""
    copy = tmp_path / "portal"
    shutil.copytree(ROOT / "tests" / "mini", copy)
    return copy


@pytest.fixture
def left_out(mini: Path) -> Path:
    """The mini portal with a third department and with waiting times of July 2024, which leave Sở An Bình out."""
    with (mini / "data" / "units.csv").open("a", encoding="utf-8") as file:
        file.write("demo.so-c,so-c,Sở Cẩm Giàng,Sở Cẩm Giàng,department,department,demo,,,,,\n")
    with (mini / "data" / "results" / "demo-2024.csv").open("a", encoding="utf-8") as file:
        file.write("demo.so-b,,,waiting-time,2024-07,30,,,PL.I:3,\ndemo.so-c,,,waiting-time,2024-07,31,,,PL.I:4,\n")
    return mini


@pytest.fixture(scope="session")
def mini_site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The mini portal with the pages written by hand, to which the menu leads, built, and as a site; a test that
    changes it works on a copy."""
    root = tmp_path_factory.mktemp("mini") / "portal"
    shutil.copytree(ROOT / "tests" / "mini", root)
    shutil.copytree(ROOT / "content", root / "content")
    for name in ("CONTRIBUTING.md", "node_modules", "theme"):
        (root / name).symlink_to(ROOT / name)
    list(formatted(root))
    build(root, TODAY)
    site_built(root, seed="1")
    return root


@pytest.fixture(scope="session")
def hostile_portal(tmp_path_factory: pytest.TempPathFactory) -> hostile.Portal:
    """The mini portal with an attack in every text that staff can edit."""
    return hostile.portal(tmp_path_factory.mktemp("hostile") / "portal", hostile.Hostile(), hostile.ROW)


@pytest.fixture(scope="session")
def plain_portal(tmp_path_factory: pytest.TempPathFactory) -> hostile.Portal:
    """The same with harmless words."""
    return hostile.portal(tmp_path_factory.mktemp("plain") / "portal", hostile.plain, "1x")
