"""Reads and writes the record of a part: its number, a digest of its inputs, and its files with their digests.

The record is beside the tree, as `build/shard.json`.
"""

import hashlib
import json
import zlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from importlib.metadata import version
from itertools import chain
from pathlib import Path
from typing import Any

from generator.artifacts import Artifact, is_safe, raise_if_paths_collide
from generator.cache import MadeFile, key_of
from generator.deferred import Names
from generator.shards.division import Shard

FILE = "shard.json"
VERSION = 1
"""Version of the record's format."""

_DIGEST = 64
"""Length of a SHA-256 as text."""


@dataclass(frozen=True)
class Record:
    """The record of a part.

    - `inputs`: digest of the data and the program from which the part was built.
    - `whole`: digest of the paths of the whole tree.
    - `files`: SHA-256 of each of the part's own files, by path.
    """

    shard: Shard
    inputs: str
    whole: str
    files: Mapping[str, str]


def digest_of(paths: Iterable[str]) -> str:
    """Returns a digest of a set of paths."""
    return hashlib.sha256("\n".join(sorted(paths)).encode()).hexdigest()


_LIBRARIES = ("fonttools", "numpy", "pandas", "pyarrow", "pyyaml", "resvg-py")
"""Libraries that affect the bytes of files, besides Python and the template engine."""


def inputs_digest(root: Path, others: Iterable[Artifact], today: date, site: str) -> str:
    """Returns a digest of all inputs of a tree: the data at `root`, the files that are not built from these data
    (`others`), the day, the address of the site, and the program."""
    digest = hashlib.sha256()
    files = sorted(path for path in (root / "data").rglob("*") if path.is_file())
    data = ((file.relative_to(root).as_posix(), file.read_bytes()) for file in files)
    for path, found in chain(data, ((file.path, file.content) for file in others)):
        digest.update(f"{path}\0{len(found)}\0".encode() + found)
    program = key_of([zlib.ZLIB_RUNTIME_VERSION, *map(version, _LIBRARIES)])
    digest.update(f"{today.isoformat()}\0{site}\0{program}".encode())
    return digest.hexdigest()


def record_of(shard: Shard, names: Iterable[Names], made: Iterable[MadeFile], inputs: str) -> Record:
    """Returns the record of a part. Raises Collision if two of the files of all parts (`names`) cannot exist beside
    each other."""
    whole = list(chain.from_iterable(names))
    raise_if_paths_collide(whole)
    return Record(shard, inputs, digest_of(whole), {file.path: file.record.sha256 for file in made})


def save_record(folder: Path, record: Record) -> None:
    """Writes the record of a part into the folder that contains its `docs`."""
    content = {
        "version": VERSION,
        "shard": record.shard.number,
        "of": record.shard.count,
        "inputs": record.inputs,
        "whole": record.whole,
        "files": record.files,
    }
    (folder / FILE).write_text(json.dumps(content, separators=(",", ":"), sort_keys=True), encoding="utf-8")


def load_record(folder: Path) -> Record:
    """Returns the record in a folder. Raises OSError if there is none, and ValueError if it is not a valid record: the
    file may come from anywhere."""
    content = json.loads((folder / FILE).read_text(encoding="utf-8"))
    if not isinstance(content, dict) or content.get("version") != VERSION:
        raise ValueError("no record of a part")
    shard, (inputs, whole), files = _shard(content), _digests(content), content.get("files")
    if not isinstance(files, dict) or not all(is_safe(path) and _is_digest(found) for path, found in files.items()):
        raise ValueError("no list of files")
    return Record(shard, inputs, whole, files)


def _shard(content: Mapping[str, Any]) -> Shard:
    number, count = content.get("shard"), content.get("of")
    if type(number) is not int or type(count) is not int or not 1 <= number <= count:
        raise ValueError("no number of a part")
    return Shard(number, count)


def _digests(content: Mapping[str, Any]) -> tuple[str, str]:
    inputs, whole = content.get("inputs"), content.get("whole")
    if not (_is_digest(inputs) and _is_digest(whole)):
        raise ValueError("no digests")
    return str(inputs), str(whole)


def _is_digest(found: object) -> bool:
    return isinstance(found, str) and len(found) == _DIGEST and set(found) <= set("0123456789abcdef")
