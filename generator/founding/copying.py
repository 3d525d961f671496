"""The files that a portal takes over from this one: the code, the theme, the workflows, the tests of the engine.

The list of names is in this module and not read from git, so that it also works in an unpacked archive.
"""

import os
import shutil
from collections.abc import Iterator
from pathlib import Path, PurePosixPath

COPIED = (
    ".ci",
    ".editorconfig",
    ".gitattributes",
    ".github",
    ".gitignore",
    ".npmrc",
    "ARCHITECTURE.md",
    "CONTRIBUTING.md",
    "LICENSE",
    "Makefile",
    "README.md",
    "SECURITY.md",
    "content",
    "engine",
    "generator",
    "mkdocs.yml",
    "nhap/README.md",
    "package-lock.json",
    "package.json",
    "pyproject.toml",
    "requirements-ci.lock",
    "requirements-dev.lock",
    "requirements-gazetteer.lock",
    "requirements-import.lock",
    "requirements-node.lock",
    "requirements.lock",
    "tests",
    "theme",
)
"""Files and folders of the repository that a new portal takes over and that an update of its program replaces."""

NOT_COPIED = (
    "CHANGELOG.md",
    "CITATION.cff",
    "LICENSE-DATA",
    "data",
    "nhap",
    "program.sha256",
    "tests/repository",
    "tests/tay_ninh",
)
"""Files and folders that belong to this portal only: its data with their licence, its history, and tests about its
documents, workflows and hand-written texts. A new portal gets new ones or none."""

_TEMPORARY = ("__pycache__", "node_modules", ".DS_Store")


def copied_paths(root: Path) -> Iterator[str]:
    """Yields the paths of the files that a new portal takes over, relative to `root`."""
    for name in COPIED:
        if (root / name).is_file():
            yield name
        for folder, folders, files in os.walk(root / name):
            place = Path(folder).relative_to(root)
            folders[:] = sorted(inner for inner in folders if _is_copied(place / inner))
            yield from ((place / file).as_posix() for file in sorted(files) if _is_copied(place / file))


def _is_copied(path: Path) -> bool:
    temporary = path.name in _TEMPORARY or path.name.endswith(("_cache", ".pyc"))
    return not temporary and path.as_posix() not in NOT_COPIED


def belongs_to_portal(path: str) -> bool:
    """Whether a file is one that a portal has for itself."""
    return any(str(place) in NOT_COPIED for place in (path, *PurePosixPath(path).parents))


def copy_repository(root: Path, target: Path) -> None:
    """Copies the files to `target`, with their permission to be executed."""
    for path in list(copied_paths(root)):
        (target / path).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(root / path, target / path)
