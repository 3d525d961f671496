"""Plans an import: the changes to rows, to the document's entry, to mappings and to addresses. Checks them all."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from generator import formats, words
from generator.canonical import source_entry
from generator.data_files import SOURCES
from generator.importing import documents
from generator.importing.dialogue import Findings
from generator.importing.entries import RESULTS, TARGETS, Entry, Question
from generator.importing.existing_rows import PERIOD_COLUMN, ExistingRows, Row, figure_of, path_of
from generator.importing.import_context import ImportContext, texts_of
from generator.importing.request import KEEP, KINDS, REMOVE
from generator.importing.trial_check import check_with_files
from generator.importing.writing import MergedFile, figure_text, mappings_file_text, merge_rows
from generator.model import Level, Period, Portal
from generator.problems import Problem

_NAMED = 3
"""Largest number of units that a message names."""


@dataclass(frozen=True)
class Plan:
    """What writing some entries would do.

    `files` are the files with rows, `texts` all files to write by path. `problems` are faults that belong to no entry,
    `faulty` the entries with a fault and `entries_with_warnings` those with a warning. `new_redirects` maps the
    addresses of pages that go to their new targets. `restored_addresses` are the addresses whose pages exist again.
    `contradictions` state in words where figures disagree with others.
    """

    files: tuple[MergedFile, ...]
    texts: Mapping[str, str]
    problems: tuple[Problem, ...]
    faulty: tuple[tuple[Entry, Problem], ...]
    entries_with_warnings: tuple[tuple[Entry, Problem], ...] = ()
    new_redirects: Mapping[str, str] = field(default_factory=dict)
    restored_addresses: tuple[str, ...] = ()
    contradictions: tuple[str, ...] = ()

    @property
    def questions(self) -> list[Question]:
        """Questions about the faults of the entries, at the cells that the entries were read from."""
        found = [
            Question(
                entry.at,
                fault.value,
                fault.message,
                fault.hint,
                period_may_be_wrong=fault.field in PERIOD_COLUMN.values(),
            )
            for entry, fault in self.faulty
        ]
        for item in self.files:
            for line, old, entry in item.kept_by_decision:
                message = (
                    f"khác số người nhập đã xác định ({figure_text(old['value'], old['status'])}) ở {item.path}:{line}"
                )
                hint = "nếu bảng tính đúng thì xóa dòng ấy rồi nhập lại; nếu dòng ấy đúng thì sửa bảng tính"
                found.append(Question(entry.at, figure_text(entry.value, entry.status), message, hint))
        return found


def plan_import(
    context: ImportContext, findings: Findings, entries: Sequence[Entry], missing_rows: Sequence[tuple[str, Row]]
) -> Plan:
    """Returns the plan for writing these entries. `missing_rows` are kind and row of the rows that a table sent again
    no longer has."""
    root, request = context.root, context.request
    removing = request.missing == REMOVE
    files = tuple(_files(context, entries, missing_rows if removing else ()))
    texts = {item.path: item.text for item in files}
    conflicting = _conflicting_entries(entries)
    source_text, problems = _source_text(context, entries, files, missing_rows if removing else ())
    if source_text:
        texts[SOURCES] = source_text
    if mappings_text := _mappings_text(context, findings):
        texts[context.mapping.path] = mappings_text
    if not request.missing:
        problems += tuple(_missing_row_problems(context.existing, request.source_id, missing_rows))
    if problems:
        return Plan(files, texts, problems, conflicting)
    trial = check_with_files(root, texts, context.portal.redirects, request.today, allow_removed_pages=removing)
    by_place = {(item.path, line): entry for item in files for line, entry in item.lines.items()}
    faulty = _faults_of_entries(trial.problems, by_place, conflicting)
    others = tuple(fault for fault in trial.problems if (fault.path, fault.line) not in by_place)
    found = [warning.problem for warning in trial.warnings]
    entries_with_warnings = tuple(
        (by_place[place], warning) for warning in found if (place := (warning.path, warning.line)) in by_place
    )
    return Plan(
        files,
        {**texts, **trial.files},
        others,
        (*conflicting, *faulty),
        entries_with_warnings,
        trial.new_redirects,
        trial.restored_addresses,
        trial.contradictions,
    )


def _faults_of_entries(
    faults: Iterable[Problem],
    by_place: Mapping[tuple[str, int], Entry],
    conflicting: Iterable[tuple[Entry, Problem]],
) -> list[tuple[Entry, Problem]]:
    """Returns the faults of the new rows with their entries. An entry that conflicts with another one is left out: its
    row repeats the key of the other row, which is no second fault."""
    asked = {id(entry) for entry, _ in conflicting}
    found = ((by_place.get((fault.path, fault.line)), fault) for fault in faults)
    return [(entry, fault) for entry, fault in found if entry and id(entry) not in asked]


def _files(
    context: ImportContext, entries: Sequence[Entry], removed: Sequence[tuple[str, Row]]
) -> Iterator[MergedFile]:
    """Yields the merged files of the document that change: those of the entries and those of the rows to remove."""
    for kind in KINDS:
        found = [entry for entry in entries if entry.kind == kind]
        removed_figures = frozenset(figure_of(row, kind) for its, row in removed if its == kind)
        if found or removed_figures:
            yield merge_rows(
                kind, context.request.source_id, context.existing.rows.get(kind, ()), found, removed_figures
            )


def _missing_row_problems(
    existing: ExistingRows, source_id: str, missing_rows: Iterable[tuple[str, Row]]
) -> Iterator[Problem]:
    """Yields one problem per file and period for the rows that a table sent again lacks. Nobody can know whether the
    new table withdraws these rows or only leaves them out."""
    by_period: dict[tuple[str, str], list[Row]] = {}
    for kind, row in missing_rows:
        by_period.setdefault((kind, row[PERIOD_COLUMN[kind]]), []).append(row)
    for (kind, period), rows in by_period.items():
        line = list(existing.rows[kind]).index(rows[0]) + 2
        units = list(dict.fromkeys(row["unit_id"] for row in rows))
        some = f"{', '.join(units[:_NAMED])}{f' và {len(units) - _NAMED} đơn vị khác' if len(units) > _NAMED else ''}"
        message = f"{len(rows)} số của kỳ này ({some}) đã nhập từ bảng này lần trước, nhưng tệp đang nhập không có"
        hint = f"bỏ hẳn các số ấy: thêm MISSING={REMOVE}; giữ lại: thêm MISSING={KEEP}; hoặc xem lại tệp và kỳ"
        yield Problem(path_of(kind, source_id), line, PERIOD_COLUMN[kind], period, message, hint)


def _conflicting_entries(entries: Iterable[Entry]) -> tuple[tuple[Entry, Problem], ...]:
    """Returns the entries that state another value than an earlier entry with the same key, each with its problem."""
    first: dict[tuple[str, ...], Entry] = {}
    found = []
    for entry in entries:
        other = first.setdefault(entry.key, entry)
        if other is not entry and (other.value, other.status) != (entry.value, entry.status):
            message = f"khác ô {other.at.address} của cùng đơn vị, chỉ tiêu và kỳ"
            fault = Problem("", 0, "", entry.value, message, "sửa một trong hai ô, hoặc bỏ một dòng hay một cột")
            found.append((entry, fault))
    return tuple(found)


def _source_text(
    context: ImportContext, entries: Sequence[Entry], files: Sequence[MergedFile], removed: Sequence[tuple[str, Row]]
) -> tuple[str, tuple[Problem, ...]]:
    """Returns the text of `data/sources.yml` with the document in it, its title and summary updated to the figures. The
    text is empty if nothing changes."""
    portal, id_, existing = context.portal, context.request.source_id, context.existing
    text = (context.root / SOURCES).read_text(encoding="utf-8")
    rows_of = {item.path: item.rows for item in files}
    subject = _subject({kind: rows_of.get(path_of(kind, id_), existing.rows.get(kind, ())) for kind in KINDS}, portal)
    source = portal.sources.get(id_)
    if source is None:
        return _with_new_document(context, text, subject)
    if fault := documents.number_fault(context.request.document, id_, portal):
        return "", (Problem(SOURCES, source.line, "number", context.request.document["number"], *fault),)
    if problems := tuple(documents.relation_problems(source, context.request.related, portal)):
        return "", problems
    updated = documents.with_updated_title(text, source, _subject(existing.rows, portal), subject)
    changed = any(item.added or item.replaced or item.removed for item in files)
    if context.book.sha256 not in source.sha256 and (changed or not source.sha256):
        before = source.sha256 if existing.has_more_than(entries, removed) else ""
        updated = documents.with_digest(updated, source, f"{before} {context.book.sha256}".strip())
    return updated if updated != text else "", ()


def _with_new_document(context: ImportContext, text: str, subject: str) -> tuple[str, tuple[Problem, ...]]:
    """Returns the text of `data/sources.yml` with an entry for a document that is new to the portal."""
    id_, portal = context.request.source_id, context.portal
    known = documents.new_document_fields(
        context.request.document, documents.read_attachment_line(texts_of(context.book)), context.names, subject
    )
    if missing := documents.missing_options(known):
        hint = f"thay chữ trong ngoặc kép bằng điều ghi trên văn bản rồi thêm ARGS='{' '.join(missing)}'"
        return "", (Problem(SOURCES, 0, "", id_, "văn bản chưa được khai và bảng tính không cho biết đủ", hint),)
    if fault := documents.number_fault(known, id_, portal):
        return "", (Problem(SOURCES, 0, "number", known["number"], *fault),)
    if not subject:  # Nothing was read yet, and the document's name is worded from its figures.
        return "", ()
    slug = documents.slug_of(known["kind"], id_, portal)
    values = {**known, "id": id_, "slug": slug, "sha256": context.book.sha256}
    entry = source_entry(values, context.request.related)
    return f"{text.rstrip()}\n\n{entry}", ()


def _subject(rows: Mapping[str, Sequence[Row]], portal: Portal) -> str:
    """Describes the figures in words: `kết quả 4 chỉ tiêu của 112 đơn vị, tháng 5/2024 và tháng 6/2024`."""
    kind = RESULTS if rows.get(RESULTS) else TARGETS
    shown = rows.get(kind, ())
    if not shown:
        return ""
    indicators = {row["indicator_id"] for row in shown}
    known = [portal.indicators[id_] for id_ in indicators if id_ in portal.indicators]
    what = words.inline(known[0].short_name) if len(indicators) == len(known) == 1 else f"{len(indicators)} chỉ tiêu"
    *others, last = _owner_phrases(shown, kind, portal)
    owners = f"{', '.join(others)} và {last}" if others else last
    stated = "kết quả" if kind == RESULTS else "mức phải đạt"
    periods = _period_phrase({row[PERIOD_COLUMN[kind]] for row in shown})
    return f"{stated} {what} của {owners}, {periods}".replace(formats.NBSP, " ")


def _owner_phrases(rows: Sequence[Row], kind: str, portal: Portal) -> Iterator[str]:
    """Yields the owners of the figures in words: `36 đơn vị cấp xã`, `toàn tỉnh`, `cấp huyện`.

    Units of several levels are counted together. A result of a level is left out if there are results of units, because
    it sums them up. A target of a level is always included, because no other row contains it.
    """
    ids = {row["unit_id"] for row in rows if not row["level"]}
    units = [portal.units[id_] for id_ in ids if id_ in portal.units]
    wholes = [unit for unit in units if unit.level in words.WHOLE_AREAS]
    levels = {unit.level for unit in units if unit.level not in words.WHOLE_AREAS}
    has_one_whole = len(wholes) == 1
    if others := len(ids) - has_one_whole:
        yield f"{others} {words.LEVEL_UNITS[min(levels)] if has_one_whole and len(levels) == 1 else 'đơn vị'}"
    if has_one_whole:
        yield words.whole_area(wholes[0])
    if kind == TARGETS or not ids:
        yield from _level_phrases({row["level"] for row in rows if row["level"]})


def _level_phrases(codes: Collection[str]) -> Iterator[str]:
    """Yields the names of levels. Departments come last because their name is itself a list."""
    for level in sorted(map(Level, codes), key=lambda level: (level is Level.DEPARTMENT, level.order)):
        name = words.inline(words.LEVELS[level])
        yield f"các {name}" if level is Level.DEPARTMENT else name


def _period_phrase(periods: Collection[str]) -> str:
    """Returns the period; of two both; of more the first and the last."""
    first, *rest = sorted(map(Period.parse, periods), key=lambda period: period.order)
    if not rest:
        return formats.period(first)
    last = formats.period(rest[-1])
    return f"{formats.period(first)} và {last}" if len(rest) == 1 else f"từ {formats.period(first)} đến {last}"


def _mappings_text(context: ImportContext, findings: Findings) -> str:
    """Returns the text of the mappings file, or an empty text if this run decided nothing."""
    decimal = context.request.decimal
    if not (findings.headings or findings.names or findings.scales or decimal):
        return ""
    known = replace(context.mapping, decimal=decimal or context.mapping.decimal)
    return mappings_file_text(known, findings.headings, findings.names, findings.scales)
