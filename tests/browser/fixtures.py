"""Fixtures: the built site, served on a free port, and a real Chromium that can reach no other host."""

import os
import shutil
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, ViewportSize

from tests.browser.visits import PHONE, SITE, Visit, chromium, served
from tests.browser.windows import Visiting, Windows, silent


@pytest.fixture(scope="session")
def origin() -> Iterator[str]:
    """The address of the served site, without a trailing slash."""
    if not (SITE / "index.html").exists():
        pytest.fail("There is no build/site: run `make site`.", pytrace=False)
    with served() as address:
        yield address


@pytest.fixture(scope="session")
def program() -> str:
    """The path of the browser."""
    found = shutil.which(os.environ.get("CHROMIUM", ""))  # noqa: TID251 - the data does not depend on it
    if not found:
        pytest.fail("CHROMIUM must name a Chromium for the browser tests: run them by `make test`.", pytrace=False)
    return found


@pytest.fixture(scope="session")
def browser(program: str) -> Iterator[Browser]:
    with chromium(program) as browser:
        yield browser


@pytest.fixture(scope="session")
def windows(browser: Browser) -> Windows:
    """Browser windows that tests reuse one after the other."""
    return Windows(browser)


@pytest.fixture
def visiting(windows: Windows, origin: str) -> Iterator[Visiting]:
    """Makes visits. Fails the test if one of them requested another host or if the browser reported an error or
    warning."""
    with windows.visits(origin) as visit:
        yield visit


@pytest.fixture
def first_visiting(browser: Browser, origin: str) -> Iterator[Visiting]:
    """The same as `visiting`, but each visit has a new window. This is for tests of a page's requests and for tests
    that change something in a window that `Visit.leave` does not reset."""
    made: list[Visit] = []

    def visit(*, viewport: ViewportSize = PHONE, scripts: bool = True) -> Visit:
        made.append(Visit.begin(browser, origin, viewport, scripts=scripts))
        return made[-1]

    yield visit
    for one in made:
        one.page.context.close()
    silent(complaint for one in made for complaint in one.complaints)
