"""Tests the site shown while its data are edited: a requested page is made at once, the other pages follow."""

import shutil
from pathlib import Path

import pytest

from engine.live import LiveSite
from engine.serve import LIVE, rebuild, times_of
from generator.build import build, format_data, site_of
from generator.problems import ProblemsFound
from generator.validation import load_valid_portal
from tests.support.portals import RESULTS_FILE, replace_in
from tests.support.sites import TODAY, site_built, tree

UNIT, OTHER = "don-vi/so-a/index.html", "chi-tieu/thoi-gian-cho/index.html"


@pytest.fixture
def live(mini_site: Path, tmp_path: Path) -> LiveSite:
    """The mini site as `make serve` shows it, up to date with its data."""
    root = tmp_path / "portal"
    shutil.copytree(mini_site, root, symlinks=True)
    site = LiveSite(root)
    site.take_up(TODAY)
    return site


def edit(live: LiveSite, old: str, new: str, path: str = RESULTS_FILE) -> None:
    replace_in(live.root / path, old, new, 1)


def shown(live: LiveSite, page: str) -> str:
    """Returns the page as a browser gets it."""
    live.ensure(page)
    return (live.site / page).read_text(encoding="utf-8")


def test_without_edits_nothing_is_made_again(live: LiveSite) -> None:
    before = tree(live.docs)
    assert live.follow(60)
    assert live.changed == 0
    assert tree(live.docs) == before


def test_each_requested_page_has_the_new_figure(live: LiveSite) -> None:
    edit(live, "demo.so-a,,,waiting-time,2024-06,20,", "demo.so-a,,,waiting-time,2024-06,17,")
    live.take_up(TODAY)
    assert "17\u00a0phút" in shown(live, UNIT)
    assert "17\u00a0phút" in shown(live, OTHER)
    live.ensure("data/don-vi/so-a.csv")
    assert ",2024-06,17," in (live.site / "data/don-vi/so-a.csv").read_text(encoding="utf-8-sig")


def test_following_an_edit_gives_the_tree_of_a_clean_build(live: LiveSite, tmp_path: Path) -> None:
    edit(live, "demo.so-a,,,waiting-time,2024-06,20,", "demo.so-a,,,waiting-time,2024-06,17,")
    live.take_up(TODAY)
    shown(live, UNIT)
    assert live.follow(60)
    clean = tmp_path / "clean"
    shutil.copytree(live.root, clean, symlinks=True, ignore=shutil.ignore_patterns("build"))
    build(clean, TODAY)
    assert tree(live.docs) == tree(clean / "build/docs")
    site_built(clean, seed="1")
    assert shown(live, OTHER) == (clean / "build/site" / OTHER).read_text(encoding="utf-8")


def test_an_edit_that_was_undone_is_not_shown(live: LiveSite) -> None:
    """This holds even if only some pages were made in between."""
    before = shown(live, UNIT)
    edit(live, "demo.so-a,,,waiting-time,2024-06,20,", "demo.so-a,,,waiting-time,2024-06,17,")
    live.take_up(TODAY)
    assert shown(live, UNIT) != before
    edit(live, "demo.so-a,,,waiting-time,2024-06,17,", "demo.so-a,,,waiting-time,2024-06,20,")
    live.take_up(TODAY)
    assert shown(live, UNIT) == before


def test_the_output_of_another_build_is_not_mistaken_for_ones_own(live: LiveSite) -> None:
    """An edit is undone after `make site` has built it and before the live site reads the data."""
    before = shown(live, UNIT)
    figures = (live.root / RESULTS_FILE).read_text(encoding="utf-8")
    edit(live, "demo.so-a,,,waiting-time,2024-06,20,", "demo.so-a,,,waiting-time,2024-06,17,")
    build(live.root, TODAY)
    site_built(live.root, seed="1")
    assert "17\u00a0phút" in (live.site / UNIT).read_text(encoding="utf-8")
    (live.root / RESULTS_FILE).write_text(figures, encoding="utf-8")
    live.take_up(TODAY)
    assert shown(live, UNIT) == before


def test_a_site_older_than_its_tree_is_not_shown(live: LiveSite) -> None:
    """`make site` leaves such a site when a hand-written page has a broken link."""
    edit(live, "demo.so-a,,,waiting-time,2024-06,20,", "demo.so-a,,,waiting-time,2024-06,17,")
    build(live.root, TODAY)
    again = LiveSite(live.root)
    again.take_up(TODAY)
    assert "17\u00a0phút" in shown(again, UNIT)


def test_a_new_name_of_the_portal_is_on_every_page(live: LiveSite) -> None:
    edit(live, "Cổng thử", "Cổng của Lai Châu", "data/portal.yml")
    live.take_up(TODAY)
    assert "- Cổng của Lai Châu</title>" in shown(live, UNIT)
    assert live.follow(60)
    assert "- Cổng của Lai Châu</title>" in (live.site / OTHER).read_text(encoding="utf-8")


def test_a_fault_keeps_the_last_valid_site(live: LiveSite) -> None:
    before = shown(live, UNIT)
    edit(live, "demo.so-a,,,waiting-time,2024-06,20,", "demo.so-a,,,waiting-time,2024-06,hai mươi,")
    with pytest.raises(ProblemsFound, match="hai mươi"):
        live.take_up(TODAY)
    assert shown(live, UNIT) == before


def test_a_page_can_be_added_and_removed(live: LiveSite) -> None:
    """A hand-written page is added and removed again. The menu and all other pages stay."""
    page = live.root / "content/hoi-dap/index.md"
    ledger = (live.root / "data/addresses.txt").read_bytes()
    page.parent.mkdir(parents=True)
    front = "---\ntitle: Hỏi đáp\ndescription: Hỏi và đáp\n---\n"
    page.write_text(f"{front}\n# Hỏi đáp\n\nAi nhập số liệu?\n", encoding="utf-8")
    list(format_data(live.root))
    live.take_up(TODAY)
    assert "Ai nhập số liệu?" in shown(live, "hoi-dap/index.html")
    page.unlink()
    (live.root / "data/addresses.txt").write_bytes(ledger)
    live.take_up(TODAY)
    live.ensure("hoi-dap/index.html")
    assert not (live.site / "hoi-dap/index.html").exists()
    assert live.follow(60)


@pytest.mark.parametrize(
    "path",
    [
        "data/units.csv",
        "content/gioi-thieu/index.md",
        "CONTRIBUTING.md",
        "theme/styles/map.css",
        "theme/scripts/map.js",
    ],
)
def test_a_change_of_any_input_file_is_noticed(tmp_path: Path, path: str) -> None:
    """The guide for staff is an input file too, because it becomes a page."""
    before = times_of(tmp_path, LIVE)
    (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
    (tmp_path / path).write_text("Mới\n", encoding="utf-8")
    assert times_of(tmp_path, LIVE).keys() - before.keys() == {tmp_path / path}


def test_every_file_name_is_known_before_the_file_is_made(mini: Path) -> None:
    list(format_data(mini))
    works = site_of(mini, load_valid_portal(mini), TODAY).recipes
    made = [tuple(file.path for file in works[number].make()) for number in range(len(works))]
    assert made == list(map(tuple, works.names))


def test_a_site_in_another_folder_is_rebuilt_after_a_change_of_the_program(live: LiveSite) -> None:
    """`make serve` rebuilds the site of the portal that it shows, in whatever folder the portal is."""
    shutil.rmtree(live.site)
    rebuild(live.root)
    assert (live.site / "don-vi/so-a/index.html").exists()
