"""What writing a file's figures would change: rows, the document's entry, decisions, addresses; and the proof of it."""

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
"""So many units are named in a message."""


@dataclass(frozen=True)
class Plan:
    """What writing some entries would do: the files, what is wrong with them, and which entries are at fault."""

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
        """The faults of the figures themselves, by the cells they were read from."""
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
    """What writing these entries would do; `lacking` are the rows, by kind, that a table sent again no longer has."""
    root, request = reading.root, reading.request
    removing = request.missing == REMOVE
    files = tuple(_files(reading, entries, lacking if removing else ()))
    texts = {item.path: item.text for item in files}
    doubled = _doubled(entries)
    source_text, problems = _source_text(reading, entries, files, lacking if removing else ())
    if source_text:
        texts[SOURCES] = source_text
    if decided := _decided(reading, understood):
        texts[reading.mapping.path] = decided
    if not request.missing:
        problems += tuple(_undecided(reading.standing, request.source_id, lacking))
    if problems:
        return Plan(files, texts, problems, doubled)
    proof = proved(root, texts, reading.portal.redirects, request.today, moving=removing)
    by_place = {(item.path, line): entry for item in files for line, entry in item.lines.items()}
    faulty = [(by_place[place], fault) for fault in proof.problems if (place := (fault.path, fault.line)) in by_place]
    others = tuple(fault for fault in proof.problems if (fault.path, fault.line) not in by_place)
    told = [warning.problem for warning in proof.warnings]
    doubted = tuple((by_place[place], doubt) for doubt in told if (place := (doubt.path, doubt.line)) in by_place)
    return Plan(
        files,
        {**texts, **proof.files},
        others,
        (*doubled, *faulty),
        doubted,
        proof.moved,
        proof.returned,
        proof.contradictions,
    )


def _files(reading: Reading, entries: Sequence[Entry], removed: Sequence[tuple[str, Row]]) -> Iterator[Merged]:
    """The files of the document that these entries, or rows that go, belong to."""
    for kind in KINDS:
        found = [entry for entry in entries if entry.kind == kind]
        gone = frozenset(figure_of(row, kind) for its, row in removed if its == kind)
        if found or gone:
            yield merged(kind, reading.request.source_id, reading.standing.rows.get(kind, ()), found, gone)


def _undecided(standing: Standing, source_id: str, lacking: Iterable[tuple[str, Row]]) -> Iterator[Problem]:
    """One problem for all rows of a file and period that a table sent again lacks: nobody can tell whether the new
    table corrects them or only leaves them out."""
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


def _doubled(entries: Iterable[Entry]) -> tuple[tuple[Entry, Problem], ...]:
    """Entries of one place that say different things: the later one is asked for."""
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
    """The text of `data/sources.yml` with the document in it, its name and summary as they fit the figures; empty when
    nothing of it changes."""
    portal, id_, standing = reading.portal, reading.request.source_id, reading.standing
    text = (reading.root / SOURCES).read_text(encoding="utf-8")
    rows_of = {item.path: item.rows for item in files}
    subject = _subject({kind: rows_of.get(path_of(kind, id_), standing.rows.get(kind, ())) for kind in KINDS}, portal)
    source = portal.sources.get(id_)
    if source is None:
        return _declared(reading, text, subject)
    if fault := documents.number_fault(reading.request.document, id_, portal):
        return "", (Problem(SOURCES, source.line, "number", reading.request.document["number"], *fault),)
    fitting = documents.reworded(text, source, _subject(standing.rows, portal), subject)
    changed = any(item.added or item.replaced or item.removed for item in files)
    if reading.book.sha256 not in source.sha256 and (changed or not source.sha256):
        before = source.sha256 if standing.has_more_than(entries, removed) else ""
        fitting = documents.with_digest(fitting, source, f"{before} {reading.book.sha256}".strip())
    return fitting if fitting != text else "", ()


def _declared(reading: Reading, text: str, subject: str) -> tuple[str, tuple[Problem, ...]]:
    """The text with the entry of a document that is new to the portal."""
    id_, portal = reading.request.source_id, reading.portal
    known = documents.stated(
        reading.request.document, documents.attached_to(texts_of(reading.book)), reading.names, subject
    )
    if known.missing:
        hint = f"thêm vào lệnh, thay chữ trong ngoặc kép bằng điều ghi trên văn bản: {' '.join(known.missing)}"
        return "", (Problem(SOURCES, 0, "", id_, "văn bản chưa được khai và bảng tính không cho biết đủ", hint),)
    if fault := documents.number_fault(known.values, id_, portal):
        return "", (Problem(SOURCES, 0, "number", known.values["number"], *fault),)
    if not subject:  # Nothing is read yet: what the document is called is worded from its figures.
        return "", ()
    slug = documents.slug_of(known.values["kind"], id_, portal)
    entry = source_entry({**known.values, "id": id_, "slug": slug, "sha256": reading.book.sha256})
    return f"{text.rstrip()}\n\n{entry}", ()


def _subject(rows: Mapping[str, Sequence[Row]], portal: Portal) -> str:
    """What the figures are, in words: `kết quả 4 chỉ tiêu của 112 đơn vị, tháng 5/2024 và tháng 6/2024`."""
    kind = RESULTS if rows.get(RESULTS) else TARGETS
    shown = rows.get(kind, ())
    if not shown:
        return ""
    indicators = {row["indicator_id"] for row in shown}
    known = [portal.indicators[id_] for id_ in indicators if id_ in portal.indicators]
    what = words.inline(known[0].short_name) if len(indicators) == len(known) == 1 else f"{len(indicators)} chỉ tiêu"
    *others, last = _owners(shown, kind, portal)
    owners = f"{', '.join(others)} và {last}" if others else last
    stated = "kết quả" if kind == RESULTS else "mức phải đạt"
    times = _times({row[WHEN[kind]] for row in shown})
    return f"{stated} {what} của {owners}, {times}".replace(formats.NBSP, " ")


def _owners(rows: Sequence[Row], kind: str, portal: Portal) -> Iterator[str]:
    """Whose figures: `36 đơn vị cấp xã`, `toàn tỉnh`, `cấp huyện`; units of several levels are counted together. A
    level's result sums up those of its units, which are told; its target says what nothing else does."""
    ids = {row["unit_id"] for row in rows if not row["level"]}
    units = [portal.units[id_] for id_ in ids if id_ in portal.units]
    wholes = [unit for unit in units if unit.level in words.WHOLES]
    levels = {unit.level for unit in units if unit.level not in words.WHOLES}
    apart = len(wholes) == 1
    if others := len(ids) - apart:
        yield f"{others} {words.LEVEL_UNITS[min(levels)] if apart and len(levels) == 1 else 'đơn vị'}"
    if apart:
        yield words.whole(wholes[0])
    if kind == TARGETS or not ids:
        yield from _levels({row["level"] for row in rows if row["level"]})


def _levels(codes: Collection[str]) -> Iterator[str]:
    """Levels by name; departments come last, for their name is a list itself."""
    for level in sorted(map(Level, codes), key=lambda level: (level is Level.DEPARTMENT, list(Level).index(level))):
        name = words.inline(words.LEVELS[level])
        yield f"các {name}" if level is Level.DEPARTMENT else name


def _times(periods: Collection[str]) -> str:
    """The period, both of two, or from the first to the last."""
    first, *rest = sorted(map(Period.parse, periods), key=lambda period: period.order)
    if not rest:
        return formats.period(first)
    last = formats.period(rest[-1])
    return f"{formats.period(first)} và {last}" if len(rest) == 1 else f"từ {formats.period(first)} đến {last}"


def _decided(reading: Reading, understood: Understood) -> str:
    """The text of the file of decisions, if this run decided anything."""
    decimal = reading.request.decimal
    if not (understood.headings or understood.names or understood.scales or decimal):
        return ""
    known = replace(reading.mapping, decimal=decimal or reading.mapping.decimal)
    return decided_text(known, understood.headings, understood.names, understood.scales)
