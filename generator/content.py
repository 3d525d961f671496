"""The hand-written pages: the files in `content/`, and `CONTRIBUTING.md`, the guide for staff.

Files are copied unchanged if their names and texts have no fault. The guide is made into a page, because the code host
(GitHub) shows the same file too.
"""

import re
from collections.abc import Collection, Iterator
from pathlib import Path

import yaml

from generator.artifacts import Artifact, is_safe
from generator.formats import slug
from generator.model.addresses import UNIT_EMBED
from generator.pages.posters import FOLDER as PICTURES
from generator.problems import Problem
from generator.reading.text import leads_elsewhere, link_fault, read_text

RESERVED = (
    *("assets/", "data/", "vendor/", "tim-kiem.json", "tim-kiem/", "dia-chi-cu.json"),
    *(f"{folder.strip('/')}/" for folder in (PICTURES, UNIT_EMBED.root)),
    *("404.html", "robots.txt", "sitemap.xml"),
)
"""Paths that the portal and the site's theme use for their own files."""

GUIDE = "CONTRIBUTING.md"
_GUIDE_ADDRESS = "/huong-dan/"
_GUIDE_PAGE = f"{_GUIDE_ADDRESS[1:]}index.md"
_GUIDE_HEAD = """---
title: "Hướng dẫn cập nhật số liệu"
description: "Dành cho cán bộ: đưa số liệu của một tháng lên cổng, sửa một ô, đọc lỗi và cảnh báo."
---
<nav class="cmb-trail" aria-label="Vị trí trang"><ol>\
<li><a href="../">Trang chủ</a></li><li><a href="../gioi-thieu/">Giới thiệu</a></li></ol></nav>

"""
_HEADING = re.compile(r"^(#{2,3}) (.+)$", re.MULTILINE)
_SECTION_LINK = re.compile(r"\]\(#([^)]+)\)")
_FILE_LINK = re.compile(r"!?\[([^\]]+)\]\((?![A-Za-z][A-Za-z0-9+.-]*:|[/#<])([^)\s]+)\)")
"""Matches a link to a file of the repository, or a picture in it."""

_FRONT = re.compile(r"---[ \t]*\n(.*?\n)(?:---|\.\.\.)[ \t]*(?:\n|\Z)", re.DOTALL)
_FRONT_FIELDS = {"title": "trang chưa có tiêu đề", "description": "trang chưa có câu giới thiệu"}
_FRONT_HINT = 'bốn dòng đầu của tệp phải là: ---, title: "Tên trang", description: "Trang này nói về điều gì", ---'
_CODE = re.compile(r"^(`{3,}).*?^\1|`[^`\n]+`", re.DOTALL | re.MULTILINE)
_LOADED = re.compile(
    r"""!\[[^\]]*\]\(\s*<?(?P<picture>(?:https?:)?//[^\s)>]+)
    | <(?:img|iframe|script|link|source|video|audio|embed)\b[^>]*?\s(?:src|href)\s*=\s*["']?
      (?P<other>(?:https?:)?//[^\s"'>]+)""",
    re.IGNORECASE | re.VERBOSE,
)
"""Matches a picture or another file that a page loads from another site."""


def content(root: Path, repository: str = "") -> Iterator[Artifact]:
    """Yields the hand-written pages and their files. `repository` is the web address of the code, for the links of the
    guide."""
    for name in _hand_written(root):
        yield Artifact(name, (root / "content" / name).read_bytes())
    if (root / GUIDE).is_file():
        page = guide_page((root / GUIDE).read_text(encoding="utf-8"), repository)
        yield Artifact(_GUIDE_PAGE, page.encode())


def hand_written_source(root: Path, page: str) -> str:
    """Returns the path of the hand-written file of a page of the tree; empty if the page is generated from the data."""
    if (root / "content" / page).is_file():
        return f"content/{page}"
    return GUIDE if page == _GUIDE_PAGE else ""


def guide_page(text: str, repository: str) -> str:
    """Returns the guide as a page: headings get permanent ids, which the links to sections get too, and links to files
    of the repository lead to the code host.

    Without a repository a link becomes the plain name of the file, because the site does not publish these files.
    """
    host = repository.replace("(", "%28").replace(")", "%29")  # Parentheses would end the Markdown link.

    def to_host(link: re.Match[str]) -> str:
        return f"[{link[1]}]({host}/blob/HEAD/{link[2]})" if host else link[1]

    body = _FILE_LINK.sub(to_host, _SECTION_LINK.sub(lambda link: f"](#{slug(link[1])})", text))
    return _GUIDE_HEAD + _HEADING.sub(lambda found: f"{found[0]} {{#{slug(found[2])}}}", body)


def content_addresses(root: Path) -> Iterator[str]:
    """Yields the address of each hand-written page: `gioi-thieu/index.md` is the page at `/gioi-thieu/`."""
    yield from (_address(name) for name in _hand_written(root) if f"/{name}".endswith("/index.md"))
    if (root / GUIDE).is_file():
        yield _GUIDE_ADDRESS


def content_problems(root: Path, generated: Collection[str]) -> Iterator[Problem]:
    """Yields the faults of hand-written files that cannot be published. `generated` holds the addresses of the pages
    made from the data."""
    taken = {address.casefold() for address in generated}
    if (root / GUIDE).is_file():
        taken.add(_GUIDE_ADDRESS)
        yield from _text_problems(root, GUIDE, with_front=False)
    for name in _hand_written(root):
        faults = list(_name_problems(name, taken))
        yield from faults
        if leads_elsewhere(root / "content" / name, f"content/{name}"):
            yield link_fault(f"content/{name}")
        elif name.endswith(".md"):
            yield from _text_problems(root, f"content/{name}", with_front=not faults)


def _name_problems(name: str, taken: Collection[str]) -> Iterator[Problem]:
    """Yields the fault of a file name: it cannot be part of an address, it makes a page that the ledger would not
    contain, or it is the path of another file.

    Upper and lower case do not distinguish two files: on many machines they are the same file.
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


def _text_problems(root: Path, path: str, *, with_front: bool) -> list[Problem]:
    """Returns the faults of a text. `with_front` is False for the guide, which gets its title and description when it
    becomes a page, and for a file that cannot be a page."""
    faults: list[Problem] = []
    text = read_text(root, path, faults)
    if text is not None:
        faults += _front_problems(path, text) if with_front else ()
        faults += _loading_problems(path, text)
    return faults


def _front_problems(path: str, text: str) -> Iterator[Problem]:
    """Yields the fault of a page without a title or without a description. Search engines and other sites show both."""
    front = _FRONT.match(text)
    try:
        values = yaml.safe_load(front[1]) if front else {}
    except yaml.YAMLError as error:
        mark = error.problem_mark if isinstance(error, yaml.MarkedYAMLError) else None
        line = mark.line + 2 if mark else 1
        yield Problem(path, line, "", "", "phần giữa hai dòng --- ở đầu tệp viết sai cú pháp YAML", _FRONT_HINT)
        return
    for field, message in _FRONT_FIELDS.items():
        if not (isinstance(values, dict) and str(values.get(field) or "").strip()):
            yield Problem(path, 1, field, "", message, _FRONT_HINT)


def _loading_problems(path: str, text: str) -> Iterator[Problem]:
    """Yields what a page loads from other sites. Browsers refuse it, because the site allows only its own files."""
    plain = _CODE.sub(lambda code: "\n" * code[0].count("\n"), text)
    for found in _LOADED.finditer(plain):
        line = plain.count("\n", 0, found.start()) + 1
        address = found["picture"] or found["other"]
        hint = "chép tệp ấy vào thư mục của trang trong content/ rồi ghi tên tệp, hoặc thay bằng một liên kết"
        yield Problem(path, line, "", address, "tải từ trang khác nên không hiện trên cổng", hint)


def _hand_written(root: Path) -> list[str]:
    """Returns the paths of the files in `content/`, without hidden files."""
    folder = root / "content"
    names = (path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file())
    return sorted(name for name in names if "/." not in f"/{name}")


def _address(name: str) -> str:
    return f"/{name.removesuffix('index.md')}"
