"""What a terminal shows while work goes on; elsewhere nothing is written."""

import sys
from collections.abc import Iterable, Iterator
from typing import TypeVar

from tqdm import tqdm

T = TypeVar("T")

_SECONDS_WITHOUT_BAR = 2
_TO_THE_BEGINNING = "\r\033[K"
"""Sets a terminal back to the beginning of its line, and empties it."""


def progress(results: Iterable[T], count: int | None = None, title: str = "") -> Iterator[T]:
    """The results as they come; from the second second on, a bar shows how many are there, out of `count` if known."""
    tell("")
    yield from tqdm(results, title, count, leave=False, disable=None, delay=_SECONDS_WITHOUT_BAR, mininterval=0.2)


def tell(work: str) -> None:
    """Names the work that goes on now in the last line of the terminal; nothing clears it."""
    if sys.stderr.isatty():
        sys.stderr.write(f"{_TO_THE_BEGINNING}{work}{'…' if work else ''}")
        sys.stderr.flush()
