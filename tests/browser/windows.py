"""Windows of a browser, which tests visit a site in: new ones, or those that an earlier test left."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Protocol

from playwright.sync_api import Browser, ViewportSize

from tests.browser.visits import PHONE, Visit


class Visiting(Protocol):
    """What makes visits: as a phone with scripts, unless told otherwise."""

    def __call__(self, *, viewport: ViewportSize = PHONE, scripts: bool = True) -> Visit: ...


@contextmanager
def first_visits(browser: Browser, origin: str) -> Iterator[Visiting]:
    """Makes visits to a site, each with a window of its own, for tests of what a page asks for, and for those that
    change of a window what `Visit.leave` does not take back.

    At the end none of them may have asked another host or made the browser complain.
    """
    made: list[Visit] = []

    def visit(*, viewport: ViewportSize = PHONE, scripts: bool = True) -> Visit:
        made.append(Visit.begin(browser, origin, viewport, scripts=scripts))
        return made[-1]

    yield visit
    for one in made:
        one.page.context.close()
    silent(complaint for one in made for complaint in one.complaints)


@dataclass
class Windows:
    """Windows that wait for the next test: a page opens there in half the time that it takes in a new one."""

    browser: Browser
    free: list[Visit] = field(default_factory=list)

    @contextmanager
    def visits(self, origin: str) -> Iterator[Visiting]:
        """Makes visits to a site, each in a window that no other one uses meanwhile.

        At the end none of them may have asked another host or made the browser complain.
        """
        made: list[Visit] = []

        def visit(*, viewport: ViewportSize = PHONE, scripts: bool = True) -> Visit:
            made.append(self._taken(origin, viewport, scripts=scripts))
            return made[-1]

        yield visit
        silent([complaint for one in made for complaint in one.leave()])
        self.free += made

    def _taken(self, origin: str, viewport: ViewportSize, *, scripts: bool) -> Visit:
        found = next((one for one in self.free if one.scripts == scripts), None)
        if not found:
            return Visit.begin(self.browser, origin, viewport, scripts=scripts)
        self.free.remove(found)
        found.origin, found.viewport = origin, viewport
        found.page.set_viewport_size(viewport)
        return found


def silent(complaints: Iterable[str]) -> None:
    """Fails the test for any of these complaints."""
    told = "\n".join(complaints)
    assert not told, told
