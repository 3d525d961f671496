"""Calendar with links to the page of each period: a grid of years with their months, quarters and the whole year."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from generator import formats
from generator.model import Period

_MONTHS = range(1, 13)
_QUARTERS = range(1, 5)

_NEWEST_YEARS = 3
"""Number of years that a page with all periods shows. Earlier years are in a folded calendar below them."""


@dataclass(frozen=True)
class Slot:
    """One period of a year: `text` is shown, `name` is the full name, which contains that text.

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
    """A calendar of years, newest first. `label` describes the linked pages, as in `Xếp hạng theo từng kỳ`."""

    label: str
    years: tuple[CalendarYear, ...]


def calendar(label: str, addresses: Mapping[Period, str], current: Period | None = None) -> Calendar:
    """Returns the calendar of the periods in `addresses`; `current` is the period of the page that shows it."""
    return Calendar(label, tuple(_year(year, addresses, current) for year in _years(addresses)))


def calendar_of_newest_years(label: str, addresses: Mapping[Period, str]) -> Calendar:
    """Returns the calendar of the years that a page with all periods shows."""
    return calendar(label, _in_years(addresses, _years(addresses)[:_NEWEST_YEARS]))


def calendar_of_earlier_years(addresses: Mapping[Period, str]) -> Calendar:
    """Returns the calendar of the years that a page with all periods folds."""
    return calendar("Những năm trước", _in_years(addresses, _years(addresses)[_NEWEST_YEARS:]))


def calendar_of_year(label: str, addresses: Mapping[Period, str], current: Period) -> Calendar:
    """Returns the calendar of the current period's year alone.

    A page with it does not change any more once that year is over.
    """
    return calendar(label, _in_years(addresses, [current.year]), current)


def _years(addresses: Mapping[Period, str]) -> Sequence[int]:
    return sorted({period.year for period in addresses}, reverse=True)


def _in_years(addresses: Mapping[Period, str], years: Sequence[int]) -> Mapping[Period, str]:
    return {period: address for period, address in addresses.items() if period.year in years}


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
