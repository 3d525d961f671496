"""Plans an import: the changes to rows, to the document's entry, to mappings and to addresses. Checks them all."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from generator import formats, words
from generator.canonical import source_entry
from generator.importing import documents
from generator.importing.asking import Understood
from generator.importing.documents import SOURCES
from generator.importing.entries import RESULTS, TARGETS, Entry, Question
from generator.importing.proving import proved
from generator.importing.reading import Reading, texts_of
from generator.importing.request import KEEP, KINDS, REMOVE
from generator.importing.standing import WHEN, Row, Standing, figure_of, path_of
from generator.importing.writing import Merged, decided_text, merged, worded
from generator.model import Level, Period, Portal
from generator.problems import Problem

_NAMED = 3
"""Largest number of units that a message names."""


@dataclass(frozen=True)
class Plan:
    """What writing some entries would do.

    `files` are the files with rows, `texts` all files to write by path. `problems` are faults that belong to no entry,
    `faulty` the entries with a fault and `doubted` those with a warning. `moved` maps the addresses of pages that go to
    their new targets. `returned` are the addresses whose pages exist again. `contradictions` state in words where
    figures disagree with others.
    """

    files: tuple[Merged, ...]
    texts: Mapping[str, str]
    problems: tuple[Problem, ...]
    faulty: tuple[tuple[Entry, Problem], ...]
    doubted: tuple[tuple[Entry, Problem], ...] = ()
    moved: Mapping[str, str] = field(default_factory=dict)
    returned: tuple[str, ...] = ()
    contradictions: tuple[str, ...] = ()

    @property
    def asked(self) -> list[Question]:
        """Questions about the faults of the entries, at the cells that the entries were read from."""
        found = [
            Question(entry.at, fault.value, fault.message, fault.hint, of_time=fault.field in WHEN.values())
            for entry, fault in self.faulty
        ]
        for item in self.files:
            for line, old, entry in item.kept:
                message = f"khác số người nhập đã xác định ({worded(old['value'], old['status'])}) ở {item.path}:{line}"
                hint = "nếu bảng tính đúng thì xóa dòng ấy rồi nhập lại; nếu dòng ấy đúng thì sửa bảng tính"
                found.append(Question(entry.at, worded(entry.value, entry.status), message, hint))
        return found


def planned(
    reading: Reading, understood: Understood, entries: Sequence[Entry], lacking: Sequence[tuple[str, Row]]
) -> Plan:
    """Returns the plan for writing these entries. `lacking` are kind and row of the rows that a table sent again no
    longer has."""
    root, request = reading.root, reading.request
    removing = request.missing == REMOVE
    files = tuple(_files(reading, entries, lacking if removing else ()))
    texts = {item.path: item.text for item in files}
    conflicting = _conflicting_entries(entries)
    source_text, problems = _source_text(reading, entries, files, lacking if removing else ())
    if source_text:
        texts[SOURCES] = source_text
    if mappings_text := _mappings_text(reading, understood):
        texts[reading.mapping.path] = mappings_text
    if not request.missing:
        problems += tuple(_missing_row_problems(reading.standing, request.source_id, lacking))
    if problems:
        return Plan(files, texts, problems, conflicting)
    proof = proved(root, texts, reading.portal.redirects, request.today, moving=removing)
    by_place = {(item.path, line): entry for item in files for line, entry in item.lines.items()}
    faulty = [(by_place[place], fault) for fault in proof.problems if (place := (fault.path, fault.line)) in by_place]
    others = tuple(fault for fault in proof.problems if (fault.path, fault.line) not in by_place)
    found = [warning.problem for warning in proof.warnings]
    doubted = tuple((by_place[place], doubt) for doubt in found if (place := (doubt.path, doubt.line)) in by_place)
    return Plan(
        files,
        {**texts, **proof.files},
        others,
        (*conflicting, *faulty),
        doubted,
        proof.moved,
        proof.returned,
        proof.contradictions,
    )


def _files(reading: Reading, entries: Sequence[Entry], removed: Sequence[tuple[str, Row]]) -> Iterator[Merged]:
    """Yields the merged files of the document that change: those of the entries and those of the rows to remove."""
    for kind in KINDS:
        found = [entry for entry in entries if entry.kind == kind]
        removed_figures = frozenset(figure_of(row, kind) for its, row in removed if its == kind)
        if found or removed_figures:
            yield merged(kind, reading.request.source_id, reading.standing.rows.get(kind, ()), found, removed_figures)


def _missing_row_problems(standing: Standing, source_id: str, lacking: Iterable[tuple[str, Row]]) -> Iterator[Problem]:
    """Yields one problem per file and period for the rows that a table sent again lacks. Nobody can know whether the
    new table withdraws these rows or only leaves them out."""
    by_period: dict[tuple[str, str], list[Row]] = {}
    for kind, row in lacking:
        by_period.setdefault((kind, row[WHEN[kind]]), []).append(row)
    for (kind, period), rows in by_period.items():
        line = list(standing.rows[kind]).index(rows[0]) + 2
        units = list(dict.fromkeys(row["unit_id"] for row in rows))
        some = f"{', '.join(units[:_NAMED])}{f' và {len(units) - _NAMED} đơn vị khác' if len(units) > _NAMED else ''}"
        message = f"{len(rows)} số của kỳ này ({some}) đã nhập từ bảng này lần trước, nhưng tệp đang nhập không có"
        hint = f"bỏ hẳn các số ấy: thêm MISSING={REMOVE}; giữ lại: thêm MISSING={KEEP}; hoặc xem lại tệp và kỳ"
        yield Problem(path_of(kind, source_id), line, WHEN[kind], period, message, hint)


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
    reading: Reading, entries: Sequence[Entry], files: Sequence[Merged], removed: Sequence[tuple[str, Row]]
) -> tuple[str, tuple[Problem, ...]]:
    """Returns the text of `data/sources.yml` with the document in it, its title and summary updated to the figures. The
    text is empty if nothing changes."""
    portal, id_, standing = reading.portal, reading.request.source_id, reading.standing
    text = (reading.root / SOURCES).read_text(encoding="utf-8")
    rows_of = {item.path: item.rows for item in files}
    subject = _subject({kind: rows_of.get(path_of(kind, id_), standing.rows.get(kind, ())) for kind in KINDS}, portal)
    source = portal.sources.get(id_)
    if source is None:
        return _with_new_document(reading, text, subject)
    if fault := documents.number_fault(reading.request.document, id_, portal):
        return "", (Problem(SOURCES, source.line, "number", reading.request.document["number"], *fault),)
    if problems := tuple(documents.relation_problems(source, reading.request.related, portal)):
        return "", problems
    updated = documents.reworded(text, source, _subject(standing.rows, portal), subject)
    changed = any(item.added or item.replaced or item.removed for item in files)
    if reading.book.sha256 not in source.sha256 and (changed or not source.sha256):
        before = source.sha256 if standing.has_more_than(entries, removed) else ""
        updated = documents.with_digest(updated, source, f"{before} {reading.book.sha256}".strip())
    return updated if updated != text else "", ()


def _with_new_document(reading: Reading, text: str, subject: str) -> tuple[str, tuple[Problem, ...]]:
    """Returns the text of `data/sources.yml` with an entry for a document that is new to the portal."""
    id_, portal = reading.request.source_id, reading.portal
    known = documents.stated(
        reading.request.document, documents.attached_to(texts_of(reading.book)), reading.names, subject
    )
    if known.missing:
        hint = f"thêm vào lệnh, thay chữ trong ngoặc kép bằng điều ghi trên văn bản: {' '.join(known.missing)}"
        return "", (Problem(SOURCES, 0, "", id_, "văn bản chưa được khai và bảng tính không cho biết đủ", hint),)
    if fault := documents.number_fault(known.values, id_, portal):
        return "", (Problem(SOURCES, 0, "number", known.values["number"], *fault),)
    if not subject:  # Nothing was read yet, and the document's name is worded from its figures.
        return "", ()
    slug = documents.slug_of(known.values["kind"], id_, portal)
    values = {**known.values, "id": id_, "slug": slug, "sha256": reading.book.sha256}
    entry = source_entry(values, reading.request.related)
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
    times = _period_phrase({row[WHEN[kind]] for row in shown})
    return f"{stated} {what} của {owners}, {times}".replace(formats.NBSP, " ")


def _owner_phrases(rows: Sequence[Row], kind: str, portal: Portal) -> Iterator[str]:
    """Yields the owners of the figures in words: `36 đơn vị cấp xã`, `toàn tỉnh`, `cấp huyện`.

    Units of several levels are counted together. A result of a level is left out if there are results of units, because
    it sums them up. A target of a level is always included, because no other row contains it.
    """
    ids = {row["unit_id"] for row in rows if not row["level"]}
    units = [portal.units[id_] for id_ in ids if id_ in portal.units]
    wholes = [unit for unit in units if unit.level in words.WHOLES]
    levels = {unit.level for unit in units if unit.level not in words.WHOLES}
    has_one_whole = len(wholes) == 1
    if others := len(ids) - has_one_whole:
        yield f"{others} {words.LEVEL_UNITS[min(levels)] if has_one_whole and len(levels) == 1 else 'đơn vị'}"
    if has_one_whole:
        yield words.whole(wholes[0])
    if kind == TARGETS or not ids:
        yield from _level_phrases({row["level"] for row in rows if row["level"]})


def _level_phrases(codes: Collection[str]) -> Iterator[str]:
    """Yields the names of levels. Departments come last because their name is itself a list."""
    for level in sorted(map(Level, codes), key=lambda level: (level is Level.DEPARTMENT, list(Level).index(level))):
        name = words.inline(words.LEVELS[level])
        yield f"các {name}" if level is Level.DEPARTMENT else name


def _period_phrase(periods: Collection[str]) -> str:
    """Returns the period; of two both; of more the first and the last."""
    first, *rest = sorted(map(Period.parse, periods), key=lambda period: period.order)
    if not rest:
        return formats.period(first)
    last = formats.period(rest[-1])
    return f"{formats.period(first)} và {last}" if len(rest) == 1 else f"từ {formats.period(first)} đến {last}"


def _mappings_text(reading: Reading, understood: Understood) -> str:
    """Returns the text of the mappings file, or an empty text if this run decided nothing."""
    decimal = reading.request.decimal
    if not (understood.headings or understood.names or understood.scales or decimal):
        return ""
    known = replace(reading.mapping, decimal=decimal or reading.mapping.decimal)
    return decided_text(known, understood.headings, understood.names, understood.scales)
