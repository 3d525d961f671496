"""What the last build made, so that the next one makes only what changed.

A file is known by the hash of what it is made of (a page's view-model, a unit's rows) and of the generator itself; it
is left as it is only while it still has the SHA-256 it was written with. The cache lies under `build/`, can be
deleted at any time, and never gives other bytes than a build without it.
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

from generator.artifacts import Artifact, put

FILE = "build/cache/files.json"
_GENERATOR = Path(__file__).parent


class FileRecord(NamedTuple):
    """A file of the last build: the hash of what it was made from, and the SHA-256 of its bytes."""

    key: str
    sha256: str


@dataclass(frozen=True)
class Cache:
    """The files of the last build in the folder `docs`, by path."""

    docs: Path
    records: Mapping[str, FileRecord]

    def kept(self, path: str, key: str) -> FileRecord | None:
        """The record of the file at `path` if it was made from what `key` stands for and nobody changed it since."""
        record = self.records.get(path)
        if record is None or not key or record.key != key:
            return None
        try:
            content = (self.docs / path).read_bytes()
        except OSError:
            return None
        return record if _sha256(content) == record.sha256 else None


def load_cache(root: Path) -> Cache:
    """The cache of the portal at `root`; an empty one where there is none or it cannot be read."""
    try:
        listed = json.loads((root / FILE).read_text(encoding="utf-8"))
        records = {path: FileRecord(key, sha256) for path, (key, sha256) in listed.items()}
    except (OSError, ValueError, TypeError, AttributeError):
        records = {}
    return Cache(root / "build" / "docs", records)


@dataclass(frozen=True)
class Recipe:
    """Files that are made of one content: their paths, the key of the content (empty: always made anew), the making.

    A recipe with `parts` makes what they make, one after the other, each of which is kept or made anew by itself.
    """

    paths: tuple[str, ...]
    key: str
    make: Callable[[], Sequence[Artifact]]
    parts: Sequence["Recipe"] = ()


def in_order(parts: Sequence[Recipe]) -> Recipe:
    """Recipes that one process must make one after the other, because each goes on where the one before it ended."""
    paths = chain.from_iterable(part.paths for part in parts)
    return Recipe(tuple(paths), "", lambda: tuple(chain.from_iterable(part.make() for part in parts)), parts)


class Made(NamedTuple):
    """A file of this build, and whether it differs from what was there before."""

    path: str
    record: FileRecord
    changed: bool


def make(recipe: Recipe, cache: Cache) -> tuple[Made, ...]:
    """Writes the recipe's files into the cache's folder, unless they are there from the last build."""
    if recipe.parts:
        return tuple(chain.from_iterable(make(part, cache) for part in recipe.parts))
    kept = [cache.kept(path, recipe.key) for path in recipe.paths]
    if kept and all(kept):
        return tuple(Made(path, record, False) for path, record in zip(recipe.paths, kept, strict=True) if record)
    return tuple(
        Made(artifact.path, FileRecord(recipe.key, _sha256(artifact.content)), put(cache.docs, artifact))
        for artifact in recipe.make()
    )


def save_cache(root: Path, made: Iterable[Made]) -> None:
    """Remembers the files that a build made and can know again."""
    listed = {file.path: file.record for file in made if file.record.key}
    place = root / FILE
    place.parent.mkdir(parents=True, exist_ok=True)
    place.write_text(json.dumps(listed, separators=(",", ":")), encoding="utf-8")


def key_of(content: object) -> str:
    """What stands for everything that the content holds, and for the program that renders it."""
    return hashlib.blake2b(_program() + pickle.dumps(content, protocol=5), digest_size=20).hexdigest()


@cache
def _program() -> bytes:
    """The hash of the program: its own files and the template engine. Another program may render the same content
    differently."""
    digest = hashlib.sha256(f"{sys.version} {version('jinja2')} {version('markupsafe')}".encode())
    for path in sorted(path for path in _GENERATOR.rglob("*") if path.suffix in {".py", ".j2"}):
        digest.update(path.relative_to(_GENERATOR).as_posix().encode() + b"\0" + path.read_bytes() + b"\0")
    return digest.digest()


def _sha256(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()
