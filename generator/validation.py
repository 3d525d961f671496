"""Examines a whole portal: collects every fault of data, content, history and addresses in one run, and its
warnings."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

import pandas as pd

from generator import canonical
from generator.addresses.ledger import ledger_problems
from generator.addresses.redirect_checks import redirect_problems
from generator.addresses.redirects import is_redirected
from generator.assets import asset_problems
from generator.checks import check
from generator.content import content_addresses, content_problems
from generator.data_files import (
    ACCEPTANCES,
    BODIES,
    COMPUTED_FROM,
    INDICATORS,
    LEDGER,
    LINEAGE,
    SETTINGS,
    SOURCES,
    TASKS,
    UNITS,
)
from generator.history import (
    History,
    WithdrawnDocument,
    load_history,
    moved_addresses,
    permanence_problems,
    withdrawn_documents,
)
from generator.loading import load_portal
from generator.measures import Measured, measure
from generator.model import Portal
from generator.model.addresses import PAGE_KINDS, PageKind
from generator.pages.site import addresses_of, finding_addresses
from generator.plausibility import doubled_answers, plausibility
from generator.problems import DataWarning, Problem, raise_if_any
from generator.reading.text import FORMAT_HINT
from generator.reconcile import Discrepancy, answer_problems, finding_problems, reconcile

_REFERRED_TO = (INDICATORS, LINEAGE, SETTINGS, SOURCES, UNITS)
"""The files that targets and results refer to. With a fault in one of them, warnings would be unreliable."""

_WARNINGS_FROM = (*COMPUTED_FROM, BODIES, TASKS)
"""The files that warnings are computed from. While one of them has a fault, a warning may be missing only for that
reason."""


@dataclass(frozen=True)
class MeasuredPortal:
    """A portal, everything that is computed from it, and the log of its releases. `load_valid_portal` returns it only
    for a portal without faults; `examine` also uses it for a portal whose faults do not prevent computing.

    `addresses` are the addresses of all pages, including hand-written ones. `moved` are the present addresses of units,
    indicators and documents by their former ones.
    """

    portal: Portal
    measured: Measured
    discrepancies: tuple[Discrepancy, ...]
    history: History
    addresses: tuple[str, ...]
    moved: Mapping[str, str]


@dataclass(frozen=True)
class Examination:
    """The result of an examination: the faults and warnings of a portal, and the portal as far as it could be read."""

    portal: Portal
    problems: tuple[Problem, ...]
    warnings: tuple[DataWarning, ...]


def load_valid_portal(root: Path, *, ledger: bool = True) -> MeasuredPortal:
    """Returns the portal at `root` after checking that it has no faults. With `ledger`, an incomplete ledger of
    addresses is a fault too.

    Raises ProblemsFound with every fault at once.
    """
    _, problems, measured = _load_and_check(root, ledger=ledger)
    raise_if_any(problems)
    if measured is None:
        raise AssertionError("a portal without a fault can be measured")
    return measured


def load_checked_portal(root: Path) -> Portal:
    """Returns the portal at `root` after checking only its data. Nothing is computed from it; content, history and
    addresses are not examined.

    Raises ProblemsFound with every fault of the data at once.
    """
    portal, faults = load_portal(root)
    problems = [*faults, *check(portal, faults)]
    raise_if_any([*problems, *canonical.unformatted(root, {problem.path for problem in problems})])
    return portal


def examine(root: Path, today: date) -> Examination:
    """Returns every fault and every unanswered warning of the portal at `root` on the day `today`.

    While the answers cannot be read, there are no warnings, because all answered warnings would come back. While some
    of the data cannot be read, no answer is reported as stale, because its warning may come back with the data.
    """
    portal, problems, measured = _load_and_check(root, ledger=True)
    faulty = frozenset(problem.path for problem in problems)
    answers_unreadable = ACCEPTANCES in faulty and not portal.acceptances
    warnings: tuple[DataWarning, ...] = ()
    if measured and not answers_unreadable:
        complete = not any(path.startswith(_WARNINGS_FROM) for path in faulty)
        warnings = plausibility(portal, measured.measured, measured.history, today, complete=complete)
    elif not answers_unreadable and not faulty.intersection(_REFERRED_TO):
        readable = _readable(portal, problems)
        warnings = plausibility(readable, measure(readable), History(()), today, complete=False)
    return Examination(portal, tuple(sorted(set(problems))), warnings)


def files_with_moved_headings(root: Path) -> frozenset[str]:
    """Returns the CSV files whose columns are in another order and whose rows have faults that formatting cannot fix.
    Perhaps only the headings were moved: then the cells under a heading belong to another heading."""
    reordered = canonical.files_with_reordered_columns(root)
    if not reordered:
        return frozenset()
    _, problems, _ = _load_and_check(root, ledger=False)
    return reordered.intersection(item.path for item in problems if item.line > 1 and item.hint != FORMAT_HINT)


def _load_and_check(root: Path, *, ledger: bool) -> tuple[Portal, list[Problem], MeasuredPortal | None]:
    """Returns the portal, its faults, and everything computed from it; None for the latter if a fault prevents
    computing."""
    portal, faults = load_portal(root)
    problems = [*faults, *check(portal, faults)]
    history_faults: list[Problem] = []
    history = load_history(root, history_faults)
    unread_ledger = any(fault.path == LEDGER and fault.hint != FORMAT_HINT for fault in faults)
    kept = history_faults or [*permanence_problems(root, portal, history)]
    if unread_ledger:
        kept = [fault for fault in kept if fault.path != LEDGER]
    problems += kept
    history = replace(history, withdrawn=_withdrawn_documents(root, portal, history))
    generated = frozenset(addresses_of(portal, history))
    problems += [*content_problems(root, generated), *asset_problems(root)]
    problems += canonical.unformatted(root, {problem.path for problem in problems})
    faulty = frozenset(problem.path for problem in problems)
    measured = None if any(path.startswith(COMPUTED_FROM) for path in faulty) else measure(portal)
    discrepancies = reconcile(portal, measured) if measured else ()
    of_findings = finding_addresses(portal, discrepancies) if measured else ()
    addresses = tuple(sorted({*generated, *of_findings, *content_addresses(root)}))
    moved = moved_addresses(root, portal)
    problems += redirect_problems(portal, addresses, _unknown_kinds(faulty), moved)
    if ledger and not unread_ledger and not any(problem.path == LEDGER for problem in kept):
        problems += ledger_problems(portal, addresses, _unknown_kinds(faulty), moved)
    problems += [*answer_problems(portal), *doubled_answers(portal.acceptances)]
    if measured is None:
        return portal, problems, None
    problems += finding_problems(portal, discrepancies)
    return portal, problems, MeasuredPortal(portal, measured, discrepancies, history, addresses, moved)


def _withdrawn_documents(root: Path, portal: Portal, history: History) -> tuple[WithdrawnDocument, ...]:
    """Returns the withdrawn documents that have a page: a line of redirects can lead their address elsewhere."""
    withdrawn = withdrawn_documents(root, portal, history)
    return tuple(document for document in withdrawn if not is_redirected(document.address, portal.redirects))


def _readable(portal: Portal, problems: Iterable[Problem]) -> Portal:
    """Returns the portal without the rows of targets, results and tasks that have a fault. A fault of a whole file
    leaves out the whole file."""
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
        files_without_rows=tuple(path for path in portal.files_without_rows if path not in files),
    )


def _unknown_kinds(faulty: Collection[str]) -> frozenset[PageKind]:
    """Returns the kinds of pages whose addresses are not known, because a file that decides them has a fault."""
    return frozenset(kind for kind in PAGE_KINDS if any(path.startswith(kind.made_from) for path in faulty))
