"""The built site, served on a free port, and a real Chromium that may ask for nothing else."""

import os
import shutil
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser

from tests.browser.visits import SITE, chromium, served
from tests.browser.windows import Visiting, Windows, first_visits


@pytest.fixture(scope="session")
def origin() -> Iterator[str]:
    """The address of the served site, without a slash at its end."""
    if not (SITE / "index.html").exists():
        pytest.fail("There is no build/site: run `make site`.", pytrace=False)
    with served() as address:
        yield address


@pytest.fixture(scope="session")
def program() -> str:
    """Where the browser lies."""
    found = shutil.which(os.environ.get("CHROMIUM", ""))  # noqa: TID251 - where a browser lies is no fact of the data
    if not found:
        pytest.fail("CHROMIUM must name a Chromium for the browser tests: run them by `make test`.", pytrace=False)
    return found


@pytest.fixture(scope="session")
def browser(program: str) -> Iterator[Browser]:
    with chromium(program) as browser:
        yield browser


@pytest.fixture(scope="session")
def windows(browser: Browser) -> Windows:
    """Windows that tests use one after the other."""
    return Windows(browser)


@pytest.fixture
def visiting(windows: Windows, origin: str) -> Iterator[Visiting]:
    """Makes visits, and fails the test when one of them asked another host or the browser complained."""
    with windows.visits(origin) as visit:
        yield visit


@pytest.fixture
def first_visiting(browser: Browser, origin: str) -> Iterator[Visiting]:
    """The same in windows of their own, for tests of what a page asks for."""
    with first_visits(browser, origin) as visit:
        yield visit
