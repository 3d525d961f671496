"""The canonical form of data files. There is only one way to write each file, so a diff shows only what really changed.

The form is UTF-8 without BOM, LF, NFC, the columns in their order, quotes only where needed, no spaces around a cell.
Rows stay in the order of the document that they were read from.
"""

import csv
import io
import json
from collections.abc import Collection, Iterator, Mapping, Sequence
from pathlib import Path

from generator.data_files import LEDGER
from generator.loading import csv_columns
from generator.loading.mappings import mapping_paths
from generator.problems import Problem
from generator.reading.content_cache import cached_by_content
from generator.reading.csv_rows import normalised_text, read_csv, rewritable_rows
from generator.reading.text import FORMAT_HINT

_SOURCE_KEYS = (
    "id", "number", "slug", "title", "kind", "issuer", "issued_on", "about", "url", "sha256", "language", "note",
)  # fmt: skip
"""The order in which the keys of a document's entry are written. Other keys are added by hand where they apply."""


def source_entry(values: Mapping[str, str], related: Mapping[str, Sequence[str]] | None = None) -> str:
    """Returns the entry of a document as text for `data/sources.yml`. Keys missing from `values` are written empty,
    except `language`, which is `vi`. `related` are the documents that it amends or replaces, by key."""
    known = {"language": "vi", **values}
    lines = [f"{key}: {quoted(known.get(key, ''))}" for key in _SOURCE_KEYS]
    lines += [f"{key}: {quoted(documents)}" for key, documents in (related or {}).items() if documents]
    return "- " + "\n  ".join(lines) + "\n"


def quoted(text: str | Sequence[str]) -> str:
    """Returns a text as a YAML scalar in double quotes, or a list of texts as a YAML list. JSON is valid YAML."""
    return json.dumps(text, ensure_ascii=False)


def unformatted(root: Path, faulty: set[str]) -> Iterator[Problem]:
    """Yields a problem for each CSV file that has no other fault but is not in canonical form. The files in `faulty`
    have problems already."""
    for path, columns in csv_columns(root).items():
        if path in faulty or _read_as_canonical(root, path, columns):
            continue
        line = _first_line_not_canonical((root / path).read_bytes(), columns)
        if line:
            yield Problem(
                path, line, "", "", "chưa viết theo dạng chuẩn (dấu nháy, cuối dòng hoặc cuối tệp)", FORMAT_HINT
            )


def _read_as_canonical(root: Path, path: str, columns: tuple[str, ...]) -> bool:
    """Whether reading the file already showed that it is in canonical form."""
    records = read_csv(root, path, columns, [])
    return records is not None and records.canonical


@cached_by_content
def _first_line_not_canonical(raw: bytes, columns: tuple[str, ...]) -> int:
    """Returns the number of the first line that is not in canonical form; 0 if all lines are."""
    text = raw.decode("utf-8")
    canonical = canonical_csv_text(text, columns)
    return _first_difference(text, canonical) if canonical is not None and canonical != text else 0


def files_with_reordered_columns(root: Path) -> frozenset[str]:
    """Returns the paths of the CSV files that have exactly the columns of the contract, but in another order."""
    headings = {path: (_headings(root / path), columns) for path, columns in csv_columns(root).items()}
    return frozenset(
        path for path, (found, required) in headings.items() if found != required and sorted(found) == sorted(required)
    )


def _headings(file: Path) -> tuple[str, ...]:
    """Returns the headings of a file in their order in the file; none if they cannot be read."""
    first, _, _ = (_decoded(file) or "").partition("\n")
    try:
        return tuple(cell.strip() for cell in next(csv.reader(io.StringIO(normalised_text(first)), strict=True)))
    except csv.Error:
        return ()


def reformatted(root: Path, skipped: Collection[str]) -> Iterator[tuple[str, str]]:
    """Yields the path and the canonical text of each file of data and content that is not in canonical form. Skips the
    CSV files in `skipped` and files that cannot be read."""
    for path, columns in csv_columns(root).items():
        text = None if path in skipped else _decoded(root / path)
        canonical = canonical_csv_text(text, columns) if text is not None else None
        if canonical is not None and canonical != text:
            yield path, canonical
    texts = [*(root / "data").glob("*.yml"), *(root / path for path in mapping_paths(root))]
    for file in [*sorted(texts), *sorted((root / "content").rglob("*.md")), root / LEDGER]:
        text = _decoded(file)
        if text and normalised_text(text) != text:
            yield file.relative_to(root).as_posix(), normalised_text(text)


def canonical_csv_text(text: str, columns: tuple[str, ...]) -> str | None:
    """Returns the file's canonical text, or None if its rows or columns are not those of the contract."""
    rows = rewritable_rows(text, columns)
    if rows is None:
        return None
    order = [rows[0].index(column) for column in columns]
    written = io.StringIO()
    csv.writer(written, lineterminator="\n").writerows([row[at] for at in order] for row in rows)
    return written.getvalue()


def _decoded(file: Path) -> str | None:
    """Returns the text of a file with its line ends unchanged; None if the file is not UTF-8 text."""
    try:
        return file.read_bytes().decode("utf-8") if file.is_file() else None
    except (OSError, UnicodeDecodeError):
        return None


def _first_difference(text: str, canonical: str) -> int:
    """Returns the number of the first line in which the two texts differ."""
    pairs = zip(text.split("\n"), canonical.split("\n"), strict=False)
    return next((line for line, (one, other) in enumerate(pairs, 1) if one != other), text.count("\n") + 1)
