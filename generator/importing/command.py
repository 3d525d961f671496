"""`python -m generator import`: reads a file, checks what would be written, shows it, and writes it if requested."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from generator.importing import preview
from generator.importing.dialogue import Findings
from generator.importing.entries import Entry, Question
from generator.importing.existing_rows import Row
from generator.importing.import_context import ImportContext, answers_without_question, prepare_import, understand_file
from generator.importing.missing_rows import certainly_missing_rows
from generator.importing.planning import Plan, plan_import
from generator.importing.request import KINDS, Request, check_options
from generator.importing.sheets.grid import Unreadable, clean
from generator.importing.table_matching import ImportedFile
from generator.importing.trial_check import write
from generator.loading import load_portal
from generator.problems import Problem, raise_if_any


@dataclass(frozen=True)
class Report:
    """The outcome of an import.

    - `text`: what was understood, for the terminal.
    - `problems`: the faults that prevent writing.
    - `written`: the paths of the files that were written.
    """

    text: str
    problems: tuple[Problem, ...] = ()
    written: tuple[str, ...] = ()


def run_import(root: Path, request: Request) -> Report:
    """Reads a file and reports what it means; writes it if that is requested and every cell is understood.

    Raises WrongArguments for faulty options, and ProblemsFound for a file that cannot be read at all or a portal that
    already has faults.
    """
    check_options(request)
    portal, faults = load_portal(root)
    raise_if_any(faults)
    try:
        context = prepare_import(root, request, portal)
    except Unreadable as error:
        name = clean(request.file.name)
        raise_if_any(Problem(name, line, "", "", error.message, error.hint) for line in error.lines)
        raise
    return _report(context, understand_file(context))


def _report(context: ImportContext, findings: Findings) -> Report:
    """Checks what would be written, writes it if requested, and words the result.

    With `skip_unread`, faulty cells are left out; without it, one faulty cell prevents writing.
    """
    placed = _placed(context, findings)
    checked = _checked(context, findings, placed)
    text = "\n".join([*_file_lines(context, findings, checked), *_data_lines(checked.plan), *placed.words])
    problems = tuple(_blocking(context, findings, checked))
    if problems:
        answerable = any("trả lời" in question.hint for question in findings.questions)
        return Report(f"{text}\n{_how_to_answer(context.request)}" if answerable else text, problems)
    if not context.request.write:
        return Report(f"{text}\nChưa ghi gì. Nếu đúng, chạy lại đúng lệnh ấy, thêm WRITE=1, để ghi.")
    return _written(context, checked, text)


def _how_to_answer(request: Request) -> str:
    if request.answers_file:
        return f"Trả lời câu hỏi: trong tệp {request.answers_file}, mỗi dòng một câu, viết ô=câu trả lời."
    return "Trả lời câu hỏi: make import … ANSWERS='ô=câu trả lời; ô=câu trả lời'."


@dataclass(frozen=True)
class _Placed:
    """The entries of a file, assigned to the tables of its document.

    - `missing_rows`: rows of the data that the file does not contain any more, each with its kind.
    - `words`: lines for the user about renamed tables and about rows that are kept.
    """

    entries: list[Entry]
    missing_rows: tuple[tuple[str, Row], ...]
    words: tuple[str, ...]


def _placed(context: ImportContext, findings: Findings) -> _Placed:
    request, questions = context.request, findings.questions
    source = context.portal.sources.get(request.source_id)  # A new document is not in the data yet.
    read = tuple(source.sha256.split()) if source else ()
    imported_file = ImportedFile(context.existing, context.portal.units, read, context.book.sha256)
    entries = imported_file.with_document_labels(findings.entries)
    missing_rows = tuple(imported_file.missing_rows(entries, (request.kind,) if request.kind else KINDS))
    kept = (
        tuple(certainly_missing_rows(missing_rows, context, entries, questions))
        if questions and request.skip_unread
        else ()
    )
    renamed = {old.table: new.table for old, new in zip(findings.entries, entries, strict=True)}
    words = (*preview.kept(kept), *preview.tables(renamed, imported_file.repeated_tables(entries)))
    # A cell that was not read may contain a row that seems to be lacking, so nothing is reported as lacking until every
    # cell is read.
    return _Placed(entries, () if questions else missing_rows, words)


@dataclass(frozen=True)
class _Checked:
    """The checked plan of an import.

    - `plan`: what would be written.
    - `entries`: the figures that would be written.
    - `questions`: cells that were not read or have a fault.
    - `pressing`: the questions that prevent writing: all or, with `--skip-unread`, those that cannot be left out.
    """

    plan: Plan
    entries: list[Entry]
    questions: list[Question]
    pressing: list[Question]


def _checked(context: ImportContext, findings: Findings, placed: _Placed) -> _Checked:
    plan = plan_import(context, findings, placed.entries, placed.missing_rows)
    questions = [*findings.questions, *plan.questions]
    if not context.request.skip_unread:
        return _Checked(plan, placed.entries, questions, questions)
    left_out = {id(entry) for entry, _ in plan.faulty}
    left_out |= {id(entry) for item in plan.files for _, _, entry in item.kept_by_decision}
    entries = [entry for entry in placed.entries if id(entry) not in left_out]
    reduced = plan_import(context, findings, entries, placed.missing_rows)
    about_period = [*findings.period_questions, *(item for item in plan.questions if item.period_may_be_wrong)]
    # A fault that is reported once for many rows remains when the first of these rows is left out.
    return _Checked(reduced, entries, questions, about_period or reduced.questions)


def _blocking(context: ImportContext, findings: Findings, checked: _Checked) -> Iterator[Problem]:
    """Yields the faults that prevent writing."""
    found = [*checked.plan.problems, *(question.problem(context.book.name) for question in checked.pressing)]
    if fault := answers_without_question(context.request, findings):
        hint = "trả lời các câu hỏi khác trước; nếu vẫn còn thông báo này thì bỏ câu trả lời ấy"
        found.append(Problem(context.request.answers_place, 0, "", "", fault, hint))
    yield from found
    if not checked.entries and not found:
        hint = "xem phần không đưa vào số liệu ở trên, hoặc bỏ bớt KIND, SKIP_UNREAD"
        yield Problem(context.book.name, 0, "", "", "không đọc được số nào", hint)


def _written(context: ImportContext, checked: _Checked, text: str) -> Report:
    written = write(context.root, checked.plan.texts)
    listed = "\n".join(f"Đã ghi {path}" for path in written) or "Số liệu đã có đủ, không có gì thay đổi."
    return Report(f"{text}\n{listed}", written=written)


def _file_lines(context: ImportContext, findings: Findings, checked: _Checked) -> Iterator[str]:
    """Yields the lines about the file: what was read, what was left out, and what should be checked again."""
    portal, book, entries = context.portal, context.book, checked.entries
    if entries:
        yield preview.table(entries, portal)
    if findings.interpretations:
        yield preview.interpretations(findings.interpretations)
    if findings.remarks:
        yield preview.remarks(findings.remarks)
    elif not checked.questions:
        yield f"Mọi ô số của {book.name} đều được đưa vào."
    left_out = [item for item in checked.questions if item not in checked.pressing]
    if left_out:
        yield "Chưa đọc được, bỏ qua:"
        yield from (f"  {item.at.address}: {item.message}" for item in left_out)
    if context.request.skip_unread and checked.pressing:
        yield "Chỗ chưa rõ về kỳ, và lỗi của các số còn lại, không bỏ qua được: kỳ sai thì mọi số đều sai."
    if checked.plan.entries_with_warnings:
        yield "Nên xem lại trước khi đăng (mã để trả lời: lời nhận xét ở đề nghị sửa, hoặc make check):"
        yield from (
            f"  {entry.at.address}: {warning.statement}" for entry, warning in checked.plan.entries_with_warnings
        )
    if checked.plan.contradictions:
        yield preview.contradictions(checked.plan.contradictions)
    units = len({entry.unit_id for entry in entries})
    indicators = len({entry.indicator_id for entry in entries})
    yield f"Đọc được {len(entries)} số của {units} đơn vị, {indicators} chỉ tiêu từ {book.name}."
    if not checked.questions:
        yield from preview.missing_units(entries, portal)


def _data_lines(plan: Plan) -> Iterator[str]:
    """Yields the lines about the changes of data files and of page addresses."""
    if plan.files:
        yield preview.changes(plan.files)
    yield from preview.removed_pages(plan.new_redirects)
    yield from preview.restored_pages(plan.restored_addresses)
