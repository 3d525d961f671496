"""`python -m generator import`: reads a file, checks what would be written, shows it, and writes it if requested."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from generator.importing import preview
from generator.importing.asking import Understood
from generator.importing.entries import Entry, Question
from generator.importing.grid import Unreadable, clean
from generator.importing.placing import Sent
from generator.importing.planning import Plan, planned
from generator.importing.proving import write
from generator.importing.reading import Reading, reading_of, understood_of
from generator.importing.request import KINDS, Request, prove
from generator.importing.standing import Row
from generator.importing.unstated import unstated
from generator.loading import load_portal
from generator.problems import Problem, refuse


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


def imported(root: Path, request: Request) -> Report:
    """Reads a file and reports what it means; writes it if that is requested and every cell is understood.

    Raises WrongArguments for faulty options, and ProblemsFound for a file that cannot be read at all or a portal that
    already has faults.
    """
    prove(request)
    portal, faults = load_portal(root)
    refuse(faults)
    try:
        reading = reading_of(root, request, portal)
    except Unreadable as error:
        name = clean(request.file.name)
        refuse(Problem(name, line, "", "", error.message, error.hint) for line in error.lines)
        raise
    understood = understood_of(reading)
    return _report(reading, understood)


def _report(reading: Reading, understood: Understood) -> Report:
    """Checks what would be written, writes it if requested, and words the result.

    With `skip_unread`, faulty cells are left out; without it, one faulty cell prevents writing.
    """
    placed = _placed(reading, understood)
    checked = _checked(reading, understood, placed)
    text = "\n".join([_report_text(reading, understood, checked), *placed.words])
    problems = tuple(_blocking(reading, checked))
    if problems:
        answerable = any("trả lời" in question.hint for question in understood.questions)
        return Report(f"{text}{_HOW_TO_ANSWER if answerable else ''}", problems)
    if not reading.request.write:
        return Report(f"{text}\nChưa ghi gì. Nếu đúng, chạy lại với --write (make import … WRITE=1) để ghi.")
    return _written(reading, checked, text)


_HOW_TO_ANSWER = "\nTrả lời câu hỏi: make import … ANSWERS='ô=câu trả lời; ô=câu trả lời' (hoặc --answer)."


@dataclass(frozen=True)
class _Placed:
    """The entries of a file, assigned to the tables of its document.

    - `lacking`: rows of the data that the file does not contain any more, each with its kind.
    - `words`: lines for the user about renamed tables and about rows that are kept.
    """

    entries: list[Entry]
    lacking: tuple[tuple[str, Row], ...]
    words: tuple[str, ...]


def _placed(reading: Reading, understood: Understood) -> _Placed:
    request, questions = reading.request, understood.questions
    source = reading.portal.sources.get(request.source_id)
    sent = Sent.of(reading.standing, reading.portal.units, source, reading.book.sha256)
    entries = sent.placed(understood.entries)
    lacking = tuple(sent.lacking(entries, (request.kind,) if request.kind else KINDS))
    kept = tuple(unstated(lacking, reading, entries, questions)) if questions and request.skip_unread else ()
    renamed = {old.table: new.table for old, new in zip(understood.entries, entries, strict=True)}
    words = (*preview.kept(kept), *preview.tables(renamed, sent.again(entries)))
    # A cell that was not read may contain a row that seems to be lacking, so nothing is reported as lacking until every
    # cell is read.
    return _Placed(entries, () if questions else lacking, words)


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


def _checked(reading: Reading, understood: Understood, placed: _Placed) -> _Checked:
    plan = planned(reading, understood, placed.entries, placed.lacking)
    questions = [*understood.questions, *plan.asked]
    if not reading.request.skip_unread:
        return _Checked(plan, placed.entries, questions, questions)
    left_out = {id(entry) for entry, _ in plan.faulty}
    left_out |= {id(entry) for item in plan.files for _, _, entry in item.kept}
    entries = [entry for entry in placed.entries if id(entry) not in left_out]
    reduced = planned(reading, understood, entries, placed.lacking)
    about_period = [*understood.doubting, *(item for item in plan.asked if item.of_time)]
    # A fault that is reported once for many rows remains when the first of these rows is left out.
    return _Checked(reduced, entries, questions, about_period or reduced.asked)


def _blocking(reading: Reading, checked: _Checked) -> Iterator[Problem]:
    """Yields the faults that prevent writing."""
    found = [*checked.plan.problems, *(question.problem(reading.book.name) for question in checked.pressing)]
    yield from found
    if not checked.entries and not found:
        hint = "xem phần không đưa vào số liệu ở trên, hoặc bỏ bớt --kind, --skip-unread"
        yield Problem(reading.book.name, 0, "", "", "không đọc được số nào", hint)


def _written(reading: Reading, checked: _Checked, text: str) -> Report:
    written = write(reading.root, checked.plan.texts)
    listed = "\n".join(f"Đã ghi {path}" for path in written) or "Số liệu đã có đủ, không có gì thay đổi."
    return Report(f"{text}\n{listed}", written=written)


def _report_text(reading: Reading, understood: Understood, checked: _Checked) -> str:
    return "\n".join([*_file_lines(reading, understood, checked), *_data_lines(checked.plan)])


def _file_lines(reading: Reading, understood: Understood, checked: _Checked) -> Iterator[str]:
    """Yields the lines about the file: what was read, what was left out, and what should be checked again."""
    portal, book, entries = reading.portal, reading.book, checked.entries
    if entries:
        yield preview.table(entries, portal, preview.Before(portal, reading.request.source_id))
    if understood.remarks:
        yield preview.remarks(understood.remarks)
    elif not checked.questions:
        yield f"Mọi ô số của {book.name} đều được đưa vào."
    left_out = [item for item in checked.questions if item not in checked.pressing]
    if left_out:
        yield "Chưa đọc được, bỏ qua:"
        yield from (f"  {item.at.address}: {item.message}" for item in left_out)
    if reading.request.skip_unread and checked.pressing:
        yield "Chỗ chưa rõ về kỳ, và lỗi của các số còn lại, không bỏ qua được: kỳ sai thì mọi số đều sai."
    if checked.plan.doubted:
        yield "Nên xem lại trước khi ghi (make check nêu mã để trả lời):"
        yield from (f"  {entry.at.address}: {doubt.statement}" for entry, doubt in checked.plan.doubted)
    if checked.plan.contradictions:
        yield preview.contradictions(checked.plan.contradictions)
    units = len({entry.unit_id for entry in entries})
    indicators = len({entry.indicator_id for entry in entries})
    yield f"Đọc được {len(entries)} số của {units} đơn vị, {indicators} chỉ tiêu từ {book.name}."
    if not checked.questions:
        yield from preview.absent(entries, portal)


def _data_lines(plan: Plan) -> Iterator[str]:
    """Yields the lines about the changes of data files and of page addresses."""
    if plan.files:
        yield preview.changes(plan.files)
    yield from (f"Trang {former} không còn, địa chỉ này chuyển sang {target}." for former, target in plan.moved.items())
    yield from (f"Trang {former} có lại, địa chỉ này không còn chuyển đi nơi khác." for former in plan.returned)
