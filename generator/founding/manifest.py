"""`program.sha256`: the files of the program in a portal, with the digests that they had when they were delivered.

It shows which of them the portal has changed since. The form is that of `sha256sum`, so `sha256sum --check` reads it.
"""

import hashlib
import re
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from generator.problems import Problem, raise_if_any

PROGRAM = "program.sha256"

_LINE = re.compile(r"(?P<digest>[0-9a-f]{64})  (?P<path>.+)")


def digest(content: bytes) -> str:
    """Returns the SHA-256 of a file's content, in lower-case hexadecimal digits."""
    return hashlib.sha256(content).hexdigest()


def manifest_text(digests: Mapping[str, str]) -> str:
    """Returns the text of the file for these digests by path."""
    return "".join(f"{digests[path]}  {path}\n" for path in sorted(digests))


def manifest_of_folder(folder: Path, paths: Iterable[str]) -> str:
    """Returns the text of the file for these files of a folder."""
    return manifest_text({path: digest((folder / path).read_bytes()) for path in paths})


def read_manifest(folder: Path) -> dict[str, str]:
    """Returns the digests in the file of a portal, by path.

    Raises ProblemsFound if there is no such file, or if a line has another form or names a file outside the portal.
    """
    place = str(folder / PROGRAM)
    raise_if_any(_reading_problems(folder / PROGRAM))
    lines = (folder / PROGRAM).read_text(encoding="utf-8", errors="replace").splitlines()
    raise_if_any(_line_problems(place, lines))
    found = map(_LINE.fullmatch, lines)
    return {match["path"]: match["digest"] for match in found if match}


_RECOVERY = "lấy lại tệp này từ lịch sử của kho mã, ví dụ `git checkout HEAD -- program.sha256`"


def _reading_problems(file: Path) -> Iterator[Problem]:
    if not file.is_file():
        message = "không có tệp này, nên không biết cổng đã tự sửa tệp nào của chương trình"
        hint = f"{_RECOVERY}; cổng chưa từng có tệp này thì tạo tệp trống, rồi quyết định về từng tệp khác bản mới"
        yield Problem(str(file), 0, "", "", message, hint)


def _line_problems(place: str, lines: Iterable[str]) -> Iterator[Problem]:
    for number, line in enumerate(lines, start=1):
        match = _LINE.fullmatch(line)
        if not match:
            yield Problem(place, number, "", line, "không phải một mã SHA-256 và một đường dẫn", _RECOVERY)
        elif not _is_within(match["path"]):
            yield Problem(place, number, "", match["path"], "là đường dẫn ra ngoài cổng", _RECOVERY)


def _is_within(path: str) -> bool:
    return not {"", ".", ".."}.intersection(path.split("/"))
