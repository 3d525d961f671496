"""What the last build rendered, so that the next one renders only what changed.

A page is known by the hash of its view-model and of the generator itself; its text is the file that the last build
wrote, used again only while that file still has the SHA-256 it was written with. The cache lies under `build/`, can be
deleted at any time, and never gives other bytes than a build without it.
"""

import hashlib
import json
import pickle
import sys
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.metadata import version
from pathlib import Path

FILE = "build/cache/pages.json"
_GENERATOR = Path(__file__).parent


@dataclass(frozen=True)
class Known:
    """A file of the last build: the hash of what it was made from, and the SHA-256 of its bytes."""

    key: str
    sha256: str


@dataclass(frozen=True)
class Cache:
    """The files of the last build in the folder `docs`, by path."""

    docs: Path
    known: Mapping[str, Known]

    def bytes_of(self, path: str, key: str) -> bytes | None:
        """The file at `path` if it was made from what `key` stands for and nobody changed it since."""
        known = self.known.get(path)
        if known is None or known.key != key:
            return None
        try:
            content = (self.docs / path).read_bytes()
        except OSError:
            return None
        return content if _sha256(content) == known.sha256 else None


NO_CACHE = Cache(Path(), {})


def load_cache(root: Path) -> Cache:
    """The cache of the portal at `root`; an empty one where there is none or it cannot be read."""
    try:
        listed = json.loads((root / FILE).read_text(encoding="utf-8"))
        known = {path: Known(key, sha256) for path, (key, sha256) in listed.items()}
    except (OSError, ValueError, TypeError, AttributeError):
        known = {}
    return Cache(root / "build" / "docs", known)


def save_cache(root: Path, made: Iterable[tuple[str, str, bytes]]) -> None:
    """Remembers what a build made: path, key and bytes of each page."""
    listed = {path: (key, _sha256(content)) for path, key, content in made}
    file = root / FILE
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(json.dumps(listed, separators=(",", ":")), encoding="utf-8")


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
