"""Writes how to cite the whole data: BibTeX, RIS and CSL-JSON for reference managers, and `CITATION.cff`.

`theme/scripts/citing.js` builds the same for a single figure, from the CSL-JSON file.
"""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from generator import words
from generator.artifacts import Artifact
from generator.export.descriptor import DESCRIPTION, Json, json_bytes
from generator.formats import slug
from generator.history import CITATION, History, Release, ReleaseEntry
from generator.model import Settings
from generator.tables import LICENCE, LICENCE_TITLE

FILE = "data/trich-dan"
_CFF_HEAD = "# Written by `make release`: version and date are those of the newest release in data/history.\n"
_NOTE = f"Giấy phép {LICENCE_TITLE} (CC BY 4.0). Ghi kèm số hiệu văn bản nêu số liệu."

# A brace is written by its name, because programs count braces before they interpret backslashes.
_LATEX = str.maketrans({
    "\\": r"\textbackslash{}", "{": r"\textbraceleft{}", "}": r"\textbraceright{}", "~": r"\textasciitilde{}",
    "^": r"\textasciicircum{}", **{sign: f"\\{sign}" for sign in "$&#_%"},
})  # fmt: skip


@dataclass(frozen=True)
class CitedData:
    """The data as they are cited: publisher, version, the version's day, and the address of the download page. The
    address is empty if the site's address is not known yet."""

    publisher: str
    version: str
    on: date
    address: str

    @property
    def key(self) -> str:
        """The citation key: `cong-minh-bach-2026-11-23`."""
        return f"{slug(self.publisher)}-{self.on.isoformat()}"

    @property
    def title(self) -> str:
        """The title: `Cổng Minh Bạch: chỉ tiêu và kết quả …`."""
        return words.data_title(self.publisher)


def cited_data(title: str, history: History, today: date, site: str) -> CitedData:
    """Returns the newest release as it is cited.

    With unreleased changes, the version is the release's id and the day of the build: `2026-11-23+2026-12-04`. Without
    a release, it is the day of the build.
    """
    newest = history.newest_release
    pending = len(history.released) < len(history.releases)
    address = f"{site}du-lieu/" if site else ""
    if newest is None or newest.on is None:
        return CitedData(title, today.isoformat(), today, address)
    if pending:
        return CitedData(title, f"{newest.id}+{today.isoformat()}", today, address)
    return CitedData(title, newest.id, newest.on, address)


def citation_paths() -> tuple[str, ...]:
    """Returns the paths of the three files."""
    return tuple(f"{FILE}.{ending}" for ending in ("bib", "ris", "json"))


def citation_files(found: CitedData) -> Iterator[Artifact]:
    """Yields the three files."""
    contents = (bibtex(found).encode(), ris(found).encode(), json_bytes([csl(found)]))
    return map(Artifact, citation_paths(), contents)


def citation_file(settings: Settings, release: Release | ReleaseEntry) -> Artifact:
    """Returns `CITATION.cff` (Citation File Format 1.2) for a release that has a day. It is written with each release.
    Texts are written as JSON strings, which are valid YAML."""
    fields = {
        "cff-version": "1.2.0",
        "message": "Khi dùng dữ liệu, xin ghi nguồn như dưới đây, kèm số hiệu văn bản nêu số liệu.",
        "type": "dataset",
        "title": words.data_title(settings.title),
        "abstract": DESCRIPTION,
        "authors": [{"name": settings.title}],
        "license": LICENCE,
        "version": release.id,
        "date-released": release.on.isoformat() if release.on else "",
        **({"repository-code": settings.repository} if settings.repository else {}),
    }
    lines = (f"{name}: {json.dumps(value, ensure_ascii=False)}\n" for name, value in fields.items())
    return Artifact(CITATION, (_CFF_HEAD + "".join(lines)).encode())


def bibtex(found: CitedData) -> str:
    """Returns an entry for BibTeX and biblatex."""
    fields = {
        "author": f"{{{latex(found.publisher)}}}",
        "title": f"{{{latex(found.title)}}}",
        "year": str(found.on.year),
        "month": str(found.on.month),
        "version": latex(found.version),
        "url": found.address,
        "note": latex(_NOTE),
    }
    lines = (f"  {name} = {{{text}}},\n" for name, text in fields.items() if text)
    return f"@misc{{{found.key},\n{''.join(lines)}}}\n"


def latex(text: str) -> str:
    """Returns the text with the special characters of LaTeX escaped, on one line."""
    return _on_one_line(text).translate(_LATEX)


def ris(found: CitedData) -> str:
    """Returns a RIS record; each value is on one line."""
    fields = (
        ("TY", "DATA"),
        ("AU", found.publisher),
        ("TI", found.title),
        ("PB", found.publisher),
        ("PY", str(found.on.year)),
        ("DA", found.on.strftime("%Y/%m/%d")),
        ("ET", found.version),
        ("LA", "vi"),
        ("UR", found.address),
        ("N1", _NOTE),
    )
    lines = (f"{tag}  - {_on_one_line(text)}\r\n" for tag, text in fields if text)
    return f"{''.join(lines)}ER  - \r\n"


def csl(found: CitedData) -> Json:
    """Returns a CSL-JSON item."""
    address: Mapping[str, Json] = {"URL": found.address} if found.address else {}
    return {
        "id": found.key,
        "type": "dataset",
        "title": found.title,
        "author": [{"literal": found.publisher}],
        "publisher": found.publisher,
        "issued": {"date-parts": [[found.on.year, found.on.month, found.on.day]]},
        "version": found.version,
        **address,
        "language": "vi",
        "note": _NOTE,
    }


def _on_one_line(text: str) -> str:
    return " ".join(text.split())
