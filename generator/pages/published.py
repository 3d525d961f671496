"""The other date of a figure: since when the portal shows it, said once for all figures that share it; how a page is
cited."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from itertools import groupby

from generator import formats
from generator.model import Period, Portal
from generator.pages.facts import Assessed, Facts, Stated
from generator.pages.links import whole_address


def days_of(rows: Iterable[Assessed | Stated], facts: Facts) -> list[date]:
    """The days of all these figures that a document states."""
    return [on for row in rows if (on := facts.published(row))]


def common_day(days: Sequence[date]) -> date | None:
    """The day that most figures have, the newer one of equals."""
    return max(days, key=lambda on: (days.count(on), on), default=None)


def only_day(days: Sequence[date]) -> date | None:
    """The one day of all figures; None where they have several, or there is none."""
    return days[0] if len(set(days)) == 1 else None


def span(days: Sequence[date]) -> str:
    """`23/11/2026`, or `từ 23/11/2026 đến 04/12/2026`; empty without a day."""
    if not days:
        return ""
    first, last = min(days), max(days)
    return formats.day(first) if first == last else f"từ {formats.day(first)} đến {formats.day(last)}"


def told(on: date) -> str:
    """As in `Công bố trên cổng ngày 23/11/2026`."""
    return f"Công bố trên cổng ngày {formats.day(on)}"


def told_of_most(days: Sequence[date]) -> str:
    """The same in a sentence for figures of which some say another day themselves; empty without a day."""
    day = common_day(days)
    return f"{told(day)}{'' if only_day(days) else ', trừ số liệu ghi khác'}." if day else ""


def told_by_period(days: Mapping[Period, date], names: Mapping[Period, str]) -> str:
    """The days of a year in a sentence, each with its periods where there are several: `Ngày công bố trên cổng:
    04/06/2024 (T4, T5); 02/07/2024 (T6).`. Empty without a day."""
    if len(set(days.values())) <= 1:
        return "".join(f"{told(day)}." for day in set(days.values()))
    runs = groupby(days.items(), key=lambda item: item[1])
    listed = (f"{formats.day(day)} ({', '.join(names[period] for period, _ in run)})" for day, run in runs)
    return f"Ngày công bố trên cổng: {'; '.join(listed)}."


def cited(portal: Portal, title: str, address: str, dates: str = "") -> str:
    """How to cite a page: the portal, the page's title, the `dates` of its figures (with a space before them), the
    address that stays."""
    return f"{portal.settings.title}, “{title}”.{dates} Địa chỉ cố định: {whole_address(address)}"
