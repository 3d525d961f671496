"""The command line `python -m generator …`: arguments, printing, exit codes. Only this module reads the clock and the
environment."""

import argparse
import importlib
import os
import re
import sys
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, date, datetime, timedelta, timezone
from pathlib import Path
from types import ModuleType

from generator.arguments import Parser
from generator.artifacts import Written
from generator.awaited import awaited_lines, awaited_months
from generator.build import build, format_data, record_release
from generator.deferred import collect_garbage_rarely
from generator.export.assessments_file import write_assessments
from generator.founding.command import NewPortalRequest, create_portal
from generator.founding.updating import UpdateRequest, update_portal
from generator.importing.answers_file import LinesParser, OptionsFile
from generator.model import Portal
from generator.problems import Problem, ProblemsFound, problems_text, raise_if_any, warnings_text
from generator.progress import show_step
from generator.reporting import annotations, json_lines, summary
from generator.review import compare_editions
from generator.shards import merge_parts, shard_of
from generator.validation import Examination, examine, load_checked_portal, load_valid_portal

_VIETNAM = timezone(timedelta(hours=7))

FORMATS = ("text", "github", "json", "markdown")

Command = Callable[[argparse.Namespace], int | None]

DOCUMENT_OPTIONS = {
    "number": "số, ký hiệu văn bản chưa khai, ví dụ 1834/UBND-KSTT khi mã văn bản là 1834-UBND-KSTT-2024",
    "title": "tên gọi của văn bản chưa khai",
    "document_kind": "loại văn bản chưa khai, ví dụ Công văn",
    "issuer": "cơ quan ban hành văn bản chưa khai",
    "issued_on": "ngày ban hành văn bản chưa khai, ví dụ 2024-06-30",
    "about": "nội dung chính của văn bản chưa khai",
}
RELATION_OPTIONS = {
    "amends": "mã văn bản được văn bản chưa khai này sửa đổi, ngăn bằng dấu chấm phẩy",
    "replaces": "mã văn bản bị văn bản chưa khai này thay thế, ngăn bằng dấu chấm phẩy",
}


def main(arguments: Sequence[str] | None = None) -> int:
    """Runs one command and returns its exit code: 0 if it succeeded, with or without warnings, 1 if there are problems.

    The problems are printed to standard error; `check` prints them in the requested format. argparse exits with 2 for
    wrong arguments.
    """
    options = _parser().parse_args(arguments)
    collect_garbage_rarely()
    command: Command = options.command
    try:
        return command(options) or 0
    except ProblemsFound as found:
        show_step("")
        print(found, file=sys.stderr)
        return 1


def _check(options: argparse.Namespace) -> int:
    examined = examine(options.root, options.today or _today())
    problems, warnings = examined.problems, examined.warnings
    if options.format == "text":
        _print_findings(examined)
    elif options.format == "json":
        for line in json_lines(problems, warnings):
            print(line)
    elif options.format == "markdown":
        print(summary(problems, warnings))
    else:
        print("\n".join(annotations(problems, warnings)))
        _add_to_summary(summary(problems, warnings))
    return 1 if problems else 0


def _print_findings(examined: Examination) -> None:
    """Prints faults to standard error, then warnings to standard output."""
    if examined.problems:
        print(problems_text(examined.problems), file=sys.stderr, flush=True)
    else:
        print(f"Dữ liệu hợp lệ: {_portal_size(examined.portal)}.")
    if examined.warnings:
        print(warnings_text(examined.warnings))


def _portal_size(portal: Portal) -> str:
    return f"{len(portal.units)} đơn vị, {len(portal.targets)} mức phải đạt, {len(portal.results)} kết quả"


def _add_to_summary(text: str) -> None:
    """Appends to the summary of the step, if GitHub Actions runs the command."""
    path = os.environ.get("GITHUB_STEP_SUMMARY")
    if path:
        with Path(path).open("a", encoding="utf-8") as file:
            file.write(text)


def _build(options: argparse.Namespace) -> None:
    shard = shard_of(options.shard) if options.shard is not None else None
    processes = options.processes or os.cpu_count() or 1
    report = build(options.root, options.today or _today(), processes, site_in(os.environ), shard)
    what = f"phần {shard} của {report.pages} trang" if shard else f"{report.pages} trang"
    print(f"Đã dựng {what}: {_file_counts(report.written)}.")


def _measure(options: argparse.Namespace) -> None:
    if options.out.is_dir():
        raise_if_any([Problem(str(options.out), 0, "", "", "là thư mục", "ghi cả tên tệp, ví dụ danh-gia.parquet")])
    rows = write_assessments(load_checked_portal(options.root), options.out)
    print(f"Đã ghi {rows} dòng đánh giá vào {options.out}.")


def _merge(options: argparse.Namespace) -> None:
    print(f"Đã gộp {len(options.folders)} phần: {_file_counts(merge_parts(options.root, options.folders))}.")


def _file_counts(written: Written) -> str:
    """`ghi 3 tệp, giữ nguyên 20, xóa 0`."""
    return f"ghi {len(written.changed)} tệp, giữ nguyên {written.unchanged}, xóa {len(written.deleted)}"


def _format(options: argparse.Namespace) -> None:
    for path in format_data(options.root):
        print(f"Đã viết lại {path}")


def _compare(options: argparse.Namespace) -> None:
    today = options.today or _today()
    print(compare_editions(options.old, options.new, today, markdown=options.format == "markdown"))


def _release(options: argparse.Namespace) -> None:
    written = list(record_release(options.root, options.today or _today()))
    print("\n".join(f"Đã ghi {path}" for path in written) or "Không có gì thay đổi từ phiên bản trước.")


def _awaited(options: argparse.Namespace) -> None:
    portal = load_valid_portal(options.root, ledger=False).portal
    for line in awaited_lines(awaited_months(portal, options.today or _today()), portal):
        print(line)


def _import(options: argparse.Namespace) -> None:
    command, request_module = _importing("command"), _importing("request")
    request = request_module.Request(
        file=options.file,
        source_id=options.source,
        period=options.period,
        within=options.within,
        mapping=options.mapping,
        kind=options.kind,
        missing=options.missing,
        skip_unread=options.skip_unread,
        write=options.write,
        answers=options.answer,
        answers_file=options.answers_file.name if options.answers_file else "",
        decimal=options.decimal,
        document={name.removeprefix("document_"): getattr(options, name) for name in DOCUMENT_OPTIONS},
        related={name: _ids(getattr(options, name)) for name in RELATION_OPTIONS},
        today=_today(),
    )
    parser: argparse.ArgumentParser = options.parser
    try:
        report = command.run_import(options.root, request)
    except request_module.WrongArguments as error:
        parser.exit(2, f"{error}\n")
    print(report.text)
    raise_if_any(report.problems)


def _ids(texts: Sequence[str]) -> tuple[str, ...]:
    """Returns the ids in the values of an option. It may be repeated and may list several ids: `1-BC; 2-BC`."""
    return tuple(id_ for text in texts for id_ in map(str.strip, text.split(";")) if id_)


def _template(options: argparse.Namespace) -> None:
    template = _importing("template")
    requested = template.TemplateRequest(options.level, options.period, options.within, tuple(options.indicator))
    parser: argparse.ArgumentParser = options.parser
    try:
        print(template.write_template(options.root, requested, options.out))
    except template.WrongArguments as error:
        parser.exit(2, f"{error}\n")


def _new_portal(options: argparse.Namespace) -> None:
    requested = NewPortalRequest(options.folder, options.province, options.with_past, options.departments)
    print(create_portal(options.root, requested))


def _update_portal(options: argparse.Namespace) -> None:
    print(update_portal(options.root, UpdateRequest(options.folder, tuple(options.keep))))


def _importing(module: str) -> ModuleType:
    """Returns a module of `importing`, which needs libraries that the site does not need.

    Raises ProblemsFound with a hint on what to install if such a library is missing.
    """
    try:
        return importlib.import_module(f"generator.importing.{module}")
    except ModuleNotFoundError as error:
        if (error.name or "").startswith("generator"):
            raise
        hint = "chạy `make import` hoặc `make template`: lệnh tự cài những gì còn thiếu"
        raise ProblemsFound(
            [Problem("requirements-import.lock", 0, "", str(error.name), "chưa được cài", hint)]
        ) from None


def site_in(environment: Mapping[str, str]) -> str:
    """Returns the address of the site from the variable SITE_URL, with a slash at its end; empty if it is not set."""
    address = environment.get("SITE_URL", "")
    return f"{address.rstrip('/')}/" if address else ""


def _today() -> date:
    return today_of(os.environ)


def today_of(environment: Mapping[str, str]) -> date:
    """Returns the day with which the site is dated (see `day_of`)."""
    return day_of(environment, datetime.now(UTC))


def day_of(environment: Mapping[str, str], now: datetime) -> date:
    """Returns the day of SOURCE_DATE_EPOCH, so that a commit always builds the same site. If it is not set, returns the
    present day in Vietnam.

    Raises ProblemsFound if the variable is not a time in seconds.
    """
    epoch = environment.get("SOURCE_DATE_EPOCH", "")
    if not epoch:
        return now.astimezone(_VIETNAM).date()
    if not re.fullmatch(r"[0-9]{1,11}", epoch):
        hint = "ghi số giây tính từ ngày 01/01/1970 như .ci/source-date in ra, hoặc bỏ biến này"
        raise_if_any([Problem("SOURCE_DATE_EPOCH", 0, "", epoch, "không phải thời điểm tính bằng giây", hint)])
    return datetime.fromtimestamp(int(epoch), UTC).date()


def _parser() -> argparse.ArgumentParser:
    parser = Parser(prog="generator", description="Cổng Minh Bạch: kiểm tra dữ liệu và dựng trang.")
    add = parser.add_subparsers(required=True, metavar="lệnh").add_parser
    check = _add_command(add, "check", _check, "kiểm tra toàn bộ dữ liệu, không ghi gì")
    _add_today_option(check)
    check.add_argument("--format", choices=FORMATS, default="text", help="cách viết lỗi và cảnh báo (mặc định: text)")
    build_ = _add_command(add, "build", _build, "kiểm tra rồi viết cây trang vào build/docs")
    _add_today_option(build_)
    build_.add_argument("--processes", type=int, help="số tiến trình (mặc định: số nhân của máy)")
    build_.add_argument("--shard", metavar="K/N", help="chỉ dựng phần thứ k trong n phần, để gộp lại bằng lệnh merge")
    merge = _add_command(add, "merge", _merge, "gộp các phần do nhiều máy dựng vào build/docs")
    merge.add_argument(
        "folders", type=Path, nargs="+", metavar="thư mục", help="thư mục có docs và shard.json của một phần"
    )
    measure = _add_command(add, "measure", _measure, "đánh giá, xếp hạng mọi kết quả và ghi vào một tệp Parquet")
    measure.add_argument("out", type=Path, help="tệp .parquet được ghi: các cột của assessments.csv")
    _add_command(add, "format", _format, "đưa tệp dữ liệu về dạng chuẩn, ghi thêm địa chỉ mới")
    _add_today_option(_add_command(add, "release", _release, "ghi phiên bản dữ liệu này vào data/history"))
    _add_today_option(_add_command(add, "awaited", _awaited, "cho biết số liệu của tháng nào lẽ ra phải có mà chưa có"))
    compare = _add_command(add, "compare", _compare, "so dữ liệu cũ với dữ liệu mới: điều gì thay đổi nếu đăng")
    compare.add_argument("old", type=Path, help="bản cũ: thư mục gốc của cổng, hoặc bản tải về của /data/")
    compare.add_argument("new", type=Path, help="bản mới: thư mục gốc của cổng, hoặc build/site/data")
    compare.add_argument("--format", choices=("text", "markdown"), default="text", help="cách viết (mặc định: text)")
    _add_today_option(compare)
    _import_options(_add_command(add, "import", _import, "nhập số liệu từ bảng tính, tệp Word hoặc CSV"))
    _template_options(_add_command(add, "template", _template, "tạo bảng tính mẫu để đơn vị điền số liệu"))
    _new_portal_options(_add_command(add, "new-portal", _new_portal, "tạo kho mã mới cho cổng của một tỉnh khác"))
    update = _add_command(add, "update-portal", _update_portal, "cập nhật chương trình của một cổng khác theo cổng này")
    update.add_argument("folder", type=Path, help="thư mục của cổng cần cập nhật")
    kept = "tệp của chương trình mà cổng đã sửa và giữ bản của mình, dù chương trình đã có bản mới"
    update.add_argument("--keep", nargs="+", default=[], metavar="TỆP", help=kept)
    return parser


def _import_options(parser: argparse.ArgumentParser) -> None:
    parser.set_defaults(parser=parser)
    parser.add_argument("file", type=Path, help="tệp .xlsx, .xls, .ods, .csv hoặc .docx")
    parser.add_argument("--source", required=True, help="mã văn bản, ví dụ 1612-UBND-KSTT-2024")
    parser.add_argument("--write", action="store_true", help="ghi vào data; không có thì chỉ xem")
    _reading_options(parser)
    in_file = LinesParser(add_help=False)
    _reading_options(in_file)
    text = "tệp ghi câu trả lời và các tùy chọn khác, mỗi dòng một điều như máy gợi ý"
    parser.add_argument("--answers-file", action=OptionsFile, reads=in_file, metavar="TỆP", help=text)


def _reading_options(parser: argparse.ArgumentParser) -> None:
    """Adds the options that decide how a file is read."""
    parser.add_argument("--period", default="", help="kỳ của số liệu, ví dụ 2024-06")
    parser.add_argument("--within", default="", help="mã tỉnh hoặc huyện mà các đơn vị trong bảng trực thuộc")
    parser.add_argument("--mapping", default="", help="tệp ghi các cách gọi đã xác định, trong data/mappings")
    parser.add_argument("--kind", default="", help="chỉ nhập kết quả (results), hoặc mức phải đạt (targets)")
    parser.add_argument("--answer", action="append", default=[], metavar="Ô=MÃ", help="trả lời câu hỏi ở một ô")
    parser.add_argument("--decimal", default="", help="dấu trước phần thập phân: comma (phẩy) hoặc point (chấm)")
    missing = "giữ (keep) hay bỏ (remove) các số đã nhập lần trước mà tệp gửi lại không còn có"
    parser.add_argument("--missing", default="", help=missing)
    parser.add_argument("--skip-unread", action="store_true", help="bỏ qua những ô chưa đọc được")
    for name, text in DOCUMENT_OPTIONS.items():
        parser.add_argument(f"--{name.replace('_', '-')}", default="", help=text)
    for name, text in RELATION_OPTIONS.items():
        parser.add_argument(f"--{name}", action="append", default=[], metavar="MÃ", help=text)


def _template_options(parser: argparse.ArgumentParser) -> None:
    parser.set_defaults(parser=parser)
    parser.add_argument("out", type=Path, help="tệp .xlsx được tạo")
    parser.add_argument("--level", required=True, help="cấp: department, district hoặc commune")
    parser.add_argument("--period", required=True, help="kỳ của số liệu, ví dụ 2024-06")
    parser.add_argument("--within", default="", help="mã tỉnh hoặc huyện")
    parser.add_argument("--indicator", action="append", default=[], help="mã chỉ tiêu; nhiều chỉ tiêu thì lặp lại")


def _new_portal_options(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("folder", type=Path, help="thư mục của kho mã mới, chưa có hoặc còn trống")
    parser.add_argument("--province", required=True, help="tên tỉnh, thành phố, ví dụ Đồng Nai")
    parser.add_argument("--with-past", action="store_true", help="gồm cả các đơn vị trước ngày 01/07/2025")
    parser.add_argument("--departments", type=Path, help="tệp ghi các sở, ban, ngành, mỗi dòng một tên")


def _add_command(
    add: Callable[..., argparse.ArgumentParser], name: str, command: Command, text: str
) -> argparse.ArgumentParser:
    parser = add(name, help=text, description=text)
    parser.add_argument("--root", type=Path, default=Path(), help="thư mục gốc của cổng (mặc định: thư mục hiện tại)")
    parser.set_defaults(command=command)
    return parser


def _add_today_option(parser: argparse.ArgumentParser) -> None:
    text = "ngày coi là hôm nay, ví dụ 2024-05-31 (mặc định: ngày của SOURCE_DATE_EPOCH)"
    parser.add_argument("--today", type=date.fromisoformat, help=text)
