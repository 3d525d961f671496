"""Periods as a grid of years and months, quarters and whole years: the ways to the pages of each period."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from generator import formats
from generator.model import Period

_MONTHS = range(1, 13)
_QUARTERS = range(1, 5)


@dataclass(frozen=True)
class Slot:
    """One period of a year: `text` is what is shown of it, `name` its full name, which contains that text.

    `address` is empty for a period without figures; `current` marks the period of the page itself.
    """

    text: str
    name: str
    address: str
    current: bool = False


@dataclass(frozen=True)
class Strip:
    """The periods of one kind within a year: `Tháng` 1 to 12, `Quý` I to IV, or the whole year."""

    kind: str
    slots: tuple[Slot, ...]


@dataclass(frozen=True)
class CalendarYear:
    """A year and the kinds of periods that have figures in it."""

    name: str
    strips: tuple[Strip, ...]


@dataclass(frozen=True)
class Calendar:
    """Years, the newest first; `label` says what the periods lead to, as in `Xếp hạng theo từng kỳ`."""

    label: str
    years: tuple[CalendarYear, ...]


def calendar(label: str, addresses: Mapping[Period, str], current: Period | None = None) -> Calendar:
    """The grid of the periods that have an address; `current` is that of the page on which it stands."""
    years = sorted({period.year for period in addresses}, reverse=True)
    return Calendar(label, tuple(_year(year, addresses, current) for year in years))


def calendar_of_year(label: str, addresses: Mapping[Period, str], current: Period) -> Calendar:
    """The grid of the current period's year alone: a page with it stays as it is once the year is over."""
    own = {period: address for period, address in addresses.items() if period.year == current.year}
    return calendar(label, own, current)


def _year(year: int, addresses: Mapping[Period, str], current: Period | None) -> CalendarYear:
    found = tuple(strip for strip in _strips(year, addresses, current) if any(slot.address for slot in strip.slots))
    return CalendarYear(f"Năm{formats.NBSP}{year}", found)


def _strips(year: int, addresses: Mapping[Period, str], current: Period | None) -> Iterator[Strip]:
    def strip(kind: str, periods: Mapping[str, Period], prefix: str = "") -> Strip:
        return Strip(
            kind,
            tuple(
                Slot(text, f"{prefix}{formats.period(period)}", addresses.get(period, ""), period == current)
                for text, period in periods.items()
            ),
        )

    yield strip("Tháng", {str(month): Period(year, month=month) for month in _MONTHS})
    yield strip("Quý", {formats.roman(quarter): Period(year, quarter=quarter) for quarter in _QUARTERS})
    yield strip("", {"Cả năm": Period(year)}, prefix="Cả ")
