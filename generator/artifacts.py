"""Writes files: only changed ones, each completely or not at all. Deletes files that no longer belong to the tree."""

import json
import os
import re
import shutil
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

_DEVICE = r"(?:con|prn|aux|nul|com[0-9]|lpt[0-9])(?:\.|\Z)"
"""A name that Windows keeps for a device, whatever its ending. Windows cannot check out or unpack such a file."""
_PART = re.compile(rf"(?!{_DEVICE})[a-z0-9._-]+", re.IGNORECASE | re.ASCII)


class Collision(Exception):
    """Two artifacts would share a path, or one would lie where another needs a folder."""


def is_device(name: str) -> bool:
    """Whether Windows keeps the name of a file or folder for a device."""
    return re.match(_DEVICE, name, re.IGNORECASE) is not None


def is_safe(path: str) -> bool:
    """Whether a relative path stays within the tree and works on every file system and server."""
    return all(_PART.fullmatch(part) and set(part) != {"."} for part in path.split("/"))


@dataclass(frozen=True)
class Artifact:
    """A file of the documentation tree. `path` is relative and consists of plain ASCII parts separated by `/`."""

    path: str
    content: bytes

    def __post_init__(self) -> None:
        """Raises ValueError for a path that could leave the tree or that some file system would misread."""
        if not is_safe(self.path):
            raise ValueError(f"unsafe path for an artifact: {self.path!r}")


def compact_json(path: str, content: Mapping[str, object]) -> Artifact:
    """Returns a JSON file for programs: on one line, in UTF-8."""
    text = json.dumps(content, ensure_ascii=False, separators=(",", ":"))
    return Artifact(path, f"{text}\n".encode())


@dataclass(frozen=True)
class Written:
    """The paths of the files that a run wrote and deleted, and how many it left as they were."""

    changed: tuple[str, ...]
    unchanged: int
    deleted: tuple[str, ...]


def raise_if_paths_collide(paths: Iterable[str]) -> None:
    """Raises Collision when two files would share a path, or one would lie where another needs a folder."""
    planned: set[str] = set()
    folded: dict[str, str] = {}
    for path in paths:
        other = folded.setdefault(path.casefold(), path)
        if other != path or path in planned:
            raise Collision(f"{path} would be written twice ({other})")
        planned.add(path)
    folders = {path.rpartition("/")[0] for path in planned} - {""}
    for folder in sorted(folders):
        for above in (folder, *map(str, PurePosixPath(folder).parents)):
            if above in planned:
                raise Collision(f"{above} is a file, but files of {folder} need it as a folder")


def write_artifact(folder: Path, artifact: Artifact) -> bool:
    """Writes the file completely or not at all; returns whether it changed. Anything that an older tree has in the way
    is deleted: a file where a folder is needed, or a folder where the file is needed."""
    path = f"{folder}/{artifact.path}"
    if _has_content(path, artifact.content):
        return False
    above = path.rpartition("/")[0]
    temporary = f"{above}/.tmp-{os.getpid()}"
    try:
        _write(temporary, artifact.content)
    except (FileNotFoundError, NotADirectoryError):
        _make_folder(folder, artifact.path.rpartition("/")[0])
        _write(temporary, artifact.content)
    try:
        Path(temporary).replace(path)
    except IsADirectoryError:
        shutil.rmtree(path)
        Path(temporary).replace(path)
    return True


def _make_folder(folder: Path, within: str) -> None:
    """Makes a folder below another one; replaces files that are in the way."""
    try:
        os.mkdir(f"{folder}/{within}")  # noqa: PTH102 - as in `_has_content`; most folders lack nothing above them
    except OSError:
        _clear_way(folder, within)


def _clear_way(folder: Path, within: str) -> None:
    """Makes the folder and those above it, after deleting files that have the name of one of these folders."""
    for above in (*reversed(PurePosixPath(within).parents), PurePosixPath(within)):
        if (folder / above).is_file():
            (folder / above).unlink()
    (folder / within).mkdir(parents=True, exist_ok=True)


def replace_files(root: Path, files: Mapping[str, bytes]) -> tuple[str, ...]:
    """Writes this content to the files below `root`, by path; returns the paths of those that changed.

    First all new content is written beside the files, then the new files replace the old ones, in order. So a full disk
    changes nothing, and after an interruption each file is complete, either the old one or the new one.
    """
    changed = [path for path, content in files.items() if not _has_content(f"{root}/{path}", content)]
    temporary_files = {path: (root / path).with_name(f".{Path(path).name}.new") for path in changed}
    started: list[Path] = []
    try:
        for path, temporary in temporary_files.items():
            temporary.parent.mkdir(parents=True, exist_ok=True)
            started.append(temporary)
            temporary.write_bytes(files[path])
        for path, temporary in temporary_files.items():
            temporary.replace(root / path)
    finally:
        for temporary in started:
            temporary.unlink(missing_ok=True)
    return tuple(changed)


def _has_content(path: str, content: bytes) -> bool:
    try:
        with open(path, "rb") as file:  # noqa: PTH123 - a tree has thousands of files, and a Path costs as much as a small one
            return file.read(len(content) + 1) == content
    except (FileNotFoundError, NotADirectoryError, IsADirectoryError):
        return False


def _write(path: str, content: bytes) -> None:
    try:
        with open(path, "wb") as file:  # noqa: PTH123 - as above
            file.write(content)
    except OSError:
        Path(path).unlink(missing_ok=True)
        raise


def delete_stale(folder: Path, current: Collection[str]) -> tuple[str, ...]:
    """Deletes the files whose paths are not in `current`, and the folders that become empty; returns the paths of the
    deleted files."""
    stale = []
    for place, folders, files in os.walk(folder, topdown=False):
        within = place.removeprefix(str(folder)).lstrip("/").replace(os.sep, "/")
        paths = [f"{within}/{name}".lstrip("/") for name in files]
        gone = [path for path in paths if path not in current]
        for path in gone:
            (folder / path).unlink()
        stale += gone
        if place != str(folder) and len(gone) == len(files) and not any(Path(place, name).is_dir() for name in folders):
            Path(place).rmdir()
    return tuple(sorted(stale))
