"""The built site, served on a free port, and a real Chromium that may ask for nothing else."""

import os
import shutil
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, ViewportSize, sync_playwright

from tests.browser.visits import PHONE, SITE, Visit, Visiting, served

PATIENCE = 60_000  # Milliseconds: a busy machine is slow, not wrong.
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-dev-shm-usage",
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",  # No other host can be reached, even by mistake.
]


@pytest.fixture(scope="session")
def origin() -> Iterator[str]:
    """The address of the served site, without a slash at its end."""
    if not (SITE / "index.html").exists():
        pytest.fail("There is no build/site: run `make site`.", pytrace=False)
    with served() as address:
        yield address


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    program = shutil.which(os.environ.get("CHROMIUM", ""))  # noqa: TID251 - where a browser lies is no fact of the data
    if not program:
        pytest.fail("CHROMIUM must name a Chromium for the browser tests: run them by `make test`.", pytrace=False)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture
def visiting(browser: Browser, origin: str) -> Iterator[Visiting]:
    """Makes visits, and fails the test when one of them asked another host or the browser complained."""
    made: list[Visit] = []

    def visit(*, viewport: ViewportSize = PHONE, scripts: bool = True) -> Visit:
        context = browser.new_context(viewport=viewport, java_script_enabled=scripts, locale="vi-VN")
        context.set_default_timeout(PATIENCE)
        made.append(Visit(context.new_page(), origin, scripts))
        made[-1].guard()
        return made[-1]

    yield visit
    for one in made:
        one.page.context.close()
    complaints = [complaint for one in made for complaint in one.complaints]
    assert not complaints, "\n".join(complaints)
