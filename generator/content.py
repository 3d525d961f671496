"""The hand-written pages under `content/`: copied as they are, once their names and texts are sound."""

from collections.abc import Collection, Iterator
from pathlib import Path

from generator.artifacts import Artifact, is_safe
from generator.problems import Problem
from generator.reading import read_text

RESERVED = ("assets/", "data/", "vendor/", "tim-kiem.json")
"""Where the portal puts its own files."""


def content(root: Path) -> Iterator[Artifact]:
    """The hand-written pages and their files."""
    for name in _written(root):
        yield Artifact(name, (root / "content" / name).read_bytes())


def content_addresses(root: Path) -> Iterator[str]:
    """The address of each hand-written page: `gioi-thieu/index.md` is the page at `/gioi-thieu/`."""
    return (_address(name) for name in _written(root) if f"/{name}".endswith("/index.md"))


def content_problems(root: Path, generated: Collection[str]) -> Iterator[Problem]:
    """Hand-written files that cannot be published; `generated` holds the addresses of the pages made from the data."""
    taken = {address.casefold() for address in generated}
    for name in _written(root):
        yield from _name_problems(name, taken)
        if name.endswith(".md"):
            yield from _text_problems(root, f"content/{name}")


def _name_problems(name: str, taken: Collection[str]) -> Iterator[Problem]:
    """A name that no address can have, a page that the ledger would not know, the place of another file.

    Capitals do not part two files: on many machines they are one.
    """
    path = f"content/{name}"
    if not is_safe(name):
        hint = "chỉ dùng chữ không dấu, chữ số, dấu chấm và dấu gạch nối; không có dấu cách"
        yield Problem(path, 0, "", "", "tên tệp không dùng được trong địa chỉ", hint)
    elif name.endswith(".md") and not f"/{name}".endswith("/index.md"):
        hint = f"đổi thành content/{name.removesuffix('.md')}/index.md"
        yield Problem(path, 0, "", "", "bài viết phải là tệp index.md trong thư mục của nó", hint)
    elif name.casefold().startswith(RESERVED) or _address(name).casefold() in taken:
        yield Problem(path, 0, "", "", "trùng với một tệp khác của cổng", "xóa tệp này, hoặc đặt tên khác")


def _text_problems(root: Path, path: str) -> list[Problem]:
    faults: list[Problem] = []
    read_text(root, path, faults)
    return faults


def _written(root: Path) -> list[str]:
    """The files under `content/`, but for hidden ones."""
    folder = root / "content"
    names = (path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file())
    return sorted(name for name in names if "/." not in f"/{name}")


def _address(name: str) -> str:
    return f"/{name.removesuffix('index.md')}"
