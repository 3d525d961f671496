"""`python -m generator import`: a file is read, understood, proved and shown; then, if wanted, written."""

from collections.abc import Sequence
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
    request, questions = reading.request, list(understood.questions)
    sent = Sent.of(
        reading.standing, reading.portal.units, reading.portal.sources.get(request.source_id), reading.book.sha256
    )
    entries = sent.placed(understood.entries)
    kinds = (request.kind,) if request.kind else KINDS
    absent = tuple(sent.lacking(entries, kinds))
    # What is not read yet cannot be told from what is not there, so nothing is asked while a cell is unread.
    lacking = () if questions else absent
    kept = tuple(unstated(absent, reading, entries, questions)) if questions and request.skip_unread else ()
    renamed = {old.table: new.table for old, new in zip(understood.entries, entries, strict=True)}
    again = sent.again(entries)
    if request.skip_unread:
        plan = planned(reading, understood, entries, lacking)
        faulty = {id(entry) for entry, _ in plan.faulty}
        questions += plan.asked
        decided = {id(entry) for item in plan.files for _, _, entry in item.kept}
        entries = [entry for entry in entries if id(entry) not in faulty | decided]
    plan = planned(reading, understood, entries, lacking)
    problems = [*plan.problems]
    if not request.skip_unread:
        file = reading.book.name
        problems += [question.problem(file) for question in (*questions, *plan.asked)]
    if not entries and not problems:
        hint = "xem phần không đưa vào số liệu ở trên, hoặc bỏ bớt --kind, --skip-unread"
        problems.append(Problem(reading.book.name, 0, "", "", "không đọc được số nào", hint))
    worded = _worded(reading, understood, entries, plan, questions)
    text = "\n".join([worded, *preview.kept(kept), *preview.tables(renamed, again)])
    if problems:
        asked = (
            "\nTrả lời câu hỏi: make import … ANSWERS='ô=câu trả lời; ô=câu trả lời' (hoặc --answer)."
            if questions
            else ""
        )
        return Report(f"{text}{asked}", tuple(problems))
    if not request.write:
        return Report(f"{text}\nChưa ghi gì. Nếu đúng, chạy lại với --write (make import … WRITE=1) để ghi.")
    written = write(reading.root, plan.texts)
    listed = "\n".join(f"Đã ghi {path}" for path in written) or "Số liệu đã có đủ, không có gì thay đổi."
    return Report(f"{text}\n{listed}", written=written)


def _worded(
    reading: Reading,
    understood: Understood,
    entries: Sequence[Entry],
    plan: Plan,
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
    parts += [f"Trang {former} không còn, địa chỉ này chuyển sang {target}." for former, target in plan.moved.items()]
    parts += [f"Trang {former} có lại, địa chỉ này không còn chuyển đi nơi khác." for former in plan.returned]
    return "\n".join(parts)
