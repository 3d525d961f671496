"""Proves the files that importing would write, before anything is written: the whole portal is checked with them."""

import os
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from generator.addresses import LEDGER, ledger_problems, ledger_text, with_new
from generator.plausibility import plausibility
from generator.problems import DataWarning, Problem, ProblemsFound
from generator.soundness import sound


@dataclass(frozen=True)
class Proof:
    """What the portal would be with the files: its faults, or the ledger with the addresses of new pages."""

    problems: tuple[Problem, ...]
    ledger: str = ""
    warnings: tuple[DataWarning, ...] = ()


def proved(root: Path, files: Mapping[str, str], today: date) -> Proof:
    """The faults of the portal with these files in place of its own, else its ledger of addresses and what is unlike
    what one expects of these files on a day."""
    with _with_files(root, files) as copy:
        try:
            found = sound(copy, ledger=False)
        except ProblemsFound as error:
            return Proof(error.problems)
    old = found.portal.addresses
    ledger = with_new(old, [*found.addresses, *found.portal.redirects])
    lost = tuple(ledger_problems(replace(found.portal, addresses=ledger), found.addresses))
    told = (warning for warning in plausibility(found.portal, found.measured, today) if warning.problem.path in files)
    return Proof(lost, ledger_text(ledger) if ledger != old else "", tuple(told))


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


def write(root: Path, files: Mapping[str, str], ledger: str) -> Iterator[str]:
    """Writes the files, each whole, and yields the paths of those that changed."""
    wanted = dict(files) | ({LEDGER: ledger} if ledger else {})
    for path, text in wanted.items():
        target = root / path
        if target.exists() and target.read_bytes() == text.encode():
            continue
        target.parent.mkdir(parents=True, exist_ok=True)
        new = target.with_name(f".{target.name}.new")
        new.write_text(text, encoding="utf-8", newline="\n")
        new.replace(target)
        yield path
