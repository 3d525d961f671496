"""Writing files: only changed ones, each whole or not at all; files that no longer belong to the tree are deleted."""

import os
import re
import tempfile
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

_PART = re.compile(r"[A-Za-z0-9._-]+")


class Collision(Exception):
    """Two artifacts would share a path, or one would lie where another needs a folder."""


def is_safe(path: str) -> bool:
    """Whether a relative path stays within the tree and works on every file system and server."""
    return all(_PART.fullmatch(part) and set(part) != {"."} for part in path.split("/"))


@dataclass(frozen=True)
class Artifact:
    """A file of the documentation tree: `path` is relative, with `/`, of plain ASCII parts."""

    path: str
    content: bytes

    def __post_init__(self) -> None:
        """Raises ValueError for a path that could leave the tree or that some file system would misread."""
        if not is_safe(self.path):
            raise ValueError(f"unsafe path for an artifact: {self.path!r}")


@dataclass(frozen=True)
class Written:
    """How many files a run wrote, left as they were, and deleted."""

    changed: int
    unchanged: int
    deleted: int


def write_tree(folder: Path, artifacts: Iterable[Artifact]) -> Written:
    """Makes `folder` hold exactly these files. Raises Collision before anything is written."""
    planned = _planned(artifacts)
    changed = sum(_write(folder / path, content) for path, content in planned.items())
    deleted = _delete_stale(folder, set(planned))
    return Written(changed, len(planned) - changed, deleted)


def _planned(artifacts: Iterable[Artifact]) -> Mapping[str, bytes]:
    planned: dict[str, bytes] = {}
    folded: dict[str, str] = {}
    for artifact in artifacts:
        other = folded.setdefault(artifact.path.casefold(), artifact.path)
        if other != artifact.path or artifact.path in planned:
            raise Collision(f"{artifact.path} would be written twice ({other})")
        planned[artifact.path] = artifact.content
    for path in planned:
        for folder in PurePosixPath(path).parents:
            if str(folder) in planned:
                raise Collision(f"{folder} is a file, but {path} needs it as a folder")
    return planned


def _write(path: Path, content: bytes) -> bool:
    """Writes the file whole or not at all; says whether it changed."""
    if path.is_file() and path.read_bytes() == content:
        return False
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=".tmp-")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
        Path(temporary).chmod(0o644)
        Path(temporary).replace(path)
    finally:
        Path(temporary).unlink(missing_ok=True)
    return True


def _delete_stale(folder: Path, wanted: set[str]) -> int:
    stale = [path for path in folder.rglob("*") if path.is_file() and path.relative_to(folder).as_posix() not in wanted]
    for path in stale:
        path.unlink()
    for path in sorted(folder.rglob("*"), reverse=True):
        if path.is_dir() and not any(path.iterdir()):
            path.rmdir()
    return len(stale)
