"""The portal as a whole, and its settings."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property

import pandas as pd

from generator.model.codes import Level
from generator.model.documents import Acceptance, Correction, Source, Task
from generator.model.indicators import IndexScheme, Indicator
from generator.model.units import Body, Lineage, Point, Unit, country_of

MAX_UNITS_WITHOUT_PROVINCE_PAGES = 1_000
"""If more units than this were ever entered, the portal gives each province its own pages. A smaller portal has
one page for all.

A portal never exceeds this later. The units of a country are all entered on its first day. A province stays below the
limit, even with its past and the provinces that it was merged from. In the gazetteer, Thanh Hóa has the most units,
740.
"""

SKIPPED = "skip"
"""The target of a heading or name in a WorkbookMapping whose figures the portal does not publish."""
NAMED_UNIT = "named-unit"
"""The target of the offices of a level (`commune / Bộ phận Một cửa`) in a WorkbookMapping whose figures are those of
the unit that is named with the office."""


@dataclass(frozen=True)
class Settings:
    """The settings of `data/portal.yml`.

    - `id`: a UUID that distinguishes the portal from all others, used in the ids of its feeds.
    - `sharing_levels`: the levels whose units have content for other sites: their own picture for links to their page,
      and embeddable charts. For a whole country this costs more than all pages.
    """

    title: str
    province_ids: tuple[str, ...]
    repository: str = ""
    contact: str = ""
    id: str = "e6aedc95-f10f-48d7-8ac9-08277a93daba"
    sharing_levels: tuple[Level, ...] = tuple(Level)
    line: int = field(default=0, compare=False)


@dataclass(frozen=True)
class WorkbookMapping:
    """The decisions of staff on headings and names of workbooks, so that the next import need not ask again.

    - `headings`: the indicator id of each heading, or SKIPPED if its figures are not published.
    - `names`: the unit id of each name, or a level of a unit (`tay-ninh:district`) with or without an aggregate
      (`tay-ninh:district:mean`), or SKIPPED; NAMED_UNIT for offices of units.
    - `scales`: by heading, whether 0.5 means half of one percent (`percent`), one half (`share`) or half of one
      thousandth (`permille`).
    - `decimal`: the sign before decimals (`comma`, `point`).
    - `lines`: the line of each pair in the file, by `<list>/<text>`, such as `headings/Tổng số`.
    """

    path: str
    headings: Mapping[str, str]
    names: Mapping[str, str]
    scales: Mapping[str, str]
    decimal: str = ""
    lines: Mapping[str, int] = field(default_factory=dict, compare=False)


@dataclass(frozen=True)
class Portal:
    """All content of `data/`. The form of each value is checked, but not yet the rules across files.

    `targets` and `results` have the columns that staff enter (`tables.TARGETS`, `tables.RESULTS`) and the columns that
    loading adds: `source_id`; `path` and `line` (int64), the place in the data; `amount` (Int64, millionths, missing if
    no figure is stated). All other columns are strings as written. Columns with repeated texts are categories, sorted
    by text. `files_without_rows` are the files of observations without a row.
    """

    settings: Settings
    units: Mapping[str, Unit]
    indicators: Mapping[str, Indicator]
    sources: Mapping[str, Source]
    bodies: Mapping[str, Body]
    lineage: tuple[Lineage, ...]
    tasks: tuple[Task, ...]
    corrections: tuple[Correction, ...]
    schemes: tuple[IndexScheme, ...]
    targets: pd.DataFrame
    results: pd.DataFrame
    redirects: Mapping[str, str]
    addresses: tuple[str, ...]
    acceptances: tuple[Acceptance, ...] = ()
    files_without_rows: tuple[str, ...] = ()
    workbook_mappings: tuple[WorkbookMapping, ...] = ()
    points: tuple[Point, ...] = ()

    @property
    def has_province_pages(self) -> bool:
        """Whether more than MAX_UNITS_WITHOUT_PROVINCE_PAGES units were ever entered, so that each province has its own
        pages."""
        return len(self.units) > MAX_UNITS_WITHOUT_PROVINCE_PAGES

    @property
    def provinces(self) -> list[Unit]:
        """The provinces of the portal, in the order of the settings. One without a unit is left out."""
        return [self.units[id_] for id_ in self.settings.province_ids if id_ in self.units]

    @cached_property
    def main_unit(self) -> Unit:
        """The unit of the whole portal: the country if provinces have their own pages and it exists, else the first of
        its provinces."""
        country = self.country if self.has_province_pages else None
        return country or self.units[self.settings.province_ids[0]]

    @property
    def country(self) -> Unit | None:
        """The unit above all provinces; None if the data has none."""
        return country_of(self.units)

    def district_of(self, unit: Unit) -> Unit | None:
        """Returns the district that a commune belongs to; None if it belongs to the province, and for other units."""
        parent = self.units.get(unit.parent_id)
        return parent if parent and parent.level is Level.DISTRICT else None

    @property
    def newest_document(self) -> date:
        """The day of the newest document. It changes only with the data, so it is used as the date of files that must
        change only with the data.

        Raises ValueError for a portal without documents.
        """
        return max(source.issued_on for source in self.sources.values())
