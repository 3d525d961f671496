"""`make serve` in a real browser: the open page reloads itself, and faults are shown above it."""

import os
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.visits import PATIENCE
from tests.support.folders import ROOT
from tests.support.portals import RESULTS_FILE, replace_in

DAY = "1722470400"  # 1 August 2024
ROW = "demo.so-a,,,waiting-time,2024-06,{},"
SECONDS_TO_START = 60


@pytest.fixture
def root(mini_site: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(mini_site, tmp_path / "portal", symlinks=True))


@pytest.fixture
def address(root: Path) -> Iterator[str]:
    """The address at which the portal is served."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    settings = {"SOURCE_DATE_EPOCH": DAY, "NO_MKDOCS_2_WARNING": "1"}
    program = subprocess.Popen(
        [sys.executable, "-m", "engine.serve", str(port), str(root)],
        cwd=ROOT,
        env={**os.environ, **settings},  # noqa: TID251 - PATH and the like
        stdout=subprocess.DEVNULL,
    )
    try:
        wait_for(port)
        yield f"http://127.0.0.1:{port}"
    finally:
        program.terminate()
        program.wait()


def wait_for(port: int) -> None:
    end = time.monotonic() + SECONDS_TO_START
    while time.monotonic() < end:
        with socket.socket() as one:
            if one.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.1)
    pytest.fail("engine.serve does not answer")


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    context = browser.new_context(locale="vi-VN")
    context.set_default_timeout(PATIENCE)
    yield context.new_page()
    context.close()


def enter(root: Path, old: str, new: str) -> None:
    replace_in(root / RESULTS_FILE, ROW.format(old), ROW.format(new))


def test_an_edit_shows_in_the_open_page_and_in_the_next_one(root: Path, address: str, page: Page) -> None:
    page.goto(f"{address}/don-vi/so-a/")
    figure = page.locator("#thoi-gian-cho .cmb-board__figure")
    expect(figure).to_contain_text("20")
    enter(root, "20", "17")
    expect(figure).to_contain_text("17", timeout=PATIENCE)
    page.goto(f"{address}/chi-tieu/thoi-gian-cho/")
    expect(page.locator("main")).to_contain_text("17\u00a0phút")


def test_a_fault_is_shown_above_the_last_good_page(root: Path, address: str, page: Page) -> None:
    page.goto(f"{address}/don-vi/so-a/")
    faults = page.locator("[data-faults]")
    expect(faults).to_have_count(0)
    enter(root, "20", "hai mươi")
    expect(faults).to_contain_text("hai mươi", timeout=PATIENCE)
    expect(page.locator("#thoi-gian-cho .cmb-board__figure")).to_contain_text("20")
    enter(root, "hai mươi", "17")
    expect(page.locator("#thoi-gian-cho .cmb-board__figure")).to_contain_text("17", timeout=PATIENCE)
    expect(faults).to_have_count(0)
