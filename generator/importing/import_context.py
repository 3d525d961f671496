"""Reads and understands a file, with its unit, its period and the mappings that apply."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from generator import formats
from generator.data_files import MAPPINGS
from generator.importing import documents
from generator.importing.choices import choices, unknown_unit
from generator.importing.dialogue import Findings, ImportOptions
from generator.importing.entries import TARGETS
from generator.importing.existing_rows import ExistingRows, read_existing_rows
from generator.importing.phrases.names import Names, UnitOrLevel
from generator.importing.phrases.periods import periods_in
from generator.importing.phrases.text_keys import text_key
from generator.importing.request import Request, WrongArguments, answers, mapping_name, period_of
from generator.importing.sheets.files import read_book
from generator.importing.sheets.grid import Book, Unreadable, clean
from generator.importing.sheets.old_letters import refuse_old_letters
from generator.importing.tables.headings import Indicators
from generator.importing.tables.sheet_tables import Table, tables_of
from generator.importing.tables.sheets_without_tables import report_sheets_without_tables
from generator.importing.uncovered_numbers import report_uncovered_numbers
from generator.importing.understanding import understand
from generator.model import Period, Portal, Source, Unit, WorkbookMapping, province_id_of


@dataclass(frozen=True)
class ImportContext:
    """A file with all that is needed to understand it.

    `mapping` is the mappings file to which this run's decisions are added. `known` contains all decisions that apply.
    `existing` are the rows that the data already has of the document.
    """

    root: Path
    request: Request
    portal: Portal
    book: Book
    names: Names
    mapping: WorkbookMapping
    known: WorkbookMapping
    tables: tuple[Table, ...]
    existing: ExistingRows


def prepare_import(root: Path, request: Request, portal: Portal) -> ImportContext:
    """Reads the file and returns it with all that is needed to understand it. Raises Unreadable, and WrongArguments."""
    book = read_book(request.file)
    refuse_old_letters(book.sheets)
    source = portal.sources.get(request.source_id)
    texts = texts_of(book)
    attached = documents.read_attachment_line(texts)
    if not request.document.get("number"):
        _refuse_other_document(request.source_id, source, attached)
    stated_day = attached.get("issued_on", "") or request.document.get("issued_on", "")
    day = source.issued_on if source else documents.date_or_none(stated_day)
    month = Period(day.year, month=day.month) if day else None
    issuer = source.issuer if source else request.document.get("issuer", "") or attached.get("issuer", "")
    within = _unit_of_file(request, portal, issuer, month, texts)
    period = _period_of_units(request, month, texts)
    mapping, known = _mappings(request, portal, within)
    names = Names(portal, within, period, {text_key(text): id_ for text, id_ in known.names.items()})
    tables = tables_of(book, lambda text: isinstance(names.find(text), UnitOrLevel))
    tables = tuple(table for table in tables if table.lines and table.columns)
    if not tables:
        raise Unreadable(
            "không tìm thấy bảng số liệu nào",
            "bảng cần một cột tên đơn vị (tiêu đề “Đơn vị”) và các cột số có tiêu đề; "
            "có thể tạo mẫu bằng make template",
        )
    existing = read_existing_rows(root, request.source_id)
    return ImportContext(root, request, portal, book, names, mapping, known, tables, existing)


def _refuse_other_document(source_id: str, source: Source | None, attached: Mapping[str, str]) -> None:
    """Raises WrongArguments if the file states that it belongs to another document than the one of the request."""
    if documents.is_other_document(attached, source_id, source):
        raise WrongArguments(
            f"SOURCE: bảng ghi kèm theo {attached['kind']} số {attached['number']}, khác văn bản đang nhập là "
            f"{source_id}; xem lại SOURCE (gửi tệp trên trang mạng thì là tên nhánh), hoặc nếu đúng là văn bản "
            f"này thì thêm ARGS='--number {source.number if source else 'số-ký-hiệu'}'"
        )
    if source and documents.is_other_day(attached, source):
        raise WrongArguments(
            f"SOURCE: bảng ghi kèm theo {attached['kind']} số {attached['number']} ngày "
            f"{formats.day(date.fromisoformat(attached['issued_on']))}, còn văn bản {source.id} đã khai có ngày "
            f"{formats.day(source.issued_on)}; là văn bản khác cùng số (của tỉnh trước và sau sáp nhập) thì thêm chữ ở "
            f"đầu mã, ví dụ SOURCE=B-{source.id}; nếu đúng là văn bản này thì thêm ARGS='--number {source.number}'"
        )


def texts_of(book: Book) -> list[str]:
    """Returns the texts of the file that may state which document it belongs to."""
    found = [text for sheet in book.sheets for text in sheet.paragraphs_above]
    found += [cell.text for sheet in book.sheets for (row, _), cell in sheet.cells.items() if row <= 15]  # noqa: PLR2004
    return [text for text in found if not text[:1].isdigit()]


def _unit_of_file(request: Request, portal: Portal, issuer: str, month: Period | None, texts: Sequence[str]) -> Unit:
    """Returns the unit that the figures belong to, or whose subordinate units they belong to. `issuer` and `month` are
    those of the document.

    It is the unit of `--within`. Else it is the province of the ids in a template that was filled in, else the province
    whose committee issued the document, else the only possible province. Raises WrongArguments if it is unclear.
    """
    if request.within:
        unit = portal.units.get(request.within)
        if unit is None:
            raise WrongArguments(unknown_unit(request.within, portal))
        return unit
    period = period_of(request.period) if request.period else month
    active = [unit for unit in portal.provinces if _is_active(unit, period)]
    named = [unit for unit in active if text_key(issuer).endswith(text_key(unit.name))]
    # In the year of a merger two provinces can have the same name. The one that existed then is the issuer.
    issuing = [unit for unit in named if _is_active(unit, month)]
    coded = {province_id_of(portal.units[text], portal.units) for text in texts if text in portal.units}
    filled = [unit for unit in portal.provinces if coded == {unit.id}]
    with_units = [unit for unit in active if any(item.parent_id == unit.id for item in portal.units.values())]
    for found in (filled, named, issuing, active, with_units):
        if len(found) == 1:
            return found[0]
    raise WrongArguments(f"WITHIN: chưa rõ số liệu của tỉnh nào, chọn {choices(active or portal.provinces)}")


def _is_active(unit: Unit, period: Period | None) -> bool:
    return period is None or unit.active_in(period)


def _period_of_units(request: Request, month: Period | None, texts: Sequence[str]) -> Period | None:
    """Returns the time at which the units of the file must have existed: the period of its results, else the month of
    its document."""
    if request.period and request.kind != TARGETS:
        return period_of(request.period)
    return month or next((period for text in texts for period in periods_in(text)), None)


def _mappings(request: Request, portal: Portal, within: Unit) -> tuple[WorkbookMapping, WorkbookMapping]:
    """Returns the mappings file for new decisions, and all decisions that apply: those of the province, overridden by
    those of that file."""
    common, own = (f"{MAPPINGS}/{name}.yml" for name in (within.id, mapping_name(request, within.id)))
    by_path = {item.path: item for item in portal.workbook_mappings}
    empty = WorkbookMapping(own, {}, {}, {})
    first, last = by_path.get(common, empty), by_path.get(own, empty)
    known = WorkbookMapping(
        own,
        {**first.headings, **last.headings},
        {**first.names, **last.names},
        {**first.scales, **last.scales},
        last.decimal or first.decimal,
    )
    return last, known


def understand_file(context: ImportContext) -> Findings:
    """Returns everything that the file states, and all questions about it. Raises WrongArguments for an answer to a
    cell without a question, unless questions remain: the cell may belong to a column that is still unclear."""
    request, known = context.request, context.known
    given = dict(answers(request))
    options = ImportOptions(
        period=period_of(request.period) if request.period else None,
        kind=request.kind,
        answers=given,
        decimal=request.decimal or known.decimal,
        scales={text_key(text): scale for text, scale in known.scales.items()},
        has_number_cells=not context.book.numbers_as_texts,
        several_sheets=len({table.sheet.name for table in context.tables}) > 1,
    )
    headings = {text_key(text): id_ for text, id_ in known.headings.items()}
    findings = understand(context.tables, context.names, Indicators(context.portal, headings), options)
    report_sheets_without_tables(context.book, context.tables, context.names, given, findings)
    report_uncovered_numbers(context.book, context.tables, findings)
    fault = answers_without_question(request, findings)
    if fault and not findings.questions:
        raise WrongArguments(f"{request.answers_place}: {fault}")
    return findings


def answers_without_question(request: Request, findings: Findings) -> str:
    """Returns the message that names the answers that were not applied; empty if all were."""
    unused = [place for place, _ in answers(request) if place not in findings.used_answers]
    return f"không có câu hỏi ở ô {', '.join(map(clean, unused))}" if unused else ""
