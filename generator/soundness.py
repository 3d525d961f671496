"""Proves that a portal can be published: every fault of data, content, history and addresses, told in one run."""

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

import pandas as pd

from generator import canonical
from generator.addresses import ledger_problems, redirect_problems
from generator.assets import asset_problems
from generator.checks import check
from generator.content import content_addresses, content_problems
from generator.history import History, lasting_problems, load_history
from generator.loading import load_portal
from generator.measures import Measured, measure
from generator.model import Portal
from generator.pages.site import addresses_of, finding_addresses
from generator.plausibility import doubled_answers, plausibility
from generator.problems import DataWarning, Problem, refuse
from generator.reading.text import FORMAT_HINT
from generator.reconcile import Discrepancy, answer_problems, finding_problems, reconcile

_FIGURES = (
    "data/indicators.yml",
    "data/lineage.csv",
    "data/portal.yml",
    "data/results/",
    "data/sources.yml",
    "data/targets/",
    "data/units.csv",
)
"""What measures and findings rest on: while one of these has a fault, nothing can be computed from them."""

_READ_FIRST = ("data/indicators.yml", "data/lineage.csv", "data/portal.yml", "data/sources.yml", "data/units.csv")
"""What targets and results refer to: with a fault here, no warning could be believed."""

_DOUBTED = (*_FIGURES, "data/bodies.csv", "data/tasks/")
"""What warnings are made of: while one of these has a fault, a warning may be missing only because of it."""

_NAMING = {
    "data/units.csv": ("don-vi", "nhung", "xep-hang"),
    "data/indicators.yml": ("chi-tieu", "nhung", "xep-hang"),
    "data/results/": ("chi-tieu", "don-vi", "nhung", "xep-hang"),
    "data/sources.yml": ("van-ban", "ke-hoach"),
    "data/tasks/": ("ke-hoach",),
    "data/history/": ("cap-nhat",),
}
"""The files that addresses come from, and the sections of the site that they name."""


@dataclass(frozen=True)
class Sound:
    """A portal without a fault, with what is computed from it and the log of its releases.

    `addresses` holds those of all pages, hand-written ones among them.
    """

    portal: Portal
    measured: Measured
    discrepancies: tuple[Discrepancy, ...]
    history: History
    addresses: tuple[str, ...]


@dataclass(frozen=True)
class Examined:
    """What an examination of a portal found: its faults and its warnings, and the portal as far as it could be read."""

    portal: Portal
    problems: tuple[Problem, ...]
    warnings: tuple[DataWarning, ...]


def sound(root: Path, *, ledger: bool = True) -> Sound:
    """The portal at `root`, proved sound; `ledger` says whether the ledger of addresses must be complete.

    Raises ProblemsFound with every fault at once.
    """
    _, problems, proved = _proved(root, ledger=ledger)
    refuse(problems)
    if proved is None:
        raise AssertionError("a portal without a fault can be measured")
    return proved


def checked(root: Path) -> Portal:
    """The portal at `root`, whose data have no fault: nothing is computed of it, and nothing else looked at.

    Raises ProblemsFound with every fault of the data at once.
    """
    portal, faults = load_portal(root)
    problems = [*faults, *check(portal, faults)]
    refuse([*problems, *canonical.unformatted(root, {problem.path for problem in problems})])
    return portal


def examine(root: Path, today: date) -> Examined:
    """Every fault and every unanswered warning of the portal at `root` on a day.

    While the answers cannot be read, no warning is told: those that were answered long ago would all come back. While
    some of the data cannot be read, no answer is called stale: its warning comes back with the data.
    """
    portal, problems, proved = _proved(root, ledger=True)
    faulty = frozenset(problem.path for problem in problems)
    unanswerable = "data/accepted.csv" in faulty and not portal.accepted
    warnings: tuple[DataWarning, ...] = ()
    if proved and not unanswerable:
        complete = not any(path.startswith(_DOUBTED) for path in faulty)
        warnings = plausibility(portal, proved.measured, today, complete=complete)
    elif not unanswerable and not faulty.intersection(_READ_FIRST):
        readable = _readable(portal, problems)
        warnings = plausibility(readable, measure(readable), today, complete=False)
    return Examined(portal, tuple(sorted(set(problems))), warnings)


def mislabelled(root: Path) -> frozenset[str]:
    """The CSV files whose columns stand in another order and whose rows have faults that formatting cannot mend.
    Perhaps only their headings were moved: then what stands under a heading belongs to another one."""
    reordered = canonical.reordered(root)
    if not reordered:
        return frozenset()
    _, problems, _ = _proved(root, ledger=False)
    return reordered.intersection(item.path for item in problems if item.line > 1 and item.hint != FORMAT_HINT)


def _proved(root: Path, *, ledger: bool) -> tuple[Portal, list[Problem], Sound | None]:
    """The portal, its faults, and what is computed from it unless a fault forbids."""
    portal, faults = load_portal(root)
    problems = [*faults, *check(portal, faults)]
    damage: list[Problem] = []
    history = load_history(root, damage)
    problems += damage or lasting_problems(root, portal, history)
    generated = frozenset(addresses_of(portal, history.releases))
    problems += [*content_problems(root, generated), *asset_problems(root)]
    problems += canonical.unformatted(root, {problem.path for problem in problems})
    faulty = frozenset(problem.path for problem in problems)
    measured = measure(portal) if _can_be_measured(faulty) else None
    discrepancies = reconcile(portal, measured) if measured else ()
    addresses = tuple(sorted({*generated, *_of_findings(portal, discrepancies, measured), *content_addresses(root)}))
    problems += redirect_problems(portal, addresses, _unsure(faulty))
    if ledger:
        problems += ledger_problems(portal, addresses, _unsure(faulty))
    problems += [*answer_problems(portal), *doubled_answers(portal.accepted)]
    if measured is None:
        return portal, problems, None
    problems += finding_problems(portal, discrepancies)
    return portal, problems, Sound(portal, measured, discrepancies, history, addresses)


def _of_findings(portal: Portal, discrepancies: Sequence[Discrepancy], measured: Measured | None) -> Iterator[str]:
    """The addresses of findings; none can be told where nothing is measured."""
    return finding_addresses(portal, discrepancies) if measured else iter(())


def _readable(portal: Portal, problems: Iterable[Problem]) -> Portal:
    """The portal without the rows of targets, results and tasks that have a fault; a fault of a whole file leaves out
    all of it."""
    places = {(problem.path, problem.line) for problem in problems if problem.line > 1}
    files = {problem.path for problem in problems if problem.line <= 1}

    def kept(path: str, line: int) -> bool:
        return path not in files and (path, line) not in places

    def rows(frame: pd.DataFrame) -> pd.DataFrame:
        mask = [kept(path, line) for path, line in zip(frame["path"], frame["line"], strict=True)]
        return frame[pd.Series(mask, index=frame.index, dtype="bool")].reset_index(drop=True)

    return replace(
        portal,
        targets=rows(portal.targets),
        results=rows(portal.results),
        tasks=tuple(task for task in portal.tasks if kept(task.path, task.line)),
        bare_files=tuple(path for path in portal.bare_files if path not in files),
    )


def _unsure(faulty: Collection[str]) -> frozenset[str]:
    """The sections whose addresses cannot be told, because a file that names them has a fault; findings have addresses
    only where everything can be measured."""
    named = (
        section
        for place, sections in _NAMING.items()
        for section in sections
        if any(path.startswith(place) for path in faulty)
    )
    return frozenset([*named, *(() if _can_be_measured(faulty) else ("doi-chieu",))])


def _can_be_measured(faulty: Collection[str]) -> bool:
    return not any(path.startswith(_FIGURES) for path in faulty)
