"""Writes screenshots of every kind of page to build/screenshots: phone and desktop; light, dark and print."""

import os
import shutil
from typing import Literal

from playwright.sync_api import Browser, ViewportSize

from tests.browser.visits import DESKTOP, KINDS, PHONE, Visit, chromium, served
from tests.support.folders import ROOT

FOLDER = ROOT / "build" / "screenshots"
LOOKS: dict[str, tuple[Literal["screen", "print"], str]] = {
    "light": ("screen", "default"),
    "dark": ("screen", "slate"),
    "print": ("print", "default"),
}


def main() -> None:
    """Writes one file for each kind, width and look: `home-360-light.png`."""
    shutil.rmtree(FOLDER, ignore_errors=True)
    FOLDER.mkdir(parents=True)
    program = os.environ["CHROMIUM"]  # noqa: TID251 - the data does not depend on it
    with served() as origin, chromium(program) as browser:
        for case in KINDS:
            for viewport in (PHONE, DESKTOP):
                name = f"{case.kind.replace(' ', '-')}-{viewport['width']}"
                _take(browser, origin, case.address, name, viewport)
            print(case.kind, flush=True)
    print(f"{len(list(FOLDER.iterdir()))} pictures in {FOLDER.relative_to(ROOT)}")


def _take(browser: Browser, origin: str, address: str, name: str, viewport: ViewportSize) -> None:
    visit = Visit.begin(browser, origin, viewport)
    visit.open(address)
    visit.read_through()
    visit.page.evaluate("() => scrollTo({ top: 0, behavior: 'instant' })")  # Moves sticky elements to the top.
    for look, (media, palette) in LOOKS.items():
        visit.page.emulate_media(media=media)
        visit.page.evaluate("(name) => document.body.setAttribute('data-md-color-scheme', name)", palette)
        visit.settle()
        visit.page.screenshot(path=FOLDER / f"{name}-{look}.png", full_page=True, animations="disabled")
    visit.page.context.close()


if __name__ == "__main__":
    main()
