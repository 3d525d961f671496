"""All pages of the portal, in a fixed order."""

from collections.abc import Iterator

from generator.pages.facts import Facts
from generator.pages.parts import Page


def pages_of(facts: Facts) -> Iterator[Page]:
    """Every page that is generated from the data; hand-written ones are copied from `content/`."""
    yield from ()
