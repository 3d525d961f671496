"""Remembers the files of the last build, so that the next build makes only files whose content changed.

Each file has a key: the hash of its input (a page's view-model, a unit's rows) and of the generator itself. A file is
kept only if its key is the same and its bytes still have the SHA-256 with which it was written. The cache is in
`build/`, can be deleted at any time, and never leads to other bytes than a build without it.
"""

import hashlib
import json
import pickle
import sys
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.metadata import version
from itertools import chain
from pathlib import Path
from typing import NamedTuple

from generator.artifacts import Artifact, write_artifact

FILE = "build/cache/files.json"
_GENERATOR = Path(__file__).parent


class FileRecord(NamedTuple):
    """A file of the last build: the key of its input, and the SHA-256 of its bytes."""

    key: str
    sha256: str


@dataclass(frozen=True)
class Cache:
    """The files of the last build in the folder `docs`, by path."""

    docs: Path
    records: Mapping[str, FileRecord]

    def valid_record(self, path: str, key: str) -> FileRecord | None:
        """Returns the record of the file at `path` if it has this key and nobody changed it since, else None."""
        record = self.records.get(path)
        if record is None or not key or record.key != key:
            return None
        try:
            content = (self.docs / path).read_bytes()
        except OSError:
            return None
        return record if _sha256(content) == record.sha256 else None


def load_cache(root: Path) -> Cache:
    """Returns the cache of the portal at `root`; an empty one if there is none or it cannot be read."""
    try:
        listed = json.loads((root / FILE).read_text(encoding="utf-8"))
        records = {path: FileRecord(key, sha256) for path, (key, sha256) in listed.items()}
    except (OSError, ValueError, TypeError, AttributeError):
        records = {}
    return Cache(root / "build" / "docs", records)


@dataclass(frozen=True)
class Recipe:
    """How to make one or more files from the same input.

    - `paths`: the paths of the files.
    - `key`: the key of the input; empty if the files are made in every build.
    - `make`: makes the files.
    - `parts`: recipes that are carried out one after the other instead of `make`. Each is kept or made by itself.
    """

    paths: tuple[str, ...]
    key: str
    make: Callable[[], Sequence[Artifact]]
    parts: Sequence["Recipe"] = ()


def sequential(parts: Sequence[Recipe]) -> Recipe:
    """Combines recipes that one process must carry out one after the other, because each continues where the previous
    one ended."""
    paths = chain.from_iterable(part.paths for part in parts)
    return Recipe(tuple(paths), "", lambda: tuple(chain.from_iterable(part.make() for part in parts)), parts)


class MadeFile(NamedTuple):
    """A file of this build, and whether it differs from the file that was there before."""

    path: str
    record: FileRecord
    changed: bool


def make(recipe: Recipe, cache: Cache) -> tuple[MadeFile, ...]:
    """Writes the recipe's files into the cache's folder, unless they are unchanged since the last build."""
    if recipe.parts:
        return tuple(chain.from_iterable(make(part, cache) for part in recipe.parts))
    kept = [cache.valid_record(path, recipe.key) for path in recipe.paths]
    if kept and all(kept):
        return tuple(MadeFile(path, record, False) for path, record in zip(recipe.paths, kept, strict=True) if record)
    return tuple(
        MadeFile(artifact.path, FileRecord(recipe.key, _sha256(artifact.content)), write_artifact(cache.docs, artifact))
        for artifact in recipe.make()
    )


def save_cache(root: Path, made: Iterable[MadeFile]) -> None:
    """Saves the records of the files that have a key, for the next build."""
    listed = {file.path: file.record for file in made if file.record.key}
    file = root / FILE
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(json.dumps(listed, separators=(",", ":")), encoding="utf-8")


def key_of(content: object) -> str:
    """Returns the key of an input: a hash of all its content and of the program that renders it."""
    return hashlib.blake2b(_program() + pickle.dumps(content, protocol=5), digest_size=20).hexdigest()


@cache
def _program() -> bytes:
    """Returns the hash of the program: its own files, Python and the template engine. Another version of them may
    render the same input differently."""
    digest = hashlib.sha256(f"{sys.version} {version('jinja2')} {version('markupsafe')}".encode())
    for path in sorted(path for path in _GENERATOR.rglob("*") if path.suffix in {".py", ".j2"}):
        digest.update(path.relative_to(_GENERATOR).as_posix().encode() + b"\0" + path.read_bytes() + b"\0")
    return digest.digest()


def _sha256(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()
