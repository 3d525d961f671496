"""Browser windows for the visits of tests: new windows, or windows that an earlier test has released."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Protocol

from playwright.sync_api import Browser, ViewportSize

from tests.browser.visits import PHONE, Visit


class Visiting(Protocol):
    """A function that makes visits. The default is a phone with scripts."""

    def __call__(self, *, viewport: ViewportSize = PHONE, scripts: bool = True) -> Visit: ...


@dataclass
class Windows:
    """Windows that are reused by the next test. A page opens there in half the time that it takes in a new window."""

    browser: Browser
    free: list[Visit] = field(default_factory=list)

    @contextmanager
    def visits(self, origin: str) -> Iterator[Visiting]:
        """Makes visits to a site, each in a window that no other visit uses at the same time.

        Fails the test at the end if there are complaints: requests to other hosts, or errors or warnings of the
        browser.
        """
        made: list[Visit] = []

        def visit(*, viewport: ViewportSize = PHONE, scripts: bool = True) -> Visit:
            made.append(self._free_window(origin, viewport, scripts=scripts))
            return made[-1]

        yield visit
        silent([complaint for one in made for complaint in one.leave()])
        self.free += made

    def _free_window(self, origin: str, viewport: ViewportSize, *, scripts: bool) -> Visit:
        found = next((one for one in self.free if one.scripts == scripts), None)
        if not found:
            return Visit.begin(self.browser, origin, viewport, scripts=scripts)
        self.free.remove(found)
        found.origin, found.viewport = origin, viewport
        found.page.set_viewport_size(viewport)
        return found


def silent(complaints: Iterable[str]) -> None:
    """Fails the test if there is any complaint."""
    text = "\n".join(complaints)
    assert not text, text
