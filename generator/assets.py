"""The files that the site serves beside its pages: the stylesheet, the scripts and the files of other projects."""

import json
import re
from collections.abc import Iterator
from pathlib import Path

from generator.artifacts import Artifact
from generator.problems import Problem
from generator.reading.content_cache import cached_by_content
from generator.reading.text import read_text
from generator.script_texts import codes_script

SCRIPTS = "theme/scripts"
STYLES = "theme/styles"
ORDER = f"{STYLES}/portal.css"
"""The list of style files. Their order matters: of two equally specific rules the later one applies."""

_IMPORT = re.compile(r'@import url\("([\w-]+\.css)"\);')
_COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
_DARK = re.compile(r'^\[data-md-color-scheme="slate"\] \{([^{}]*)\}', re.MULTILINE)
# Strings, addresses and escapes stay as they are. White space has a meaning in CSS, comments have none. But a comment
# keeps two names apart and must not become a space: `.a/**/.b` selects one element, `.a .b` selects two.
_SPACE = re.compile(
    r"""(?P<kept>\\. | "(?:\\.|[^"\\])*" | '(?:\\.|[^'\\])*' | url\((?:\\.|[^"')\\])*\)) | (?:\s|/\*.*?\*/)+""",
    re.DOTALL | re.VERBOSE,
)


def assets(root: Path) -> Iterator[Artifact]:
    """Yields the files of other projects and of the theme. A portal without a theme looks as its site engine makes it
    look."""
    yield from _third_party(root)
    scripts = sorted((root / SCRIPTS).glob("*.js"))
    yield from (Artifact(f"assets/js/{script.name}", script.read_bytes()) for script in scripts)
    if scripts:
        yield codes_script()
    styles = _styles(root, [])
    if styles:
        yield Artifact("assets/portal.css", "".join(_bundled(condensed(style)) for style in styles).encode())


def asset_problems(root: Path) -> list[Problem]:
    """Returns the differences between the list of styles and their folder, and the style files that cannot be read."""
    faults: list[Problem] = []
    _styles(root, faults)
    return faults


def _bundled(css: str) -> str:
    """Returns a style with its dark colours repeated for readers without scripts whose device is set to dark.

    Only a script can change the colour scheme that the body names. The copy follows its original directly, because the
    site's compression finds repeated text only within 32 KB.
    """
    media = "@media screen and (scripting: none) and (prefers-color-scheme: dark)"
    return _DARK.sub(rf'\g<0>\n{media} {{\n[data-md-color-scheme="default"] {{\g<1>}}\n}}', css) + "\n"


def _third_party(root: Path) -> Iterator[Artifact]:
    """Yields the files of other projects that `package.json` lists under `published`.

    Yields nothing if the packages are not installed: then charts stay tables, and the system's font is used.
    """
    for path, file in _installed(root):
        yield Artifact(path, file.read_bytes())


def fonts(root: Path) -> tuple[bytes, ...]:
    """Returns the site's own fonts, as WOFF2; none if the packages are not installed."""
    return tuple(file.read_bytes() for path, file in _installed(root) if path.endswith(".woff2"))


def _installed(root: Path) -> Iterator[tuple[str, Path]]:
    """Yields the path in the site and the file of each installed file of `published`."""
    package = root / "package.json"
    listed = json.loads(package.read_text(encoding="utf-8"))["published"] if package.exists() else {}
    for source, path in sorted(listed.items()):
        file = root / "node_modules" / source
        if file.exists():
            yield path, file


def _styles(root: Path, faults: list[Problem]) -> list[str]:
    """Returns the text of each style file, in the order of the list."""
    if not (root / STYLES).is_dir():
        return []
    listed = _listed(root, faults)
    faults += _unlisted(root, listed)
    texts = [read_text(root, f"{STYLES}/{name}", faults) for name in listed]
    return [text for text in texts if text]


def _listed(root: Path, faults: list[Problem]) -> list[str]:
    names: list[str] = []
    for number, line in _lines(read_text(root, ORDER, faults) or ""):
        found = _IMPORT.fullmatch(line)
        if not found:
            hint = 'tệp này chỉ liệt kê: @import url("tên-tệp.css"); mỗi tệp một dòng'
            faults.append(Problem(ORDER, number, "", line, "không phải dòng @import", hint))
        elif found[1] in names:
            faults.append(Problem(ORDER, number, "", found[1], "đã có ở trên", "xóa dòng này"))
        elif not (root / STYLES / found[1]).is_file():
            hint = f"tạo tệp {STYLES}/{found[1]}, hoặc xóa dòng này"
            faults.append(Problem(ORDER, number, "", found[1], "không có tệp này", hint))
        else:
            names.append(found[1])
    return names


def _lines(css: str) -> Iterator[tuple[int, str]]:
    """Yields the numbers and texts of the lines that contain more than a comment."""
    without_comments = _COMMENT.sub(lambda comment: "\n" * comment[0].count("\n"), css)
    for number, line in enumerate(without_comments.splitlines(), 1):
        if line.strip():
            yield number, line.strip()


def _unlisted(root: Path, listed: list[str]) -> Iterator[Problem]:
    for file in sorted((root / STYLES).glob("*.css")):
        path = f"{STYLES}/{file.name}"
        if path != ORDER and file.name not in listed:
            hint = f'thêm dòng @import url("{file.name}"); vào {ORDER}, hoặc xóa tệp này'
            yield Problem(path, 0, "", "", "tệp không có trong danh sách các tệp kiểu", hint)


@cached_by_content
def condensed(css: str) -> str:
    """Returns the CSS rules without comments, indentation and blank lines."""
    return _SPACE.sub(lambda found: found["kept"] or _shortest(found[0]), css).strip()


def _shortest(space: str) -> str:
    """Returns the shortest text with the same meaning as this white space and these comments."""
    white = _COMMENT.sub("", space)
    if not white:
        return space
    return "\n" if "\n" in white else " "
