"""Checks the whole portal with the files that importing would write, before anything is written."""

import os
import tempfile
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path

from generator.addresses.ledger import ledger_problems, ledger_text, with_new_addresses
from generator.addresses.redirect_checks import TAKEN
from generator.addresses.redirect_pages import redirects_text
from generator.addresses.redirects import addresses_in_lines
from generator.addresses.suggestions import suggested_redirects
from generator.artifacts import replace_files
from generator.data_files import LEDGER, REDIRECTS, SOURCES
from generator.pages.links import RECONCILIATION
from generator.plausibility import plausibility
from generator.problems import DataWarning, Problem, ProblemsFound
from generator.validation import load_valid_portal


@dataclass(frozen=True)
class TrialCheck:
    """The result of checking the portal with the new files.

    `problems` are its faults. Without faults, `files` are further files to write: the address ledger with the addresses
    of new pages, and the redirects of pages that go. `new_redirects` are those redirects. `restored_addresses` are the
    addresses whose redirects are dropped because their pages exist again. `warnings` are unlikely values in the new
    files. `contradictions` state in words where figures disagree with others, as far as the portal does not already
    publish that.
    """

    problems: tuple[Problem, ...]
    files: Mapping[str, str] = field(default_factory=dict)
    new_redirects: Mapping[str, str] = field(default_factory=dict)
    restored_addresses: tuple[str, ...] = ()
    warnings: tuple[DataWarning, ...] = ()
    contradictions: tuple[str, ...] = ()


def check_with_files(
    root: Path, files: Mapping[str, str], redirects: Mapping[str, str], today: date, *, allow_removed_pages: bool
) -> TrialCheck:
    """Returns the faults of the portal with these files in place of its own, or what else must be written.

    `redirects` are those of the portal. `today` decides which warnings apply. If `allow_removed_pages` is True, pages
    may disappear and their addresses are redirected; otherwise an address without a page is a fault.
    """
    try:
        return _trial_check(root, files, today, allow_removed_pages=allow_removed_pages)
    except ProblemsFound as error:
        restored_addresses, astray = _outdated_redirects(error.problems, redirects)
        dropped = {*restored_addresses, *(astray if allow_removed_pages else ())}
        if not dropped:
            return TrialCheck(error.problems)
    kept = redirects_text({former: target for former, target in redirects.items() if former not in dropped})
    try:
        trial = _trial_check(root, {**files, REDIRECTS: kept}, today, allow_removed_pages=allow_removed_pages)
    except ProblemsFound as error:
        return TrialCheck(error.problems)
    return replace(trial, files={REDIRECTS: kept, **trial.files}, restored_addresses=restored_addresses)


def _outdated_redirects(
    problems: Iterable[Problem], redirects: Mapping[str, str]
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Returns the addresses whose redirects must go: those that have a page again after an earlier correction removed
    it, and those that lead to a page that now disappears."""
    former_addresses = tuple(redirects)
    found = [problem for problem in problems if problem.path == REDIRECTS]
    restored_addresses = tuple(
        problem.value for problem in found if problem.field == "from" and problem.message == TAKEN
    )
    return restored_addresses, tuple(former_addresses[problem.line - 2] for problem in found if problem.field == "to")


def _trial_check(root: Path, files: Mapping[str, str], today: date, *, allow_removed_pages: bool) -> TrialCheck:
    """Checks the portal with these files. Raises ProblemsFound."""
    with _portal_copy(root, files) as copy:
        found = load_valid_portal(copy, ledger=False)
    old, redirects = found.portal.addresses, found.portal.redirects
    new_redirects = suggested_redirects(found.portal, found.addresses, found.moved) if allow_removed_pages else {}
    ledger = with_new_addresses(old, [*found.addresses, *addresses_in_lines(redirects)])
    portal = replace(found.portal, addresses=ledger, redirects={**redirects, **new_redirects})
    lost = tuple(ledger_problems(portal, found.addresses))
    extra_files = {LEDGER: ledger_text(ledger)} if ledger != old else {}
    if new_redirects:
        extra_files[REDIRECTS] = redirects_text(portal.redirects)
    suspected = plausibility(found.portal, found.measured, found.history, today)
    warnings = (warning for warning in suspected if warning.problem.path in files)
    new_discrepancies = (item for item in found.discrepancies if f"{RECONCILIATION.address}{item.id}/" not in old)
    return TrialCheck(
        lost,
        extra_files,
        new_redirects,
        warnings=tuple(warnings),
        contradictions=tuple(item.explanation for item in new_discrepancies),
    )


@contextmanager
def _portal_copy(root: Path, files: Mapping[str, str]) -> Iterator[Path]:
    """Yields a temporary folder that looks like the portal with the new files in it. Unchanged files are only
    linked."""
    with tempfile.TemporaryDirectory(prefix="cong-minh-bach-") as name:
        copy = Path(name)
        for entry in root.resolve().iterdir():
            if entry.name != "data" and not entry.name.startswith("."):
                (copy / entry.name).symlink_to(entry)
        for folder, _, names in os.walk(root / "data"):
            here = copy / Path(folder).relative_to(root)
            here.mkdir(parents=True, exist_ok=True)
            for file in names:
                (here / file).symlink_to((Path(folder) / file).resolve())
        for path, text in files.items():
            target = copy / path
            target.parent.mkdir(parents=True, exist_ok=True)
            target.unlink(missing_ok=True)
            target.write_text(text, encoding="utf-8", newline="\n")
        yield copy


def write(root: Path, files: Mapping[str, str]) -> tuple[str, ...]:
    """Writes each file as a whole and returns the paths of those that changed. `data/sources.yml` comes first: a
    document without figures is no fault, but figures without their document are."""
    ordered = sorted(files, key=lambda path: path != SOURCES)
    return replace_files(root, {path: files[path].encode() for path in ordered})
