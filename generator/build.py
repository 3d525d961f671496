"""The recipe: from `data/` and `content/` to the whole documentation tree, read aloud the flow of DESIGN §2."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from generator import canonical
from generator.artifacts import Artifact, Written, write_tree
from generator.checks import check
from generator.loading import ENTITY_FILES, load_portal
from generator.measures import measure
from generator.model import Portal
from generator.pages.facts import Findings, gather
from generator.pages.site import pages_of
from generator.problems import Problem, ProblemsFound
from generator.rendering import render


@dataclass(frozen=True)
class BuildReport:
    """What a build did: the files written, and how many pages there are."""

    written: Written
    pages: int


def build(root: Path, today: date) -> BuildReport:
    """Writes the whole documentation tree of the portal at `root` into `build/docs`.

    Raises ProblemsFound, with every fault of the data at once, before anything is written.
    """
    portal = checked(root)
    measured = measure(portal)
    facts = gather(portal, measured, Findings(), today)
    pages = list(pages_of(facts))
    written = write_tree(root / "build" / "docs", [*render(pages), *content(root), *third_party(root)])
    return BuildReport(written, len(pages))


def checked(root: Path) -> Portal:
    """The portal at `root`, proved sound. Raises ProblemsFound with every fault of form and across files."""
    portal, faults = load_portal(root)
    problems = [*faults, *_unspoiled(check(portal), faults)]
    problems += canonical.unformatted(root, {problem.path for problem in problems})
    if problems:
        raise ProblemsFound(problems)
    return portal


def _unspoiled(problems: list[Problem], faults: list[Problem]) -> Iterator[Problem]:
    """Leaves out what is said of an entity whose own record is at fault: it holds placeholders."""
    spoiled = {(fault.path, fault.line) for fault in faults if fault.path in ENTITY_FILES}
    return (problem for problem in problems if (problem.path, problem.line) not in spoiled)


def content(root: Path) -> Iterator[Artifact]:
    """The hand-written pages, as they are."""
    for path in sorted((root / "content").rglob("*")):
        if path.is_file():
            yield Artifact(path.relative_to(root / "content").as_posix(), path.read_bytes())


def third_party(root: Path) -> Iterator[Artifact]:
    """The files of other projects that the site serves itself, as `package.json` lists them under `published`.

    Nothing when the packages are not installed: then charts stay tables, and the system's font is used.
    """
    package = root / "package.json"
    listed = json.loads(package.read_text(encoding="utf-8"))["published"] if package.exists() else {}
    for source, path in sorted(listed.items()):
        file = root / "node_modules" / source
        if file.exists():
            yield Artifact(path, file.read_bytes())


def formatted(root: Path, today: date) -> Iterator[str]:
    """Brings the data files into their canonical form; yields the path of each file it wrote."""
    for path, text in canonical.reformatted(root):
        (root / path).write_text(text, encoding="utf-8", newline="\n")
        yield path
