"""Shows progress in a terminal. Writes nothing if the output is not a terminal."""

import sys
from collections.abc import Iterable, Iterator
from typing import TypeVar

from tqdm import tqdm

T = TypeVar("T")

_SECONDS_WITHOUT_BAR = 2
_CLEAR_LINE = "\r\033[K"
"""Moves the cursor to the beginning of the line and clears the line."""


def progress(results: Iterable[T], count: int | None = None, title: str = "") -> Iterator[T]:
    """Yields the results as they come. After two seconds a bar shows how many results have come, out of `count` if it
    is known."""
    show_step("")
    yield from tqdm(results, title, count, leave=False, disable=None, delay=_SECONDS_WITHOUT_BAR, mininterval=0.2)


def show_step(work: str) -> None:
    """Shows the name of the present step in the last line of the terminal, until the next call replaces it."""
    if sys.stderr.isatty():
        sys.stderr.write(f"{_CLEAR_LINE}{work}{'…' if work else ''}")
        sys.stderr.flush()
