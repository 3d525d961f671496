"""The canonical form of data files: with one way to write each file, a diff shows only what really changed.

UTF-8 without BOM, LF, NFC, the columns in their order, quotes only where needed, no spaces around a cell. Rows stay in
the order of the document they were read from.
"""

import csv
import io
import json
from collections.abc import Collection, Iterator, Mapping, Sequence
from pathlib import Path

from generator.loading import ADDRESSES, csv_columns
from generator.loading.mappings import mapping_paths
from generator.problems import Problem
from generator.reading.csv_rows import plain_text, read_csv, rewritable_rows
from generator.reading.remembered import remembered
from generator.reading.text import FORMAT_HINT

_SOURCE_KEYS = (
    "id", "number", "slug", "title", "kind", "issuer", "issued_on", "about", "url", "sha256", "language", "note",
)  # fmt: skip
"""The order in which the keys of a document's entry are written; the rest are added by hand where they apply."""


def source_entry(values: Mapping[str, str]) -> str:
    """The entry of a document as text of `data/sources.yml`; what `values` leave out is empty, the language `vi`."""
    known = {"language": "vi", **values}
    lines = [f"{key}: {quoted(known.get(key, ''))}" for key in _SOURCE_KEYS]
    return "- " + "\n  ".join(lines) + "\n"


def quoted(text: str | Sequence[str]) -> str:
    """A text as a YAML scalar in double quotes, whatever it holds, or a list of such: what JSON writes is YAML."""
    return json.dumps(text, ensure_ascii=False)


def unformatted(root: Path, faulty: set[str]) -> Iterator[Problem]:
    """A problem for each CSV file that is sound but not in its canonical form; `faulty` files have problems already."""
    for path, columns in csv_columns(root).items():
        if path in faulty or _known_to_be(root, path, columns):
            continue
        line = _deviation((root / path).read_bytes(), columns)
        if line:
            yield Problem(
                path, line, "", "", "chưa viết theo dạng chuẩn (dấu nháy, cuối dòng hoặc cuối tệp)", FORMAT_HINT
            )


def _known_to_be(root: Path, path: str, columns: tuple[str, ...]) -> bool:
    """Whether the file was found to be in its canonical form when it was read."""
    records = read_csv(root, path, columns, [])
    return records is not None and records.canonical


@remembered
def _deviation(raw: bytes, columns: tuple[str, ...]) -> int:
    """The first line that is not in canonical form; 0 where all are."""
    text = raw.decode("utf-8")
    canonical = canonical_csv(text, columns)
    return _first_difference(text, canonical) if canonical is not None and canonical != text else 0


def reordered(root: Path) -> frozenset[str]:
    """The CSV files whose columns are those of the contract in another order."""
    headings = {path: (_headings(root / path), columns) for path, columns in csv_columns(root).items()}
    return frozenset(
        path for path, (found, wanted) in headings.items() if found != wanted and sorted(found) == sorted(wanted)
    )


def _headings(file: Path) -> tuple[str, ...]:
    """The headings of a file as it has them; none where they cannot be read."""
    first, _, _ = (_decoded(file) or "").partition("\n")
    try:
        return tuple(cell.strip() for cell in next(csv.reader(io.StringIO(plain_text(first)), strict=True)))
    except csv.Error:
        return ()


def reformatted(root: Path, left: Collection[str]) -> Iterator[tuple[str, str]]:
    """Each text of data and content not in its canonical form, with that form; but for the CSV files in `left` and for
    what cannot be read."""
    for path, columns in csv_columns(root).items():
        text = None if path in left else _decoded(root / path)
        canonical = canonical_csv(text, columns) if text is not None else None
        if canonical is not None and canonical != text:
            yield path, canonical
    texts = [*(root / "data").glob("*.yml"), *(root / path for path in mapping_paths(root))]
    for file in [*sorted(texts), *sorted((root / "content").rglob("*.md")), root / ADDRESSES]:
        text = _decoded(file)
        if text and plain_text(text) != text:
            yield file.relative_to(root).as_posix(), plain_text(text)


def canonical_csv(text: str, columns: tuple[str, ...]) -> str | None:
    """The file's canonical text, or None when its rows or columns are not those of the contract."""
    rows = rewritable_rows(text, columns)
    if rows is None:
        return None
    order = [rows[0].index(column) for column in columns]
    written = io.StringIO()
    csv.writer(written, lineterminator="\n").writerows([row[at] for at in order] for row in rows)
    return written.getvalue()


def _decoded(file: Path) -> str | None:
    """The text of a file, its line ends unchanged; None when the file is not UTF-8 text."""
    try:
        return file.read_bytes().decode("utf-8")
    except (OSError, UnicodeDecodeError):
        return None


def _first_difference(text: str, canonical: str) -> int:
    pairs = zip(text.split("\n"), canonical.split("\n"), strict=False)
    return next((line for line, (one, other) in enumerate(pairs, 1) if one != other), text.count("\n") + 1)
