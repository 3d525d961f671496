"""The files that the site serves itself beside its pages: the scripts, and those of other projects."""

import json
from collections.abc import Iterator
from pathlib import Path

from generator.artifacts import Artifact

SCRIPTS = "theme/scripts"


def assets(root: Path) -> Iterator[Artifact]:
    """The files of other projects and of the theme; a portal without one has the look of its site engine."""
    yield from _third_party(root)
    for script in sorted((root / SCRIPTS).glob("*.js")):
        yield Artifact(f"assets/js/{script.name}", script.read_bytes())


def _third_party(root: Path) -> Iterator[Artifact]:
    """The files of other projects, as `package.json` lists them under `published`.

    Nothing when the packages are not installed: then charts stay tables, and the system's font is used.
    """
    package = root / "package.json"
    listed = json.loads(package.read_text(encoding="utf-8"))["published"] if package.exists() else {}
    for source, path in sorted(listed.items()):
        file = root / "node_modules" / source
        if file.exists():
            yield Artifact(path, file.read_bytes())
