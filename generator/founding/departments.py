"""Reads the departments of a new portal from a list of names, and derives kind, short name and aliases from each
name."""

import re
import unicodedata
from collections.abc import Iterator
from pathlib import Path

from generator.formats import fold
from generator.founding.units import Department
from generator.model import UnitKind
from generator.problems import Problem, raise_if_any

PROPOSED = Path(__file__).parent / "start" / "departments.txt"
"""The list that is used unless the user gives another one. It contains the departments that most provinces have had
since March 2025. A province may have others, such as Sở Ngoại vụ or Sở Du lịch."""

_KINDS = {"Sở ": UnitKind.DEPARTMENT, "Ban ": UnitKind.BOARD, "Thanh tra ": UnitKind.INSPECTORATE}

_HINT = "ghi tên một tệp chữ UTF-8, mỗi dòng tên một sở, ban, ngành"
_INVALID_SIGN = re.compile(r"[^\w ,&()/.’'–-]")
"""Matches a sign that no name contains. It shows that the line has another column."""


def departments(file: Path, *, city: bool) -> tuple[Department, ...]:
    """Returns the departments in a file, one a line. `city` is True for a city that is a province; then the
    inspectorate is called `Thanh tra thành phố`.

    Raises ProblemsFound if the file cannot be read, contains no name, or contains a name twice or a name of no
    department.
    """
    try:
        text = unicodedata.normalize("NFC", file.read_text(encoding="utf-8-sig"))
    except (OSError, UnicodeDecodeError):
        raise_if_any([Problem(str(file), 0, "", "", "không đọc được tệp này", _HINT)])
        raise
    lines = [re.sub(r"[^\S\t]+", " ", line).strip() for line in text.splitlines()]
    names = [(number, line) for number, line in enumerate(lines, 1) if line]
    raise_if_any(_problems(str(file), names))
    if not names:
        raise_if_any([Problem(str(file), 0, "", "", "không có tên nào", _HINT)])
    return tuple(
        _department(name.replace("Thanh tra tỉnh", "Thanh tra thành phố") if city else name) for _, name in names
    )


def _problems(path: str, names: list[tuple[int, str]]) -> Iterator[Problem]:
    first: dict[str, int] = {}
    for number, name in names:
        if not name.startswith(tuple(_KINDS)):
            hint = "tên bắt đầu bằng Sở, Ban hoặc Thanh tra, viết hoa chữ đầu; cơ quan khác khai sau ở data/bodies.csv"
            yield Problem(path, number, "", name, "không phải tên sở, ban, ngành", hint)
        elif invalid := _INVALID_SIGN.search(name):
            sign = "dấu tab" if invalid[0] == "\t" else f"dấu “{invalid[0]}”"
            hint = "mỗi dòng chỉ ghi tên; bỏ tên viết tắt, mã và cột khác"
            yield Problem(path, number, "", name, f"có {sign}, không phải phần của tên", hint)
        if first.setdefault(fold(name), number) != number:
            yield Problem(path, number, "", name, f"đã có ở dòng {first[fold(name)]}", "xóa một dòng")


def _department(name: str) -> Department:
    kind = next(kind for word, kind in _KINDS.items() if name.startswith(word))
    word, _, rest = name.partition(" ")
    if kind is not UnitKind.DEPARTMENT:
        return Department(name, name, kind, (_initials(name).casefold(),))
    letters = _initials(rest)
    typed = dict.fromkeys([f"s{fold(letters)}", f"s{letters.casefold()}", f"{word} {letters}"])
    return Department(name, _short(word, rest), kind, tuple(typed))


def _short(word: str, rest: str) -> str:
    """Returns the short name. A name of several parts is abbreviated to the initials of each part, `Sở VH,TT&DL`; a
    name of one part stays whole."""
    parts = re.split(r"(, | và )", rest)
    if len(parts) == 1:
        return f"{word} {rest}"
    signs = {", ": ",", " và ": "&"}
    return f"{word} {''.join(signs.get(part) or _initials(part) for part in parts)}"


def _initials(name: str) -> str:
    return "".join(word[0].upper() for word in re.findall(r"\w+", name) if word != "và")
