"""One edition of the data: a portal with its present files, or a folder of published data."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

import pandas as pd

from generator.export import published_tables, tracked_tables
from generator.history import Change, History, SubjectKind, Version, read_version, version_of
from generator.history.wording import FigureKey, figure_key
from generator.model import Portal, corrections_within_a_day
from generator.pages.lastmod import LastChanged
from generator.plausibility import plausibility
from generator.problems import DataWarning, Problem, raise_if_any
from generator.validation import load_valid_portal

_FIGURE = ("unit_id", "indicator_id", "period")


@dataclass(frozen=True)
class PublishedDiscrepancy:
    """A published discrepancy: its explanation and its effect."""

    id: str
    explanation: str
    effect: str


@dataclass(frozen=True)
class Edition:
    """One of the two sides of a comparison. For a folder of published data, `portal` is None and there are no warnings
    and no addresses."""

    version: Version
    contradictions: Mapping[str, PublishedDiscrepancy]
    tied: pd.DataFrame
    """The figures whose rank is shared with another unit: unit, indicator and period."""
    portal: Portal | None = None
    today: date = date.min
    warnings: Mapping[str, DataWarning] = field(default_factory=dict)
    addresses: tuple[str, ...] = ()

    def shared_ranks(self, changes: Iterable[Change]) -> frozenset[FigureKey]:
        """Returns the changed assessments whose rank is shared in this edition."""
        requested = {figure_key(change) for change in changes if change.what is SubjectKind.ASSESSMENT}
        candidates = self.tied
        for place, name in enumerate(_FIGURE):
            candidates = candidates[candidates[name].isin([figure[place] for figure in requested])]
        return frozenset(requested.intersection(zip(*(candidates[name].tolist() for name in _FIGURE), strict=True)))

    def pages_changed_since(self, before: Version) -> tuple[str, ...]:
        """Returns the addresses of pages that show changes since an earlier version."""
        if self.portal is None:
            return ()
        history = History((), before).with_unreleased(self.version)
        changed = LastChanged(history, self.portal, self.today)
        return tuple(address for address in self.addresses if changed.day(address))


def edition(folder: Path, today: date, faults: list[Problem]) -> Edition:
    """Returns the edition in a folder.

    Raises ProblemsFound for a portal with faults, or if the folder does not exist. Faults of published data are added
    to `faults`.
    """
    if not folder.is_dir():
        hint = "ghi thư mục gốc của một cổng, hoặc thư mục của bản tải về từ /data/"
        raise_if_any([Problem(str(folder), 0, "", "", "không có thư mục này", hint)])
    if (folder / "data" / "portal.yml").is_file():
        return _of_portal(folder, today)
    version = read_version(folder, faults)
    contradictions = _published(folder / "discrepancies.csv", ("id", "explanation", "effect"))
    assessments = _published(folder / "assessments.csv", (*_FIGURE, "tied"))
    return Edition(version, _contradictions(contradictions), assessments[assessments["tied"].eq("true")])


def _of_portal(root: Path, today: date) -> Edition:
    checked = load_valid_portal(root, ledger=False)
    portal, measured = checked.portal, checked.measured
    published = published_tables(portal, measured, checked.discrepancies)
    warnings = plausibility(portal, measured, checked.history, today)
    return Edition(
        version=version_of(tracked_tables(portal, measured), corrections_within_a_day(portal.sources.values())),
        contradictions=_contradictions(published["discrepancies"]),
        tied=measured.assessments.loc[measured.assessments["tied"], list(_FIGURE)],
        portal=portal,
        today=today,
        warnings={warning.id: warning for warning in warnings},
        addresses=checked.addresses,
    )


def _published(path: Path, columns: Sequence[str]) -> pd.DataFrame:
    """Returns these columns of a published table. A column is empty if an older edition does not have it, and there are
    no rows if the edition has no such file."""
    if not path.is_file():
        return pd.DataFrame(columns=list(columns), dtype="str")
    table = pd.read_csv(path, dtype="str", na_filter=False, encoding="utf-8-sig", usecols=lambda name: name in columns)
    return table.reindex(columns=list(columns), fill_value="")


def _contradictions(table: pd.DataFrame) -> dict[str, PublishedDiscrepancy]:
    rows = zip(table["id"], table["explanation"], table["effect"], strict=True)
    return {
        str(id_): PublishedDiscrepancy(str(id_), str(explanation), str(effect)) for id_, explanation, effect in rows
    }
