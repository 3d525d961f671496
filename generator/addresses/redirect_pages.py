"""Writes the pages that redirect from former addresses, and the file `data/redirects.csv`."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from generator.addresses.redirects import is_counterpart
from generator.artifacts import Artifact
from generator.pages.links import HOME, UPDATES
from generator.rendering import make_environment, relative


@dataclass(frozen=True)
class RedirectPage:
    """A page at `address` that redirects to `target`. The target can have an anchor.

    If the content of the former page is no longer published, the page says so and does not redirect by itself: readers
    who follow an old link would take other figures for those that they look for.
    """

    address: str
    target: str

    @property
    def href(self) -> str:
        """The target relative to the address, so that the link works under any folder of a server."""
        return relative(self.target, self.address)

    @property
    def gone(self) -> bool:
        """Whether the content of the former page is no longer published."""
        return not is_counterpart(self.address, self.target)

    @property
    def home(self) -> str:
        """The relative address of the home page."""
        return relative(HOME.address, self.address)

    @property
    def updates(self) -> str:
        """The relative address of the page that lists withdrawn figures."""
        return relative(UPDATES.address, self.address)


def redirect_artifacts(redirects: Mapping[str, str], title: str) -> Iterator[Artifact]:
    """Yields a static HTML page for each former address. It is not Markdown, so no site engine lists it in a search
    index or a site map."""
    template = make_environment().get_template("redirect.html.j2")
    for path, (former, target) in zip(redirect_paths(redirects), redirects.items(), strict=True):
        text = template.render(redirect=RedirectPage(former, target), title=title)
        yield Artifact(path, text.encode())


def redirect_paths(redirects: Mapping[str, str]) -> tuple[str, ...]:
    """Returns the paths of the redirect pages, in the order of the redirects."""
    return tuple(f"{former.strip('/')}/index.html" for former in redirects)


def redirects_text(redirects: Mapping[str, str]) -> str:
    """Returns the text of `data/redirects.csv`. Nothing is quoted, because no address needs quotes."""
    return "".join(f"{former},{target}\n" for former, target in (("from", "to"), *redirects.items()))
