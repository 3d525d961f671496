"""Preview picture for links to a unit's page: the unit's newest figures, in the order of the page."""

from collections.abc import Sequence
from datetime import date

from generator import formats, words
from generator.grouping import grouped
from generator.model import Measure, Unit
from generator.pages.facts import Assessed, Facts, Levels, sources_of
from generator.pages.posters import MOST_ROWS, Poster, PosterRow, figure_row, poster_path, rank_phrase
from generator.pages.unit.ranks import has_place
from generator.pages.unit_names import existence_in_months, names_above


def unit_poster(unit: Unit, newest: Sequence[Assessed], sentence: str, facts: Facts) -> Poster:
    """Returns the preview picture of a unit. `newest` are its newest figures in the order of the page, `sentence` is
    their summary."""
    rows = _shown(newest)
    period = rows[0].period if rows else None
    others = len(newest) - len(rows)
    origin = [f"Số liệu {formats.period(period)}"] if period else []
    if sources := dict.fromkeys(map(formats.source_name, sources_of(rows))):
        origin.append(f"theo {', '.join(sources)}")
    more = [f"Trang của đơn vị có thêm {others} chỉ tiêu"] if others and rows else []
    return Poster(
        path=poster_path(unit.address),
        above=_above(unit, facts),
        title=unit.name,
        sentence=sentence,
        rows=tuple(_row(row, facts.levels) for row in rows),
        source=". ".join(filter(None, [", ".join(origin), *more])),
    )


def _shown(newest: Sequence[Assessed]) -> Sequence[Assessed]:
    """Returns the first figures of the newest period. Counts come last, because they reflect the size of the unit."""
    periods = grouped((row for row in newest if row.period), lambda row: row.period)
    last = max(periods, key=lambda period: period.order if period else (date.min, 0), default=None)
    return sorted(periods.get(last, ()), key=lambda row: row.indicator.measure is Measure.COUNT)[:MOST_ROWS]


def _row(row: Assessed, levels: Levels) -> PosterRow:
    return figure_row(row.indicator.short_name, row, rank_phrase(row) if has_place(row, levels) else "")


def _above(unit: Unit, facts: Facts) -> str:
    """Text that distinguishes the unit from others of the same name: `Huyện Tân Biên, tỉnh Tây Ninh (đến 6/2025)`."""
    place, time = names_above(unit, facts.portal), existence_in_months(unit)
    return words.capitalised(f"{place} ({time})" if place and time else place or time)
