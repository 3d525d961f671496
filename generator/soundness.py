"""Proves that a portal can be published: every fault of data, content, history and addresses, told in one run."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from pathlib import Path

from generator import canonical
from generator.addresses import ledger_problems, redirect_problems
from generator.assets import asset_problems
from generator.checks import check
from generator.content import content_addresses, content_problems
from generator.history import History, load_history
from generator.loading import ENTITY_FILES, load_portal
from generator.measures import Measured, measure
from generator.model import Portal
from generator.pages.site import addresses_of
from generator.problems import Problem, refuse
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

_NAMING = {
    "data/units.csv": ("don-vi", "xep-hang"),
    "data/indicators.yml": ("chi-tieu", "xep-hang"),
    "data/results/": ("chi-tieu", "don-vi", "xep-hang"),
    "data/sources.yml": ("van-ban", "ke-hoach"),
    "data/tasks/": ("ke-hoach",),
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


def sound(root: Path, *, ledger: bool = True) -> Sound:
    """The portal at `root`, proved sound; `ledger` says whether the ledger of addresses must be complete.

    Raises ProblemsFound with every fault at once.
    """
    portal, faults = load_portal(root)
    generated = frozenset(addresses_of(portal))
    problems = [*faults, *_unspoiled(check(portal), faults), *content_problems(root, generated)]
    problems += asset_problems(root)
    history = load_history(root, problems)
    problems += canonical.unformatted(root, {problem.path for problem in problems})
    faulty = frozenset(problem.path for problem in problems)
    addresses = tuple(sorted({*generated, *content_addresses(root)}))
    problems += redirect_problems(portal.redirects, addresses)
    if ledger:
        problems += ledger_problems(portal, addresses, _unsure(faulty))
    problems += answer_problems(portal)
    if not _can_be_measured(faulty):
        refuse(problems)
    measured = measure(portal)
    discrepancies = reconcile(portal, measured)
    refuse([*problems, *finding_problems(portal, discrepancies)])
    return Sound(portal, measured, discrepancies, history, addresses)


def _unspoiled(problems: list[Problem], faults: list[Problem]) -> Iterator[Problem]:
    """Leaves out problems of an entity whose own record has a fault: its fields hold placeholders."""
    spoiled = {(fault.path, fault.line) for fault in faults if fault.path in ENTITY_FILES}
    return (problem for problem in problems if (problem.path, problem.line) not in spoiled)


def _unsure(faulty: Collection[str]) -> frozenset[str]:
    """The sections whose addresses cannot be told, because a file that names them has a fault."""
    return frozenset(
        section
        for place, sections in _NAMING.items()
        for section in sections
        if any(path.startswith(place) for path in faulty)
    )


def _can_be_measured(faulty: Collection[str]) -> bool:
    return not any(path.startswith(_FIGURES) for path in faulty)
