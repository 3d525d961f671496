"""MkDocs' warnings about the texts that staff write: as faults with file, line and remedy, in Vietnamese.

MkDocs names the page in the tree and no line. Warnings about generated pages stay as they are: they are faults of the
program.
"""

import re
from collections.abc import Iterable, Iterator
from pathlib import Path

from generator.content import hand_written_source
from generator.problems import Problem

_LINK = re.compile(r"Doc file '(?P<page>.+?)' contains .*?link '(?P<link>.*?)',(?P<rest>.*)", re.DOTALL)
_MENU = re.compile(r"A reference to '(?P<link>.*?)' is included in the 'nav' configuration,(?P<rest>.*)", re.DOTALL)
_SUGGESTION = re.compile(r"Did you mean '(.*?)'\?")
_LINK_HINT = (
    "ghi đường dẫn từ thư mục của tệp này đến tệp index.md của trang, ví dụ ../don-vi/index.md, hoặc đến tệp cạnh nó; "
    "mục trong trang ghi sau dấu #"
)
_MENU_HINT = "sửa đường dẫn, hoặc xóa dòng này; trang viết tay ở content/lien-he/index.md thì ghi lien-he/index.md"


def link_faults(root: Path, settings: Path, warnings: Iterable[str]) -> Iterator[Problem | str]:
    """Yields a fault for each warning about a hand-written page of the portal at `root`, or about the menu in the file
    `settings`. Yields every other warning unchanged."""
    for warning in warnings:
        if (found := _LINK.match(warning)) and (path := hand_written_source(root, found["page"])):
            suggestion = _SUGGESTION.search(found["rest"])
            hint = f"thay bằng {suggestion[1]}" if suggestion else _LINK_HINT
            line = _line(root / path, found["link"])
            yield Problem(path, line, "", found["link"], "không dẫn tới trang hay mục nào của cổng", hint)
        elif found := _MENU.match(warning):
            line = _line(settings, found["link"])
            yield Problem(settings.name, line, "nav", found["link"], "không có trang này", _MENU_HINT)
        else:
            yield warning


def _line(file: Path, link: str) -> int:
    """Returns the first line that contains a link; 0 if it is written differently there."""
    lines = file.read_text(encoding="utf-8").splitlines()
    whole = re.compile(rf"""(?<![^\s("'<]){re.escape(link)}(?![^\s)"'>])""")
    return next((number for number, line in enumerate(lines, 1) if whole.search(line)), 0)
