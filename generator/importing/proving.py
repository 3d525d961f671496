"""Proves the files that importing would write, before anything is written: the whole portal is checked with them."""

import os
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path

from generator.addresses import (
    LEDGER,
    REDIRECTS,
    followers,
    ledger_problems,
    ledger_text,
    redirects_text,
    with_new,
)
from generator.plausibility import plausibility
from generator.problems import DataWarning, Problem, ProblemsFound
from generator.soundness import sound


@dataclass(frozen=True)
class Proof:
    """What the portal would be with the files: its faults, or what else must be written (the ledger with the addresses
    of new pages, the redirects of pages that go) and what is unlike what one expects."""

    problems: tuple[Problem, ...]
    files: Mapping[str, str] = field(default_factory=dict)
    moved: Mapping[str, str] = field(default_factory=dict)
    warnings: tuple[DataWarning, ...] = ()


def proved(root: Path, files: Mapping[str, str], today: date, *, moving: bool) -> Proof:
    """The faults of the portal with these files in place of its own, else what goes with them on a day.

    `moving` says whether pages may go, so that their addresses lead on; else an address without a page is a fault.
    """
    with _with_files(root, files) as copy:
        try:
            found = sound(copy, ledger=False)
        except ProblemsFound as error:
            return Proof(error.problems)
    old, redirects = found.portal.addresses, found.portal.redirects
    moved = followers(found.portal, found.addresses) if moving else {}
    ledger = with_new(old, [*found.addresses, *redirects])
    portal = replace(found.portal, addresses=ledger, redirects={**redirects, **moved})
    lost = tuple(ledger_problems(portal, found.addresses))
    more = {LEDGER: ledger_text(ledger)} if ledger != old else {}
    if moved:
        more[REDIRECTS] = redirects_text(portal.redirects)
    told = (warning for warning in plausibility(found.portal, found.measured, today) if warning.problem.path in files)
    return Proof(lost, more, moved, tuple(told))


@contextmanager
def _with_files(root: Path, files: Mapping[str, str]) -> Iterator[Path]:
    """A folder that looks like the portal with the files in it; what stays the same is only linked to."""
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


def write(root: Path, files: Mapping[str, str]) -> Iterator[str]:
    """Writes the files, each whole, and yields the paths of those that changed."""
    for path, text in files.items():
        target = root / path
        if target.exists() and target.read_bytes() == text.encode():
            continue
        target.parent.mkdir(parents=True, exist_ok=True)
        new = target.with_name(f".{target.name}.new")
        new.write_text(text, encoding="utf-8", newline="\n")
        new.replace(target)
        yield path
