"""A build with a cache writes the bytes of a build without one, whatever was edited in between."""

import json
import shutil
from datetime import date
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from generator.build import build, formatted
from generator.cache import FILE, load_cache

MINI = Path(__file__).parent / "mini"
TODAY = date(2024, 8, 1)
EDITS = (
    ("data/results/demo-2024.csv", "waiting-time,2024-06,20,", "waiting-time,2024-06,{number},"),
    ("data/results/demo-2023.csv", "services-total,2022-12,8,", "services-total,2022-12,{number},"),
    ("data/units.csv", "Sở An Bình", "Sở An Bình {number}"),
    ("data/sources.yml", "title: ", "title: {number} "),
    ("data/portal.yml", "title: ", "title: {number} "),
    ("data/indicators.yml", "short_name: ", "short_name: {number} "),
)


def tree(root: Path) -> dict[str, bytes]:
    docs = root / "build/docs"
    return {path.relative_to(docs).as_posix(): path.read_bytes() for path in docs.rglob("*") if path.is_file()}


def clean(root: Path, today: date, folder: Path) -> dict[str, bytes]:
    """The tree of the same data, built where nothing was built before."""
    shutil.copytree(root, folder, ignore=shutil.ignore_patterns("build"))
    build(folder, today)
    return tree(folder)


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    steps=st.lists(st.tuples(st.sampled_from(EDITS), st.integers(1, 60), st.integers(0, 900)), min_size=1, max_size=2)
)
def test_random_edits(
    steps: list[tuple[tuple[str, str, str], int, int]], tmp_path_factory: pytest.TempPathFactory
) -> None:
    """Figures, names, titles and the day change; after each step the tree is that of a clean build."""
    folder = tmp_path_factory.mktemp("cache")
    root = folder / "portal"
    shutil.copytree(MINI, root)
    build(root, TODAY)
    for number, ((path, old, new), value, days) in enumerate(steps):
        file = root / path
        text = file.read_text(encoding="utf-8")
        file.write_text(text.replace(old, new.format(number=value), 1), encoding="utf-8")
        list(formatted(root))
        today = date.fromordinal(TODAY.toordinal() + days)
        build(root, today)
        assert tree(root) == clean(root, today, folder / f"clean-{number}")


def test_unchanged_pages_come_from_the_cache(mini: Path) -> None:
    build(mini, TODAY)
    known = load_cache(mini).known
    assert known
    assert all((mini / "build/docs" / path).exists() for path in known)


@pytest.mark.parametrize("spoil", ["", "[]", '{"index.md": 1}', '{"index.md": ["a", "b", "c"]}'])
def test_a_damaged_cache_is_no_cache(spoil: str, mini: Path) -> None:
    build(mini, TODAY)
    before = tree(mini)
    (mini / FILE).write_text(spoil, encoding="utf-8")
    build(mini, TODAY)
    assert tree(mini) == before


def test_a_file_that_somebody_changed_is_written_anew(mini: Path) -> None:
    """The cache knows what each file held; a page edited by hand under build/docs is none that it can use."""
    build(mini, TODAY)
    before = tree(mini)
    page = mini / "build/docs/don-vi/so-a/index.md"
    page.write_text("Sửa tay", encoding="utf-8")
    (mini / "build/docs/index.md").unlink()
    build(mini, TODAY)
    assert tree(mini) == before


def test_another_program_uses_nothing_of_the_last_one(mini: Path) -> None:
    """Keys of other code are other keys: what it left is rendered anew."""
    build(mini, TODAY)
    listed = json.loads((mini / FILE).read_text(encoding="utf-8"))
    (mini / FILE).write_text(json.dumps({path: ["0" * 40, sha] for path, (_, sha) in listed.items()}), encoding="utf-8")
    before = tree(mini)
    build(mini, TODAY)
    assert tree(mini) == before
