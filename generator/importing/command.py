"""`python -m generator import`: a file is read, understood, proved and shown; then, if wanted, written."""

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
    """What was understood, in words; the faults that keep it from being written; the files that were written."""

    text: str
    problems: tuple[Problem, ...] = ()
    written: tuple[str, ...] = ()


def imported(root: Path, request: Request) -> Report:
    """Reads a file and shows what it means; writes it when that is wanted and every cell is understood.

    Raises WrongArguments, and ProblemsFound for a file that cannot be read at all or a portal that has faults already.
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
    """Proves what would be written and words it; with `skip_unread` what is faulty is left out, else it keeps all."""
    placed = _placed(reading, understood)
    proof = _proved(reading, understood, placed)
    text = "\n".join([_worded(reading, understood, proof), *placed.words])
    problems = tuple(_problems(reading, proof))
    if problems:
        answerable = any("trả lời" in question.hint for question in understood.questions)
        return Report(f"{text}{_ANSWERING if answerable else ''}", problems)
    if not reading.request.write:
        return Report(f"{text}\nChưa ghi gì. Nếu đúng, chạy lại với --write (make import … WRITE=1) để ghi.")
    return _written(reading, proof, text)


_ANSWERING = "\nTrả lời câu hỏi: make import … ANSWERS='ô=câu trả lời; ô=câu trả lời' (hoặc --answer)."


@dataclass(frozen=True)
class _Placed:
    """The entries of a file in the tables of its document, the rows by kind that it lacks, and what to say of both."""

    entries: list[Entry]
    lacking: tuple[tuple[str, Row], ...]
    words: tuple[str, ...]


def _placed(reading: Reading, understood: Understood) -> _Placed:
    request, questions = reading.request, understood.questions
    source = reading.portal.sources.get(request.source_id)
    sent = Sent.of(reading.standing, reading.portal.units, source, reading.book.sha256)
    entries = sent.placed(understood.entries)
    absent = tuple(sent.lacking(entries, (request.kind,) if request.kind else KINDS))
    kept = tuple(unstated(absent, reading, entries, questions)) if questions and request.skip_unread else ()
    renamed = {old.table: new.table for old, new in zip(understood.entries, entries, strict=True)}
    words = (*preview.kept(kept), *preview.tables(renamed, sent.again(entries)))
    # What is not read yet cannot be told from what is not there, so nothing is asked while a cell is unread.
    return _Placed(entries, () if questions else absent, words)


@dataclass(frozen=True)
class _Proof:
    """What would be written, of which entries, and which cells were not read or are at fault; `pressing` are those that
    nobody may leave out."""

    plan: Plan
    entries: list[Entry]
    questions: list[Question]
    pressing: list[Question]


def _proved(reading: Reading, understood: Understood, placed: _Placed) -> _Proof:
    plan = planned(reading, understood, placed.entries, placed.lacking)
    questions = [*understood.questions, *plan.asked]
    if not reading.request.skip_unread:
        return _Proof(plan, placed.entries, questions, questions)
    left_out = {id(entry) for entry, _ in plan.faulty}
    left_out |= {id(entry) for item in plan.files for _, _, entry in item.kept}
    entries = [entry for entry in placed.entries if id(entry) not in left_out]
    smaller = planned(reading, understood, entries, placed.lacking)
    doubting = [*understood.doubting, *(item for item in plan.asked if item.of_time)]
    # A fault that is told once for many rows is there still when the first of them is left out.
    return _Proof(smaller, entries, questions, doubting or smaller.asked)


def _problems(reading: Reading, proof: _Proof) -> Iterator[Problem]:
    """What keeps the file from being written."""
    found = [*proof.plan.problems, *(question.problem(reading.book.name) for question in proof.pressing)]
    yield from found
    if not proof.entries and not found:
        hint = "xem phần không đưa vào số liệu ở trên, hoặc bỏ bớt --kind, --skip-unread"
        yield Problem(reading.book.name, 0, "", "", "không đọc được số nào", hint)


def _written(reading: Reading, proof: _Proof, text: str) -> Report:
    written = write(reading.root, proof.plan.texts)
    listed = "\n".join(f"Đã ghi {path}" for path in written) or "Số liệu đã có đủ, không có gì thay đổi."
    return Report(f"{text}\n{listed}", written=written)


def _worded(reading: Reading, understood: Understood, proof: _Proof) -> str:
    return "\n".join([*_of_file(reading, understood, proof), *_of_data(proof.plan)])


def _of_file(reading: Reading, understood: Understood, proof: _Proof) -> Iterator[str]:
    """What was read of the file, what was left out, and what should be looked at again."""
    portal, book, entries = reading.portal, reading.book, proof.entries
    if entries:
        yield preview.table(entries, portal, preview.Before(portal, reading.request.source_id))
    if understood.remarks:
        yield preview.remarks(understood.remarks)
    elif not proof.questions:
        yield f"Mọi ô số của {book.name} đều được đưa vào."
    left_out = [item for item in proof.questions if item not in proof.pressing]
    if left_out:
        yield "Chưa đọc được, bỏ qua:"
        yield from (f"  {item.at.address}: {item.message}" for item in left_out)
    if reading.request.skip_unread and proof.pressing:
        yield "Chỗ chưa rõ về kỳ, và lỗi của các số còn lại, không bỏ qua được: kỳ sai thì mọi số đều sai."
    if proof.plan.doubted:
        yield "Nên xem lại trước khi ghi (make check nêu mã để trả lời):"
        yield from (f"  {entry.at.address}: {doubt.statement}" for entry, doubt in proof.plan.doubted)
    if proof.plan.contradictions:
        yield preview.contradictions(proof.plan.contradictions)
    units = len({entry.unit_id for entry in entries})
    indicators = len({entry.indicator_id for entry in entries})
    yield f"Đọc được {len(entries)} số của {units} đơn vị, {indicators} chỉ tiêu từ {book.name}."
    if not proof.questions:
        yield from preview.absent(entries, portal)


def _of_data(plan: Plan) -> Iterator[str]:
    """What becomes of the files of the data and of the pages."""
    if plan.files:
        yield preview.changes(plan.files)
    yield from (f"Trang {former} không còn, địa chỉ này chuyển sang {target}." for former, target in plan.moved.items())
    yield from (f"Trang {former} có lại, địa chỉ này không còn chuyển đi nơi khác." for former in plan.returned)
