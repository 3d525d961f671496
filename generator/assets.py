"""The files that the site serves itself beside its pages: those of other projects, from packages."""

import json
from collections.abc import Iterator
from pathlib import Path

from generator.artifacts import Artifact


def assets(root: Path) -> Iterator[Artifact]:
    """The files of other projects, as `package.json` lists them under `published`.

    Nothing when the packages are not installed: then charts stay tables, and the system's font is used.
    """
    package = root / "package.json"
    listed = json.loads(package.read_text(encoding="utf-8"))["published"] if package.exists() else {}
    for source, path in sorted(listed.items()):
        file = root / "node_modules" / source
        if file.exists():
            yield Artifact(path, file.read_bytes())
