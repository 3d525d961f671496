"""Compares the labels of tables in locators: `PL2.3` is section 3 of appendix 2."""

import re
from collections.abc import Iterator

from generator import formats

_PART = re.compile(r"\.?(?P<number>\d+|[IVX]+)")


def is_same_label(one: str, other: str) -> bool:
    """Whether two labels mean the same table: `PLI`, `PL.I` and `PL1` do."""
    return numbers_in(one) == numbers_in(other)


def numbers_in(label: str) -> tuple[int, ...]:
    """Returns the numbers in a label: 2 and 3 for `PL2.3` and for `PL.II.3`, none for `PL`."""
    numbers = (found["number"] for found in _PART.finditer(label.removeprefix("PL")))
    return tuple(int(number) if number.isdecimal() else formats.from_roman(number) for number in numbers)


def prefixes(label: str) -> Iterator[str]:
    """Yields the label of a table and of each table that it may be a group of: `PL`, `PL.II` and `PL.II.3`."""
    yield "PL"
    for found in _PART.finditer(label, len("PL")):
        yield label[: found.end()]
