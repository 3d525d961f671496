"""What a new portal takes over from this one as it is: the code, the theme, the workflows, the engine's own tests.

The list stands here, so that it holds in an unpacked archive as in a repository.
"""

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

TAKEN = (
    ".ci",
    ".editorconfig",
    ".github",
    ".gitignore",
    ".npmrc",
    "ARCHITECTURE.md",
    "CONTRIBUTING.md",
    "LICENSE",
    "LICENSE-DATA",
    "Makefile",
    "README.md",
    "SECURITY.md",
    "build_site.py",
    "content",
    "fast_markdown.py",
    "finish_site.py",
    "generator",
    "mkdocs.yml",
    "nhap/README.md",
    "page_frames.py",
    "package-lock.json",
    "package.json",
    "pyproject.toml",
    "requirements-dev.lock",
    "requirements-gazetteer.lock",
    "requirements-import.lock",
    "requirements-node.lock",
    "requirements.lock",
    "serve_site.js",
    "serve_site.py",
    "tests",
    "theme",
)
"""Files and folders of the repository."""

LEFT = ("CHANGELOG.md", "CITATION.cff", "data", "nhap", "tests/tay_ninh")
"""What belongs to this portal alone, and is written anew or not at all: data, history, what its documents say."""

_LITTER = ("__pycache__", "node_modules", ".DS_Store")


def taken(root: Path) -> Iterator[str]:
    """The paths of the files that a new portal takes over, relative to `root`."""
    for name in TAKEN:
        if (root / name).is_file():
            yield name
        for folder, folders, files in os.walk(root / name):
            place = Path(folder).relative_to(root)
            folders[:] = sorted(inner for inner in folders if _belongs(place / inner))
            yield from ((place / file).as_posix() for file in sorted(files) if _belongs(place / file))


def _belongs(path: Path) -> bool:
    litter = path.name in _LITTER or path.name.endswith(("_cache", ".pyc"))
    return not litter and path.as_posix() not in LEFT


def copied(root: Path, target: Path) -> None:
    """Copies the files, with their right to be run, below `target`."""
    for path in list(taken(root)):
        (target / path).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(root / path, target / path)
