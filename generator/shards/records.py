"""What a machine says of the part that it made: which one, from what, and which files with which bytes.

The record lies beside the tree, as `build/shard.json`.
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

from generator.artifacts import Artifact, is_safe, refuse_collisions
from generator.cache import Made, key_of
from generator.shards.division import Shard
from generator.sharing import Names

FILE = "shard.json"
VERSION = 1

_DIGEST = 64
"""The length of a SHA-256 as text."""


@dataclass(frozen=True)
class Record:
    """A part: what stands for the data and the program that it was made of (`inputs`), and for the paths of the whole
    tree (`whole`); the SHA-256 of each of its own files by path."""

    shard: Shard
    inputs: str
    whole: str
    files: Mapping[str, str]


def digest_of(paths: Iterable[str]) -> str:
    """What stands for a set of paths."""
    return hashlib.sha256("\n".join(sorted(paths)).encode()).hexdigest()


_LIBRARIES = ("fonttools", "numpy", "pandas", "pyarrow", "pyyaml", "resvg-py")
"""Beside Python and the template engine, what bytes of files come from."""


def inputs_of(root: Path, others: Iterable[Artifact], today: date, site: str) -> str:
    """What stands for all that a tree is made of: the data at `root`, the files that are not made from them (`others`),
    the day, where the site will stand, the program."""
    digest = hashlib.sha256()
    files = sorted(path for path in (root / "data").rglob("*") if path.is_file())
    data = ((file.relative_to(root).as_posix(), file.read_bytes()) for file in files)
    for path, found in chain(data, ((file.path, file.content) for file in others)):
        digest.update(f"{path}\0{len(found)}\0".encode() + found)
    program = key_of([zlib.ZLIB_RUNTIME_VERSION, *map(version, _LIBRARIES)])
    digest.update(f"{today.isoformat()}\0{site}\0{program}".encode())
    return digest.hexdigest()


def record_of(shard: Shard, names: Iterable[Names], made: Iterable[Made], inputs: str) -> Record:
    """What is told of a part. Raises Collision where the files of all parts, `names`, cannot stand side by side."""
    whole = list(chain.from_iterable(names))
    refuse_collisions(whole)
    return Record(shard, inputs, digest_of(whole), {file.path: file.record.sha256 for file in made})


def save_record(folder: Path, record: Record) -> None:
    """Writes the record of a part into the folder that holds its `docs`."""
    told = {
        "version": VERSION,
        "shard": record.shard.number,
        "of": record.shard.count,
        "inputs": record.inputs,
        "whole": record.whole,
        "files": record.files,
    }
    (folder / FILE).write_text(json.dumps(told, separators=(",", ":"), sort_keys=True), encoding="utf-8")


def load_record(folder: Path) -> Record:
    """The record in a folder. Raises OSError where there is none, ValueError where it is no such record: it may have
    come from anywhere."""
    told = json.loads((folder / FILE).read_text(encoding="utf-8"))
    if not isinstance(told, dict) or told.get("version") != VERSION:
        raise ValueError("no record of a part")
    shard, (inputs, whole), files = _shard(told), _digests(told), told.get("files")
    if not isinstance(files, dict) or not all(is_safe(path) and _is_digest(found) for path, found in files.items()):
        raise ValueError("no list of files")
    return Record(shard, inputs, whole, files)


def _shard(told: Mapping[str, Any]) -> Shard:
    number, count = told.get("shard"), told.get("of")
    if type(number) is not int or type(count) is not int or not 1 <= number <= count:
        raise ValueError("no number of a part")
    return Shard(number, count)


def _digests(told: Mapping[str, Any]) -> tuple[str, str]:
    inputs, whole = told.get("inputs"), told.get("whole")
    if not (_is_digest(inputs) and _is_digest(whole)):
        raise ValueError("no digests")
    return str(inputs), str(whole)


def _is_digest(found: object) -> bool:
    return isinstance(found, str) and len(found) == _DIGEST and set(found) <= set("0123456789abcdef")
