"""`python -m generator import`: a file is read, understood, proved and shown; then, if wanted, written."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path

from generator import formats
from generator.canonical import source_entry
from generator.importing import documents, preview
from generator.importing.asking import Understood, Wanted
from generator.importing.entries import RESULTS, TARGETS, Entry, Question
from generator.importing.files import read_book
from generator.importing.grid import Book, Unreadable, clean
from generator.importing.headings import Indicators
from generator.importing.names import Names
from generator.importing.names import Place as UnitPlace
from generator.importing.periods import periods_in
from generator.importing.proving import proved, write
from generator.importing.tables import Table, tables_of
from generator.importing.understanding import understand
from generator.importing.unseen import add_unseen
from generator.importing.wording import key
from generator.importing.writing import Merged, decided_text, merged
from generator.loading import load_portal
from generator.loading.mappings import DECIMAL_CODES, FOLDER
from generator.model import Correspondence, Period, Portal, Source, Unit
from generator.problems import Problem, refuse

SOURCES = "data/sources.yml"
KINDS = (RESULTS, TARGETS)

_SOURCE_ID = re.compile(r"[A-Za-z0-9]+(?:[.-][A-Za-z0-9]+)*")
_MAPPING = re.compile(r"(?:data/mappings/)?(?P<name>[A-Za-z0-9]+(?:[.-][A-Za-z0-9]+)*?)(?:\.yml)?")
_LONGEST_ID = 100


class WrongArguments(Exception):
    """Arguments that cannot be right, whatever the file holds."""


@dataclass(frozen=True)
class Request:
    """What the person who imports has said on the command line."""

    file: Path
    source_id: str
    period: str = ""
    within: str = ""
    mapping: str = ""
    kind: str = ""
    skip_unread: bool = False
    write: bool = False
    answers: Sequence[str] = ()
    decimal: str = ""
    document: Mapping[str, str] = field(default_factory=dict)
    today: date = date.max


@dataclass(frozen=True)
class Report:
    """What was understood, in words; the faults that keep it from being written; the files that were written."""

    text: str
    problems: tuple[Problem, ...] = ()
    written: tuple[str, ...] = ()


@dataclass(frozen=True)
class Reading:
    """A file with all that is needed to understand it."""

    root: Path
    request: Request
    portal: Portal
    book: Book
    names: Names
    mapping: Correspondence
    known: Correspondence
    tables: tuple[Table, ...]


def imported(root: Path, request: Request) -> Report:
    """Reads a file and shows what it means; writes it when that is wanted and every cell is understood.

    Raises WrongArguments, and ProblemsFound for a file that cannot be read at all or a portal that has faults already.
    """
    _proved_arguments(request)
    portal, faults = load_portal(root)
    refuse(faults)
    try:
        reading = reading_of(root, request, portal)
    except Unreadable as error:
        refuse([Problem(clean(request.file.name), 0, "", "", error.message, error.hint)])
        raise
    understood = understood_of(reading)
    return _report(reading, understood)


def _proved_arguments(request: Request) -> None:
    if not request.file.name:
        raise WrongArguments("chưa nêu tệp cần nhập (make import FILE=… SOURCE=…)")
    if not request.file.exists():
        raise WrongArguments(f"không có tệp {clean(str(request.file))}")
    if not _SOURCE_ID.fullmatch(request.source_id) or len(request.source_id) > _LONGEST_ID:
        raise WrongArguments("--source: mã văn bản chỉ gồm chữ không dấu, chữ số, gạch nối, ví dụ 1612-UBND-KSTT-2024")
    if request.kind not in ("", *KINDS):
        raise WrongArguments(f"--kind: chọn {' hay '.join(KINDS)}")
    if request.decimal not in ("", *DECIMAL_CODES):
        raise WrongArguments(f"--decimal: chọn {' hay '.join(DECIMAL_CODES)}")
    if request.mapping and not _MAPPING.fullmatch(request.mapping):
        raise WrongArguments(f"--mapping: tên một tệp trong {FOLDER}, không kèm đuôi .yml")
    if request.period:
        _period(request.period)
    dict(_answers(request))


def _answers(request: Request) -> Iterator[tuple[str, str]]:
    """Each answer with its cell: `D5=online-payment; B14=tay-ninh.so-y-te`."""
    for text in request.answers:
        for answer in filter(None, map(str.strip, text.split(";"))):
            place, sign, said = (part.strip() for part in answer.rpartition("="))
            if not (place and sign and said):
                raise WrongArguments(
                    f"--answer: viết ô, dấu bằng, câu trả lời, ví dụ D5=online-payment (đang ghi {clean(answer)})"
                )
            yield place, said


def _period(text: str) -> Period:
    try:
        return Period.parse(text)
    except ValueError as error:
        raise WrongArguments("--period: viết 2024, 2024-Q2 hoặc 2024-06") from error


def reading_of(root: Path, request: Request, portal: Portal) -> Reading:
    """The file with all that is needed to understand it. Raises Unreadable, and WrongArguments."""
    book = read_book(request.file)
    source = portal.sources.get(request.source_id)
    texts = _texts(book)
    said = documents.attached_to(texts)
    if not request.document.get("number") and documents.is_another(said, request.source_id, source):
        raise WrongArguments(
            f"--source: bảng ghi kèm theo {said['kind']} số {said['number']}, khác văn bản đang nhập là "
            f"{request.source_id}; xem lại SOURCE, hoặc nếu đúng là văn bản này thì thêm ARGS='--number "
            f"{source.number if source else 'số-ký-hiệu'}'"
        )
    within = _within(request, portal, source, said, texts)
    period = _time(request, source, said, texts)
    mapping, known = _mappings(request, portal, within)
    names = Names(portal, within, period, {key(text): id_ for text, id_ in known.names.items()})
    tables = tables_of(book, lambda text: isinstance(names.find(text), UnitPlace))
    tables = tuple(table for table in tables if table.lines and table.columns)
    if not tables:
        raise Unreadable(
            "không tìm thấy bảng số liệu nào",
            "bảng cần một cột tên đơn vị (tiêu đề “Đơn vị”) và các cột số có tiêu đề; "
            "có thể tải mẫu bằng lệnh template",
        )
    return Reading(root, request, portal, book, names, mapping, known, tables)


def _texts(book: Book) -> list[str]:
    """The texts of the file that may say what document it belongs to."""
    found = [text for sheet in book.sheets for text in sheet.before]
    found += [cell.text for sheet in book.sheets for (row, _), cell in sheet.cells.items() if row <= 15]  # noqa: PLR2004
    return [text for text in found if not text[:1].isdigit()]


def _within(
    request: Request, portal: Portal, source: Source | None, said: Mapping[str, str], texts: Sequence[str]
) -> Unit:
    """The unit whose units the file is about: as given, else the one that the codes of a workbook made to be filled in
    belong to, else the one whose committee issued the document."""
    if request.within:
        unit = portal.units.get(request.within)
        if unit is None:
            raise WrongArguments(f"--within: không có đơn vị {clean(request.within)}, xem data/units.csv")
        return unit
    day = source.issued_on if source else _day(said.get("issued_on", "") or request.document.get("issued_on", ""))
    period = _period(request.period) if request.period else None
    provinces = [portal.units[id_] for id_ in portal.settings.province_ids if id_ in portal.units]
    issuer = key(source.issuer if source else request.document.get("issuer", "") or said.get("issuer", ""))
    active = [unit for unit in provinces if _is_active(unit, period, day)]
    named = [unit for unit in active if issuer.endswith(key(unit.name))] if issuer else []
    coded = {_province(portal, text) for text in texts if text in portal.units}
    filled = [unit for unit in provinces if coded == {unit.id}]
    with_units = [unit for unit in active if any(item.parent_id == unit.id for item in portal.units.values())]
    for found in (filled, named, active, with_units):
        if len(found) == 1:
            return found[0]
    choices = " hay ".join(f"WITHIN={unit.id} ({unit.name})" for unit in active or provinces)
    raise WrongArguments(f"--within: chưa rõ số liệu của tỉnh nào, chọn {choices}")


def _province(portal: Portal, unit_id: str) -> str:
    unit = portal.units[unit_id]
    while unit.parent_id in portal.units:
        unit = portal.units[unit.parent_id]
    return unit.id


def _is_active(unit: Unit, period: Period | None, day: date | None) -> bool:
    if period:
        return unit.active_in(period)
    return day is None or unit.active_in(Period(day.year, month=day.month))


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def _time(request: Request, source: Source | None, said: Mapping[str, str], texts: Sequence[str]) -> Period | None:
    """When the units of the file must have existed: the period of its results, else the day of its document."""
    if request.period and request.kind != TARGETS:
        return _period(request.period)
    day = source.issued_on if source else _day(said.get("issued_on", "") or request.document.get("issued_on", ""))
    if day:
        return Period(day.year, month=day.month)
    return next((period for text in texts for period in periods_in(text)), None)


def _mappings(request: Request, portal: Portal, within: Unit) -> tuple[Correspondence, Correspondence]:
    """The file that decisions go to, and all decisions that hold: those of the province and, above them, its own."""
    found = _MAPPING.fullmatch(request.mapping)
    common, own = (f"{FOLDER}/{name}.yml" for name in (within.id, found["name"] if found else within.id))
    by_path = {item.path: item for item in portal.correspondences}
    empty = Correspondence(own, {}, {}, {})
    first, last = by_path.get(common, empty), by_path.get(own, empty)
    known = Correspondence(
        own,
        {**first.headings, **last.headings},
        {**first.names, **last.names},
        {**first.scales, **last.scales},
        last.decimal or first.decimal,
    )
    return last, known


def understood_of(reading: Reading) -> Understood:
    """Everything that the file says, and all that has to be asked."""
    request, known = reading.request, reading.known
    answers = dict(_answers(request))
    wanted = Wanted(
        period=_period(request.period) if request.period else None,
        kind=request.kind,
        answers=answers,
        decimal=request.decimal or known.decimal,
        scales={key(text): scale for text, scale in known.scales.items()},
        typed=not reading.book.plain,
        several=len({table.sheet.name for table in reading.tables}) > 1,
    )
    headings = {key(text): id_ for text, id_ in known.headings.items()}
    understood = understand(reading.tables, reading.names, Indicators(reading.portal, headings), wanted)
    add_unseen(reading.book, reading.tables, reading.names, answers, understood)
    unused = [place for place in answers if place not in understood.used]
    if unused:
        raise WrongArguments(f"--answer: không có câu hỏi ở ô {', '.join(map(clean, unused))}")
    return understood


def _report(reading: Reading, understood: Understood) -> Report:
    """Proves what would be written and words it; with `skip_unread` what is faulty is left out, else it keeps all."""
    entries, questions = understood.entries, list(understood.questions)
    if reading.request.skip_unread:
        plan = _planned(reading, understood, entries)
        faulty = {id(entry) for entry, _ in plan.faulty}
        questions += plan.asked
        kept = {id(entry) for item in plan.files for _, _, entry in item.kept}
        entries = [entry for entry in entries if id(entry) not in faulty | kept]
    plan = _planned(reading, understood, entries)
    problems = [*plan.problems]
    if not reading.request.skip_unread:
        file = reading.book.name
        problems += [question.problem(file) for question in (*questions, *plan.asked)]
    if not entries and not problems:
        hint = "xem phần không đưa vào số liệu ở trên, hoặc bỏ bớt --kind, --skip-unread"
        problems.append(Problem(reading.book.name, 0, "", "", "không đọc được số nào", hint))
    text = _worded(reading, understood, entries, plan, questions)
    if problems:
        asked = (
            "\nTrả lời câu hỏi: make import … ANSWERS='ô=câu trả lời; ô=câu trả lời' (hoặc --answer)."
            if questions
            else ""
        )
        return Report(f"{text}{asked}", tuple(problems))
    if not reading.request.write:
        return Report(f"{text}\nChưa ghi gì. Nếu đúng, chạy lại với --write (make import … WRITE=1) để ghi.")
    written = tuple(write(reading.root, plan.texts, plan.ledger))
    listed = "\n".join(f"Đã ghi {path}" for path in written) or "Số liệu đã có đủ, không có gì thay đổi."
    return Report(f"{text}\n{listed}", written=written)


@dataclass(frozen=True)
class _Plan:
    """What writing some entries would do: the files, what is wrong with them, and which entries are at fault."""

    files: tuple[Merged, ...]
    texts: Mapping[str, str]
    ledger: str
    problems: tuple[Problem, ...]
    faulty: tuple[tuple[Entry, Problem], ...]
    doubted: tuple[tuple[Entry, Problem], ...] = ()

    @property
    def asked(self) -> list[Question]:
        """The faults of the figures themselves, by the cells they were read from."""
        found = [Question(entry.at, fault.value, fault.message, fault.hint) for entry, fault in self.faulty]
        for item in self.files:
            for line, old, entry in item.kept:
                message = f"khác số người nhập đã xác định ({old['value'] or old['status']}) ở {item.path}:{line}"
                hint = "nếu bảng tính đúng thì xóa dòng ấy rồi nhập lại; nếu dòng ấy đúng thì sửa bảng tính"
                found.append(Question(entry.at, entry.value or entry.status, message, hint))
        return found


def _planned(reading: Reading, understood: Understood, entries: Sequence[Entry]) -> _Plan:
    root, request = reading.root, reading.request
    files = tuple(
        merged(root, kind, request.source_id, found)
        for kind in KINDS
        if (found := [entry for entry in entries if entry.kind == kind])
    )
    texts = {item.path: item.text for item in files}
    doubled = _doubled(entries)
    source_text, problems = _source_text(reading, entries, files)
    if source_text:
        texts[SOURCES] = source_text
    if decided := _decided(reading, understood):
        texts[reading.mapping.path] = decided
    if problems:
        return _Plan(files, texts, "", problems, doubled)
    proof = proved(root, texts, request.today)
    by_place = {(item.path, line): entry for item in files for line, entry in item.lines.items()}
    faulty = [(by_place[place], fault) for fault in proof.problems if (place := (fault.path, fault.line)) in by_place]
    others = tuple(fault for fault in proof.problems if (fault.path, fault.line) not in by_place)
    told = [warning.problem for warning in proof.warnings]
    doubted = tuple((by_place[place], doubt) for doubt in told if (place := (doubt.path, doubt.line)) in by_place)
    return _Plan(files, texts, proof.ledger, others, (*doubled, *faulty), doubted)


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
    reading: Reading, entries: Sequence[Entry], files: Iterable[Merged]
) -> tuple[str, tuple[Problem, ...]]:
    """The text of `data/sources.yml` with the document in it; empty when nothing of it changes."""
    path, portal = reading.root / SOURCES, reading.portal
    id_ = reading.request.source_id
    text = path.read_text(encoding="utf-8")
    source = portal.sources.get(id_)
    if source:
        changed = any(item.added or item.replaced for item in files)
        if source.sha256 == reading.book.sha256 or (source.sha256 and not changed):
            return "", ()
        return documents.with_digest(text, source, reading.book.sha256), ()
    said = documents.attached_to(_texts(reading.book))
    known = documents.stated(reading.request.document, said, reading.names, _subject(entries, portal))
    if known.missing:
        hint = f"thêm vào lệnh: {' '.join(known.missing)}"
        return "", (Problem(SOURCES, 0, "", id_, "văn bản chưa được khai và bảng tính không cho biết đủ", hint),)
    slug = documents.slug_of(known.values["kind"], id_, portal)
    entry = source_entry({**known.values, "id": id_, "slug": slug, "sha256": reading.book.sha256})
    return f"{text.rstrip()}\n\n{entry}", ()


def _subject(entries: Sequence[Entry], portal: Portal) -> str:
    """What the figures are, in words: `kết quả 4 chỉ tiêu của 112 đơn vị, tháng 6/2024`."""
    if not entries:
        return ""
    results = [entry for entry in entries if entry.kind == RESULTS]
    shown = results or list(entries)
    indicators = {entry.indicator_id for entry in shown}
    units = {entry.unit_id for entry in shown if not entry.level}
    last = max((Period.parse(entry.period) for entry in shown), key=lambda period: period.end)
    what = (
        portal.indicators[next(iter(indicators))].short_name if len(indicators) == 1 else f"{len(indicators)} chỉ tiêu"
    )
    of_units = f" của {len(units)} đơn vị" if units else ""
    kind = "kết quả" if results else "mức phải đạt"
    return f"{kind} {what}{of_units}, {formats.period(last)}".replace(formats.NBSP, " ")


def _decided(reading: Reading, understood: Understood) -> str:
    """The text of the file of decisions, if this run decided anything."""
    decimal = reading.request.decimal
    if not (understood.headings or understood.names or understood.scales or decimal):
        return ""
    known = replace(reading.mapping, decimal=decimal or reading.mapping.decimal)
    return decided_text(known, understood.headings, understood.names, understood.scales)


def _worded(
    reading: Reading,
    understood: Understood,
    entries: Sequence[Entry],
    plan: _Plan,
    questions: Sequence[Question],
) -> str:
    portal, book = reading.portal, reading.book
    parts = [preview.table(entries, portal, preview.Before(portal, reading.request.source_id))] if entries else []
    if understood.remarks:
        parts.append(preview.remarks(understood.remarks))
    elif not questions and not plan.asked:
        parts.append(f"Mọi ô số của {book.name} đều được đưa vào.")
    if reading.request.skip_unread and questions:
        parts.append("Chưa đọc được, bỏ qua:")
        parts += [f"  {item.at.address}: {item.message}" for item in questions]
    if plan.doubted:
        parts.append("Nên xem lại trước khi ghi (make check nêu mã để trả lời):")
        parts += [f"  {entry.at.address}: {doubt.statement}" for entry, doubt in plan.doubted]
    units = len({entry.unit_id for entry in entries})
    indicators = len({entry.indicator_id for entry in entries})
    parts.append(f"Đọc được {len(entries)} số của {units} đơn vị, {indicators} chỉ tiêu từ {book.name}.")
    if plan.files:
        parts.append(preview.changes(plan.files))
    return "\n".join(parts)
