"""Formats the days on which figures were published on the portal, and the text for citing a page."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from itertools import groupby

from generator import formats
from generator.grouping import runs
from generator.model import Period, Portal
from generator.pages.facts import Assessed, Facts, Stated
from generator.pages.links import absolute_url


def days_of(rows: Iterable[Assessed | Stated], facts: Facts) -> list[date]:
    """Returns the days of publication of all figures that a document states."""
    return [on for row in rows if (on := facts.published(row))]


def common_day(days: Sequence[date]) -> date | None:
    """Returns the most frequent day, the newest one of several; None without a day."""
    return max(days, key=lambda on: (days.count(on), on), default=None)


def only_day(days: Sequence[date]) -> date | None:
    """Returns the day that all figures share; None if there are several or none."""
    return days[0] if len(set(days)) == 1 else None


def span(days: Sequence[date]) -> str:
    """Returns the first and the last day: `23/11/2026`, or `từ 23/11/2026 đến 04/12/2026`; empty without a day."""
    if not days:
        return ""
    first, last = min(days), max(days)
    return formats.day(first) if first == last else f"từ {formats.day(first)} đến {formats.day(last)}"


def publication_text(on: date) -> str:
    """Returns the statement of the day of publication: `Công bố trên cổng ngày 23/11/2026`."""
    return f"Công bố trên cổng ngày {formats.day(on)}"


def publication_sentence(days: Sequence[date]) -> str:
    """Returns a sentence with the most frequent day, for figures that state a different day themselves.

    Empty without a day.
    """
    day = common_day(days)
    return f"{publication_text(day)}{'' if only_day(days) else ', trừ số liệu ghi khác'}." if day else ""


def publication_sentence_by_period(days: Mapping[Period, date], names: Mapping[Period, str]) -> str:
    """Returns a sentence with the days of a year's periods; several days are listed with their periods.

    As in `Ngày công bố trên cổng: 04/06/2024 (T4, T5); 02/07/2024 (T6–T9).`. Empty without a day.
    """
    if len(set(days.values())) <= 1:
        return "".join(f"{publication_text(day)}." for day in set(days.values()))
    shared = groupby(days.items(), key=lambda item: item[1])
    listed = (f"{formats.day(day)} ({_period_names([period for period, _ in found], names)})" for day, found in shared)
    return f"Ngày công bố trên cổng: {'; '.join(listed)}."


def _period_names(periods: Sequence[Period], names: Mapping[Period, str]) -> str:
    """Returns the names of periods; three or more consecutive months are written as a range (`T6–T9`)."""
    by_month = {period.month: names[period] for period in periods if period.month}
    if len(by_month) < len(periods):
        return ", ".join(names[period] for period in periods)
    return ", ".join(_run(by_month, first, last) for first, last in runs(by_month))


def _run(names: Mapping[int, str], first: int, last: int) -> str:
    if first == last:
        return names[first]
    return f"{names[first]}{'–' if last - first > 1 else ', '}{names[last]}"


def citation_text(portal: Portal, title: str, address: str, dates: str = "") -> str:
    """Returns the text for citing a page: portal, title, `dates` of its figures, permanent address.

    `dates` must begin with a space.
    """
    return f"{portal.settings.title}, “{title}”.{dates} Địa chỉ cố định: {absolute_url(address)}"
