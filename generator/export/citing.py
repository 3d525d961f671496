"""How to cite the whole data, as files for programs that keep references: BibTeX, RIS and CSL-JSON.

`theme/scripts/citing.js` makes the same for a single figure, of what the CSL-JSON file says of the data.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from generator import words
from generator.artifacts import Artifact
from generator.export.descriptor import Json, json_bytes
from generator.formats import slug
from generator.history import History
from generator.tables import LICENCE_TITLE

FILE = "data/trich-dan"
_NOTE = f"Giấy phép {LICENCE_TITLE} (CC BY 4.0). Ghi kèm số hiệu văn bản nêu số liệu."

# A brace is written by its name: programs count braces before they read what stands before them.
_LATEX = str.maketrans({
    "\\": r"\textbackslash{}", "{": r"\textbraceleft{}", "}": r"\textbraceright{}", "~": r"\textasciitilde{}",
    "^": r"\textasciicircum{}", **{sign: f"\\{sign}" for sign in "$&#_%"},
})  # fmt: skip


@dataclass(frozen=True)
class Cited:
    """The data as it is cited: who publishes it, its version and that version's day, the address of the page that
    offers it, empty where nobody knows yet where the site will stand."""

    publisher: str
    version: str
    on: date
    address: str

    @property
    def key(self) -> str:
        """As in `cong-minh-bach-2026-11-23`."""
        return f"{slug(self.publisher)}-{self.on.isoformat()}"

    @property
    def title(self) -> str:
        """As in `Cổng Minh Bạch: chỉ tiêu và kết quả …`."""
        return words.data_title(self.publisher)


def cited(title: str, history: History, today: date, site: str) -> Cited:
    """The newest release; where something is not released yet, the version says since which and until when:
    `2026-11-23+2026-12-04`. Without a release it is the day of the build."""
    newest = history.newest
    pending = len(history.released) < len(history.releases)
    address = f"{site}du-lieu/" if site else ""
    if newest is None or newest.on is None:
        return Cited(title, today.isoformat(), today, address)
    if pending:
        return Cited(title, f"{newest.id}+{today.isoformat()}", today, address)
    return Cited(title, newest.id, newest.on, address)


def citation_paths() -> tuple[str, ...]:
    """Where the three files lie."""
    return tuple(f"{FILE}.{ending}" for ending in ("bib", "ris", "json"))


def citation_files(found: Cited) -> Iterator[Artifact]:
    """The three files."""
    contents = (bibtex(found).encode(), ris(found).encode(), json_bytes([csl(found)]))
    return map(Artifact, citation_paths(), contents)


def bibtex(found: Cited) -> str:
    """An entry that BibTeX and biblatex read."""
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
    """The text without anything that LaTeX would take for its own, on one line."""
    return _spaced(text).translate(_LATEX)


def ris(found: Cited) -> str:
    """A record of RIS; a value ends with its line."""
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
    lines = (f"{tag}  - {_spaced(text)}\r\n" for tag, text in fields if text)
    return f"{''.join(lines)}ER  - \r\n"


def csl(found: Cited) -> Json:
    """An item of CSL-JSON."""
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


def _spaced(text: str) -> str:
    return " ".join(text.split())
