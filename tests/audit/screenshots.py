"""Writes a picture of every kind of page to build/screenshots: phone and desk, light, dark and as printed."""

import os
import shutil
import sys

import yaml
from playwright.sync_api import Browser, sync_playwright

from tests.browser.conftest import FLAGS
from tests.browser.visits import DESKTOP, PHONE, ROOT, Visit, served

PAGES = ROOT / "tests" / "browser" / "pages.yml"
FOLDER = ROOT / "build" / "screenshots"
LOOKS = {"light": ("screen", "default"), "dark": ("screen", "slate"), "print": ("print", "default")}


def main() -> None:
    """One file for each kind, width and look: `home-360-light.png`."""
    kinds = yaml.safe_load(PAGES.read_text(encoding="utf-8"))
    shutil.rmtree(FOLDER, ignore_errors=True)
    FOLDER.mkdir(parents=True)
    program = os.environ["CHROMIUM"]  # noqa: TID251 - where a browser lies is no fact of the data
    with served() as origin, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=FLAGS)
        for case in kinds:
            for viewport in (PHONE, DESKTOP):
                name = f"{case['kind'].replace(' ', '-')}-{viewport['width']}"
                _take(browser, origin, case["address"], name, viewport)
            print(case["kind"], flush=True)
        browser.close()
    print(f"{len(list(FOLDER.iterdir()))} pictures in {FOLDER.relative_to(ROOT)}")


def _take(browser: Browser, origin: str, address: str, name: str, viewport: dict[str, int]) -> None:
    context = browser.new_context(viewport=viewport, locale="vi-VN")
    visit = Visit(context.new_page(), origin)
    visit.guard()
    visit.open(address)
    visit.read_through()
    visit.page.evaluate("() => scrollTo({ top: 0, behavior: 'instant' })")  # What sticks would stand amid the picture.
    for look, (media, palette) in LOOKS.items():
        visit.page.emulate_media(media=media)
        visit.page.evaluate("(name) => document.body.setAttribute('data-md-color-scheme', name)", palette)
        visit.settle()
        visit.page.screenshot(path=FOLDER / f"{name}-{look}.png", full_page=True, animations="disabled")
    context.close()


if __name__ == "__main__":
    sys.exit(main())
