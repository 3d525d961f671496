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

VAST = 1_000
"""A portal in which more units than this were ever entered gives each province pages of its own where a smaller one has
all on one page. The register of a country is entered on its first day; that of a province, with its past and with the
provinces that it came of, stays below: of the gazetteer's, Thanh Hóa has the most units, 740."""

SKIPPED = "skip"
"""What a correspondence leads to when it was decided that the portal does not take the figures."""


@dataclass(frozen=True)
class Settings:
    """What `data/portal.yml` sets. `id` is a UUID that tells the portal from all others, in the ids of its feeds. Units
    of `sharing_levels` have what other sites show of them: a picture of their own for links to their page, and charts
    to embed. Of a whole country these cost more than all pages."""

    title: str
    province_ids: tuple[str, ...]
    repository: str = ""
    contact: str = ""
    id: str = "e6aedc95-f10f-48d7-8ac9-08277a93daba"
    sharing_levels: tuple[Level, ...] = tuple(Level)
    line: int = field(default=0, compare=False)


@dataclass(frozen=True)
class Correspondence:
    """What staff decided on the headings and names of workbooks, so that the next one needs no question.

    `headings` lead to an indicator's id, `names` to a unit's id or to a level (`tay-ninh:district`), both to SKIPPED
    where the figures are not for the portal; `scales` say of a heading whether 0.5 there is half of one percent
    (`percent`) or one half (`share`); `decimal` is the sign before decimals (`comma`, `point`).
    """

    path: str
    headings: Mapping[str, str]
    names: Mapping[str, str]
    scales: Mapping[str, str]
    decimal: str = ""
    lines: Mapping[str, int] = field(default_factory=dict, compare=False)


@dataclass(frozen=True)
class Portal:
    """Everything that `data/` states, checked for form but not yet across files.

    `targets` and `results` have the columns that staff enter (`tables.TARGETS`, `tables.RESULTS`) and what loading
    adds: `source_id`, `path` and `line` (int64), the place in the data, and `amount` (Int64, millionths, missing where
    no figure is stated). All else are strings as written; where rows repeat them they are categories, in the order of
    texts. `bare_files` are the files of observations without a row.
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
    accepted: tuple[Acceptance, ...] = ()
    bare_files: tuple[str, ...] = ()
    correspondences: tuple[Correspondence, ...] = ()
    points: tuple[Point, ...] = ()

    @property
    def vast(self) -> bool:
        """Whether so many units were ever entered that each province has pages of its own."""
        return len(self.units) > VAST

    @cached_property
    def own(self) -> Unit:
        """The unit that the portal is of: the country of a vast one, else the first of its provinces."""
        country = self.country if self.vast else None
        return country or self.units[self.settings.province_ids[0]]

    @property
    def country(self) -> Unit | None:
        """The unit above all provinces; None where the data have none."""
        return country_of(self.units)

    @property
    def newest_document(self) -> date:
        """The day of the newest document. It changes only with the data, so it dates files that should change only with
        the data.

        Raises ValueError for a portal without documents.
        """
        return max(source.issued_on for source in self.sources.values())
