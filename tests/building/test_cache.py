"""Tests that a build with a cache writes the same bytes as a build without one, whatever was edited in between."""

import json
import shutil
from collections.abc import Iterable
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from jinja2 import Environment

from generator import rendering
from generator.build import build, format_data
from generator.cache import FILE, load_cache
from generator.export import units
from generator.export.workbooks import Sheet, workbook_bytes
from generator.pages.parts import Page
from generator.rendering import render_page
from tests.support.portals import copy_of_mini, replace_in
from tests.support.sites import tree

TODAY = date(2024, 8, 1)
EDITS = (
    ("data/results/demo-2024.csv", "waiting-time,2024-06,20,", "waiting-time,2024-06,{number},"),
    ("data/results/demo-2023.csv", "services-total,2022-12,8,", "services-total,2022-12,{number},"),
    ("data/targets/demo-2023.csv", "2025,at_least,80,", "2025,at_least,{number},"),
    ("data/tasks/demo-2023.csv", "Công khai kết quả", "Công khai kết quả {number}"),
    ("data/units.csv", "Sở An Bình", "Sở An Bình {number}"),
    ("data/sources.yml", "title: ", "title: {number} "),
    ("data/portal.yml", "title: ", "title: {number} "),
    ("data/indicators.yml", "short_name: ", "short_name: {number} "),
)


def clean_tree(root: Path, today: date, folder: Path) -> dict[str, bytes]:
    """Builds a fresh copy of the same data and returns its tree."""
    shutil.copytree(root, folder, ignore=shutil.ignore_patterns("build"))
    build(folder, today)
    return tree(folder / "build/docs")


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The mini portal after its first build."""
    root = copy_of_mini(tmp_path_factory)
    build(root, TODAY)
    return root


@pytest.fixture
def built_copy(built: Path, tmp_path: Path) -> Path:
    """A copy of `built` that a test may change and build again."""
    return Path(shutil.copytree(built, tmp_path / "portal"))


@settings(max_examples=3)
@given(
    steps=st.lists(st.tuples(st.sampled_from(EDITS), st.integers(1, 60), st.integers(0, 900)), min_size=1, max_size=2)
)
def test_the_tree_equals_that_of_a_clean_build_after_random_edits(
    built: Path, tmp_path_factory: pytest.TempPathFactory, steps: list[tuple[tuple[str, str, str], int, int]]
) -> None:
    """Figures, targets, tasks, names, titles and the day change. After each step the tree is that of a clean build.

    The tree has pages and files of units, and both are in the cache.
    """
    folder = tmp_path_factory.mktemp("cache")
    root = folder / "portal"
    shutil.copytree(built, root)
    for number, ((path, old, new), value, days) in enumerate(steps):
        file = root / path
        text = file.read_text(encoding="utf-8")
        file.write_text(text.replace(old, new.format(number=value), 1), encoding="utf-8")
        list(format_data(root))
        today = date.fromordinal(TODAY.toordinal() + days)
        build(root, today)
        assert tree(root / "build/docs") == clean_tree(root, today, folder / f"clean-{number}")


def test_the_cache_records_pages_and_files_of_units(built_copy: Path) -> None:
    known = load_cache(built_copy).records
    assert {"index.md", "don-vi/so-a/index.md", "data/don-vi/so-a.json", "data/don-vi/so-a.xlsx"} <= known.keys()
    assert "data/tat-ca.xlsx" in known
    assert all((built_copy / "build/docs" / path).exists() for path in known)


def test_cached_files_are_not_made_again(built_copy: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A second build renders and packs nothing. After a change, it makes only the files that the change concerns."""
    made: list[str] = []

    def noted_page(environment: Environment, page: Page, changed: date | None = None) -> str:
        made.append(page.address)
        return render_page(environment, page, changed)

    def noted_workbook(title: str, sheets: Iterable[Sheet], created: date) -> bytes:
        made.append(title)
        return workbook_bytes(title, sheets, created)

    monkeypatch.setattr(rendering, "render_page", noted_page)
    monkeypatch.setattr(units, "workbook_bytes", noted_workbook)
    build(built_copy, TODAY)
    assert made == []
    file = built_copy / "data/results/demo-2024.csv"
    replace_in(file, "waiting-time,2024-06,20,", "waiting-time,2024-06,21,")
    build(built_copy, TODAY)
    assert "/don-vi/so-a/" in made
    assert "Sở An Bình: chỉ tiêu và kết quả" in made
    assert "/ke-hoach/" not in made


@pytest.mark.parametrize("spoil", ["", "[]", '{"index.md": 1}', '{"index.md": ["a", "b", "c"]}'])
def test_a_damaged_cache_is_ignored(spoil: str, built_copy: Path) -> None:
    before = tree(built_copy / "build/docs")
    (built_copy / FILE).write_text(spoil, encoding="utf-8")
    build(built_copy, TODAY)
    assert tree(built_copy / "build/docs") == before


def test_a_file_changed_outside_the_build_is_written_again(built_copy: Path) -> None:
    """The cache records the content of each file, so it does not reuse a page that was edited by hand under
    build/docs."""
    before = tree(built_copy / "build/docs")
    page = built_copy / "build/docs/don-vi/so-a/index.md"
    page.write_text("Sửa tay", encoding="utf-8")
    (built_copy / "build/docs/data/don-vi/so-a.csv").write_text("1", encoding="utf-8")
    (built_copy / "build/docs/index.md").unlink()
    build(built_copy, TODAY)
    assert tree(built_copy / "build/docs") == before


def test_another_version_of_the_program_reuses_nothing(built_copy: Path) -> None:
    """A changed program computes other keys, so files with the old keys are made again."""
    listed = json.loads((built_copy / FILE).read_text(encoding="utf-8"))
    (built_copy / FILE).write_text(
        json.dumps({path: ["0" * 40, sha] for path, (_, sha) in listed.items()}), encoding="utf-8"
    )
    before = tree(built_copy / "build/docs")
    build(built_copy, TODAY)
    assert tree(built_copy / "build/docs") == before
