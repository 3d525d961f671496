"""Bytes → strings with line numbers; nothing is converted, guessed or dropped.

A file that cannot be read exactly is a problem, not a best effort: `pd.read_csv` and `yaml.safe_load` both guess types
(`01` → 1, `no` → False, `NA` → missing) and keep the last of two equal keys, so neither decides anything here.

What a file says follows from its bytes alone and is remembered: whoever shows a site while it is edited reads only the
file that changed.
"""

import csv
import hashlib
import io
import re
import unicodedata
from collections import OrderedDict
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import wraps
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple, ParamSpec, TypeAlias, TypeVar

import pandas as pd
import yaml

from generator.bulk import in_categories
from generator.problems import Problem
from generator.spotless import HIDDEN, spotless

if TYPE_CHECKING:
    import _csv

FORMAT_HINT = "chạy `make format` để sửa tự động"
ORDER_HINT = f"{FORMAT_HINT}; nếu các dòng bên dưới cũng có lỗi thì trước hết xem lại tên các cột có bị đổi chỗ không"
_SEPARATORS = {";": "dấu chấm phẩy", "\t": "phím Tab", "|": "dấu gạch đứng"}
_UNMERGED = re.compile(r"^(?:<{7}|>{7}) ", re.MULTILINE)
_MERGE_MARK = re.compile(r"^(?:<{7} |\|{7} |={7}$|>{7} ).*", re.MULTILINE)
_EXCEL = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0")
_DEEPEST = 8
_NO_TEXT = {"tag:yaml.org,2002:null": "không có giá trị", "tag:yaml.org,2002:bool": "đúng hoặc sai"}
"""Kinds of value that YAML takes some unquoted words for, and what it means by them."""
_CURLY = ("“", "”", "„", "‘", "’")
_PARTED = re.compile(r"-?[0-9]+,[0-9]+")

_REMEMBERED = 512
"""A portal has a few files for each document."""
REPEATED = frozenset(
    {
        "unit_id",
        "level",
        "aggregate",
        "indicator_id",
        "period",
        "due",
        "comparison",
        "value",
        "status",
        "reading",
        "note",
    }
)
"""Columns whose texts many rows share: each text is kept, and looked at, once."""

P = ParamSpec("P")
T = TypeVar("T")


def remembered(work: Callable[P, T]) -> Callable[P, T]:
    """Remembers what follows from arguments alone, a file's content above all; of bytes only their digest is kept."""
    known: OrderedDict[tuple[object, ...], T] = OrderedDict()

    @wraps(work)
    def found(*arguments: P.args, **named: P.kwargs) -> T:
        key = tuple(map(_digested, (*arguments, *named.items())))
        if key not in known:
            known[key] = work(*arguments, **named)
        known.move_to_end(key)
        if len(known) > _REMEMBERED:
            known.popitem(last=False)
        return known[key]

    return found


def _digested(argument: object) -> object:
    return hashlib.sha256(argument).digest() if isinstance(argument, bytes) else argument


@dataclass(frozen=True, eq=False)
class Records:
    """The rows of one CSV file, as written; one object for one content of the file.

    `frame` has the file's columns as strings, as categories where rows repeat them, and `line`, the row's line in the
    file (int64). `canonical` says that nothing in the file needs to be written otherwise, `whole` that each of its rows
    has as many cells as there are columns.
    """

    path: str
    frame: pd.DataFrame
    canonical: bool = False
    whole: bool = True


@dataclass(frozen=True)
class YamlText:
    """A scalar as written: `no` is the text `no`."""

    text: str
    line: int


@dataclass(frozen=True)
class YamlList:
    """A sequence with the line it starts on."""

    items: "tuple[YamlNode, ...]"
    line: int


@dataclass(frozen=True)
class YamlMap:
    """A mapping with unique keys and the line it starts on."""

    entries: "dict[str, YamlNode]"
    line: int


YamlNode = YamlText | YamlList | YamlMap


def read_text(root: Path, path: str, faults: list[Problem]) -> str | None:
    """The file's text, or None with a problem when it is missing, not UTF-8 or not merged.

    Faults of form go to their lines.
    """
    raw = read_bytes(root, path, faults)
    if raw is None:
        return None
    text, found = _text(path, raw)
    faults.extend(found)
    return text


def read_bytes(root: Path, path: str, faults: list[Problem]) -> bytes | None:
    """What the file holds, or None with a problem when there is no such file or it cannot be read."""
    try:
        return (root / path).read_bytes()
    except FileNotFoundError:
        faults.append(Problem(path, 0, "", "", "không có tệp này", "tạo lại tệp, hoặc lấy lại từ phiên bản trước"))
    except OSError:
        hint = "ở đây phải là một tệp, không phải thư mục; lấy lại từ phiên bản trước"
        faults.append(Problem(path, 0, "", "", "không phải tệp đọc được", hint))
    return None


def _text(path: str, raw: bytes) -> tuple[str | None, list[Problem]]:
    """The text of the bytes, and their faults."""
    try:
        text = raw.decode("utf-8")
    except UnicodeDecodeError as error:
        return None, [_undecoded(path, raw, error.start)]
    faults = list(_form_faults(path, text))
    body = plain_lines(text)
    if _UNMERGED.search(body):
        return None, [*faults, *_unmerged(path, body)]
    return body, faults


def _undecoded(path: str, raw: bytes, at: int) -> Problem:
    if raw.startswith(_EXCEL):
        return Problem(path, 0, "", "", "là bảng tính Excel mang đuôi tệp khác", "lưu lại từ Excel theo kiểu CSV UTF-8")
    hint = "lưu lại tệp với mã UTF-8 (trong Excel: CSV UTF-8)"
    return Problem(path, raw.count(b"\n", 0, at) + 1, "", "", "tệp không phải mã UTF-8", hint)


def plain_lines(text: str) -> str:
    """The text without BOM, with LF as the end of each line."""
    return text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")


def _form_faults(path: str, text: str) -> Iterator[Problem]:
    if text.startswith("\ufeff"):
        yield Problem(path, 1, "", "", "tệp mở đầu bằng dấu BOM", FORMAT_HINT)
    if "\r" in text:
        line = text.count("\n", 0, text.index("\r")) + 1
        yield Problem(path, line, "", "", "xuống dòng kiểu Windows (CRLF)", FORMAT_HINT)
    body = plain_lines(text)
    if unicodedata.is_normalized("NFC", body) and not HIDDEN.search(body):
        return
    for number, line_text in enumerate(body.split("\n"), 1):
        yield from _line_faults(path, number, line_text)


def _unmerged(path: str, body: str) -> Iterator[Problem]:
    for mark in _MERGE_MARK.finditer(body):
        hint = "giữ lại một trong hai bản, xóa các dòng <<<<<<<, ======= và >>>>>>>"
        yield Problem(path, body.count("\n", 0, mark.start()) + 1, "", mark[0], "hai bản sửa chưa gộp xong", hint)


def _line_faults(path: str, number: int, text: str) -> Iterator[Problem]:
    if not unicodedata.is_normalized("NFC", text):
        word = next(w for w in re.split(r"[,\s]+", text) if not unicodedata.is_normalized("NFC", w))
        yield Problem(
            path, number, "", word, "chữ có dấu viết bằng mã tổ hợp (NFD), tìm kiếm sẽ không thấy", FORMAT_HINT
        )
    hidden = HIDDEN.search(text)
    if hidden:
        yield _hidden(path, number, hidden[0])


def _hidden(path: str, line: int, sign: str) -> Problem:
    return Problem(path, line, "", f"U+{ord(sign):04X}", "ký tự ẩn, không nhìn thấy được", "xóa ký tự này")


def without_hidden(text: str) -> str:
    """The text without the characters that nobody sees and that no data file may hold."""
    return HIDDEN.sub("", text)


def read_csv(root: Path, path: str, columns: tuple[str, ...], faults: list[Problem]) -> Records | None:
    """The rows of a CSV file with exactly these columns, or None when they cannot all be told.

    Faults of form (separator, columns, ragged or blank rows, line breaks in cells) are appended to `faults`.
    """
    records = read_figures(root, path, columns, faults)
    return records if records is not None and records.whole else None


def read_figures(root: Path, path: str, columns: tuple[str, ...], faults: list[Problem]) -> Records | None:
    """As `read_csv`, but with the rows that can be told where some cannot. Nothing refers to a row of figures, so one
    that is left out makes no other fault, and the cells of all the others are proved in the same run."""
    return read_rows(_records, root, path, columns, faults)


Understanding: TypeAlias = Callable[[str, bytes, tuple[str, ...]], "tuple[Records | None, tuple[Problem, ...]]"]
"""From the path, the bytes and the columns of a file to its rows and what is wrong with them."""


def read_rows(
    understand: Understanding, root: Path, path: str, columns: tuple[str, ...], faults: list[Problem]
) -> Records | None:
    """The rows of a file of some form, or None when they cannot be told; what is wrong is appended to `faults`."""
    raw = read_bytes(root, path, faults)
    if raw is None:
        return None
    records, found = understand(path, raw, columns)
    faults.extend(found)
    return records


@remembered
def _records(path: str, raw: bytes, columns: tuple[str, ...]) -> tuple[Records | None, tuple[Problem, ...]]:
    repeated = REPEATED.intersection(columns)
    frame = spotless(raw, columns, repeated)
    if frame is not None:
        return Records(path, numbered(frame), canonical=True), ()
    text, faults = _text(path, raw)
    if text is None:
        return None, tuple(faults)
    reader = csv.reader(io.StringIO(text), strict=True)
    try:
        header = next(reader, [])
        found = list(_header_faults(path, header, columns))
        faults.extend(found)
        rows = list(_rows(path, reader, header)) if set(header) == set(columns) else []
    except csv.Error as error:
        return None, (*faults, _misquoted(path, 1, reader.line_num, error))
    faults.extend(row.fault for row in rows if row.fault)
    if any(problem.hint != ORDER_HINT for problem in found):
        return None, tuple(faults)
    lines = [row.line for row in rows if row.cells]
    frame = pd.DataFrame([row.cells for row in rows if row.cells], columns=header, dtype="str")
    stripped = frame.apply(lambda column: column.str.strip())
    faults.extend(_space_faults(path, frame, stripped, lines))
    whole = all(row.fault is None for row in rows)
    return Records(path, in_categories(stripped, repeated).assign(line=lines), whole=whole), tuple(faults)


def numbered(frame: pd.DataFrame) -> pd.DataFrame:
    """The rows with their lines: each takes one, and the heading the first."""
    return frame.assign(line=range(2, len(frame) + 2))


class _Row(NamedTuple):
    """A row with the line that it begins on: its cells, none where they cannot be told, and what is wrong with it."""

    line: int
    cells: list[str]
    fault: Problem | None = None


def _misquoted(path: str, start: int, end: int, error: csv.Error) -> Problem:
    """What is wrong with the row that begins on line `start` and was read up to line `end`. No cell holds a line break,
    so a quote that closes on another line, or nowhere, is one that was left open on the first."""
    hint = 'viết dấu nháy kép trong ô thành hai dấu ("") và đóng mọi dấu nháy đã mở'
    if "field limit" in str(error):
        return Problem(path, start, "", "", f"ô dài quá {csv.field_size_limit()} ký tự", hint)
    unclosed = end > start or "end of data" in str(error)
    message = "dấu nháy kép mở ở dòng này mà không đóng" if unclosed else "dấu nháy kép đặt sai chỗ"
    return Problem(path, start, "", "", message, hint)


def _header_faults(path: str, header: list[str], columns: tuple[str, ...]) -> Iterator[Problem]:
    wanted = ",".join(columns)
    for separator, name in _SEPARATORS.items():
        if len(header) == 1 and separator in header[0]:
            yield Problem(path, 1, "", "", f"các cột ngăn bằng {name}, phải là dấu phẩy", f"dòng đầu phải là {wanted}")
            return
    if not set(header) & set(columns):
        message = "không phải dòng tên các cột" if any(header) else "thiếu dòng tên các cột"
        yield Problem(path, 1, "", ",".join(header), message, f"dòng đầu phải là {wanted}")
    else:
        yield from _column_faults(path, header, columns)


def _column_faults(path: str, header: list[str], columns: tuple[str, ...]) -> Iterator[Problem]:
    wanted = ",".join(columns)
    if "" in header:
        yield Problem(path, 1, "", "", "có cột không tên (thừa dấu phẩy)", f"dòng đầu phải là {wanted}")
    for column in columns:
        if column not in header:
            yield Problem(path, 1, column, "", "thiếu cột này", f"dòng đầu phải là {wanted}")
    for column in header:
        if column and column not in columns:
            yield Problem(path, 1, "", column, "cột này không có trong quy định", f"dòng đầu phải là {wanted}")
    if len(header) != len(set(header)):
        yield Problem(path, 1, "", "", "có cột bị lặp", f"dòng đầu phải là {wanted}")
    elif set(header) == set(columns) and tuple(header) != columns:
        yield Problem(path, 1, "", "", "các cột không đúng thứ tự", ORDER_HINT)


def _rows(path: str, reader: "_csv.Reader", header: list[str]) -> Iterator[_Row]:
    width = len(header)
    for start, line, cells in _told(reader):
        if isinstance(cells, csv.Error):
            yield _Row(start, [], _misquoted(path, start, line, cells))
        elif not cells:
            yield _Row(start, [], Problem(path, start, "", "", "dòng trống", "xóa dòng này"))
        elif parted := _parted_decimal(cells, header):
            whole, fraction = parted
            at = header.index("value")
            message, hint = "không phải là số: dấu phẩy chia số thành hai ô", f"viết {whole}.{fraction}"
            fault = Problem(path, start, "value", f"{whole},{fraction}", message, f"dùng dấu chấm thập phân, {hint}")
            yield _Row(start, [*cells[:at], f"{whole}.{fraction}", *cells[at + 2 :]], fault)
        elif len(cells) != width:
            hint = "ô có dấu phẩy phải đặt trong dấu nháy kép; ô trống vẫn giữ dấu phẩy"
            yield _Row(start, [], Problem(path, start, "", "", f"có {len(cells)} ô, phải có {width} ô", hint))
        elif line > start:
            hint = "viết nội dung ô trên một dòng"
            yield _Row(start, [], Problem(path, start, "", "", "xuống dòng bên trong một ô", hint))
        else:
            yield _Row(start, cells)


def _told(reader: "_csv.Reader") -> Iterator[tuple[int, int, list[str] | csv.Error]]:
    """The cells of each row, with the lines that it begins and ends on; in the end the error that nothing can be told
    after."""
    line = reader.line_num
    try:
        for cells in reader:
            yield line + 1, reader.line_num, cells
            line = reader.line_num
    except csv.Error as error:
        yield line + 1, reader.line_num, error


def _parted_decimal(cells: list[str], header: list[str]) -> tuple[str, str] | None:
    """The halves of a figure that was written with a decimal comma and without quotes, where a row has one cell more
    than it should and the figure's cell and the next hold digits: `62,5` fills two cells."""
    at = header.index("value") if "value" in header else -1
    if at < 0 or len(cells) != len(header) + 1:
        return None
    return (cells[at], cells[at + 1]) if _PARTED.fullmatch(f"{cells[at]},{cells[at + 1]}") else None


def _space_faults(path: str, frame: pd.DataFrame, stripped: pd.DataFrame, lines: list[int]) -> Iterator[Problem]:
    for column in frame.columns:
        spaced = frame.index[frame[column] != stripped[column]]
        for row in spaced:
            value = str(frame.at[row, column])
            yield Problem(path, lines[row], column, value, "thừa dấu cách ở đầu hoặc cuối ô", FORMAT_HINT)


def read_yaml(root: Path, path: str, faults: list[Problem]) -> YamlNode | None:
    """The document's tree of strings with lines, or None with a problem when it cannot be parsed."""
    raw = read_bytes(root, path, faults)
    if raw is None:
        return None
    node, found = _yaml(path, raw)
    faults.extend(found)
    return node


@remembered
def _yaml(path: str, raw: bytes) -> tuple[YamlNode | None, tuple[Problem, ...]]:
    text, faults = _text(path, raw)
    node = _parsed(path, text, faults) if text is not None else None
    return node, tuple(faults)


def _parsed(path: str, text: str, faults: list[Problem]) -> YamlNode | None:
    try:
        refused, node = _composed(path, text)
    except yaml.MarkedYAMLError as error:
        faults.append(_ill_formed(path, error))
        return None
    except yaml.reader.ReaderError:
        faults.append(Problem(path, 0, "", "", "có ký tự YAML không nhận", "xóa ký tự ẩn trong tệp"))
        return None
    if refused:
        faults.append(refused)
        return None
    if node is None:
        faults.append(Problem(path, 0, "", "", "tệp trống", "lấy lại nội dung từ phiên bản trước"))
        return None
    return _tree(path, node, faults)


def _ill_formed(path: str, error: yaml.MarkedYAMLError) -> Problem:
    line = error.problem_mark.line + 1 if error.problem_mark else 0
    if "character escape code" in (error.problem or ""):
        hint = "viết thẳng ký tự cần dùng thay cho dấu \\ và mã số, hoặc xóa cả hai"
        return Problem(path, line, "", "", "mã số sau dấu \\ không phải của ký tự nào", hint)
    hint = "xem lại thụt đầu dòng, dấu hai chấm và dấu nháy quanh dòng này"
    return Problem(path, line, "", "", "viết sai cú pháp YAML", hint)


def _composed(path: str, text: str) -> tuple[Problem | None, yaml.Node | None]:
    """What is refused of the text, or its tree.

    Raises YAMLError for what is no YAML. The parser in C is ten times faster; where it fails, the one in Python tells
    the line more exactly.
    """
    fast = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    try:
        return _composed_by(fast, path, text)
    except yaml.YAMLError as error:
        return _composed_exactly(path, text, error)


def _composed_exactly(path: str, text: str, told: yaml.YAMLError) -> tuple[Problem | None, yaml.Node | None]:
    """By the parser in Python. For a number that no character has it fails in Python's own `chr`, and tells no line:
    then the other parser's error stays."""
    try:
        return _composed_by(yaml.SafeLoader, path, text)
    except (ValueError, OverflowError):
        raise told from None


def _composed_by(loader: "type[yaml.SafeLoader]", path: str, text: str) -> tuple[Problem | None, yaml.Node | None]:
    refused = next(_refused(path, text, loader), None)
    return refused, None if refused else yaml.compose(text, Loader=loader)


def _refused(path: str, text: str, loader: "type[yaml.SafeLoader]") -> Iterator[Problem]:
    """YAML that data files do without: aliases, with which a short file means an endless one, and deep nesting."""
    depth = 0
    for event in yaml.parse(text, Loader=loader):
        line = event.start_mark.line + 1 if event.start_mark else 0
        depth += isinstance(event, yaml.CollectionStartEvent) - isinstance(event, yaml.CollectionEndEvent)
        if isinstance(event, yaml.AliasEvent):
            hint = "viết lại đủ giá trị; giá trị có dấu * ở đầu phải đặt trong dấu nháy"
            yield Problem(path, line, "", f"*{event.anchor}", "dùng lại giá trị ở chỗ khác bằng dấu sao", hint)
        if depth > _DEEPEST:
            yield Problem(path, line, "", "", "các giá trị lồng nhau quá sâu", "bỏ bớt các dấu [ hoặc { lồng nhau")


def _tree(path: str, node: yaml.Node, faults: list[Problem], field: str = "") -> YamlNode:
    line = node.start_mark.line + 1
    if isinstance(node, yaml.MappingNode):
        return YamlMap(_entries(path, node, faults), line)
    if isinstance(node, yaml.SequenceNode):
        return YamlList(tuple(_tree(path, item, faults, field) for item in node.value), line)
    text = str(node.value).strip()
    faults.extend(fault for fault in _scalar_faults(path, line, text) if fault not in faults)
    faults.extend(_unquoted(path, node, field) if isinstance(node, yaml.ScalarNode) else ())
    return YamlText(text, line)


def _unquoted(path: str, node: yaml.ScalarNode, field: str) -> Iterator[Problem]:
    """Where the person who wrote a value meant no text, or meant quotes that YAML does not know."""
    line, text = node.start_mark.line + 1, str(node.value)
    if text and node.tag in _NO_TEXT:
        hint = f'không có giá trị thì bỏ dòng này; nếu đúng là chữ thì đặt trong dấu nháy: "{text}"'
        yield Problem(
            path, line, field, text, f"không có dấu nháy nên nghĩa là {_NO_TEXT[node.tag]}, không phải chữ", hint
        )
    if text.startswith(_CURLY) and not node.style:
        hint = 'thay bằng dấu nháy thẳng ("), hoặc giữ dấu cong và đặt cả giá trị trong dấu nháy thẳng'
        yield Problem(path, line, field, text, "mở đầu bằng dấu nháy cong, YAML không coi là dấu nháy", hint)


def _scalar_faults(path: str, line: int, text: str) -> Iterator[Problem]:
    """What only the value shows: a quoted YAML text can write any character by its number."""
    if "\n" in text:
        hint = "viết nội dung trên một dòng, hoặc sau dấu > và không có dòng trống"
        yield Problem(path, line, "", "", "xuống dòng bên trong một giá trị", hint)
    hidden = HIDDEN.search(text)
    if hidden:
        yield _hidden(path, line, hidden[0])


def _entries(path: str, node: yaml.MappingNode, faults: list[Problem]) -> dict[str, YamlNode]:
    entries: dict[str, YamlNode] = {}
    for key, value in node.value:
        if not isinstance(key, yaml.ScalarNode):
            hint = "đặt giá trị có dấu {, [ hoặc ? ở đầu trong dấu nháy"
            faults.append(Problem(path, key.start_mark.line + 1, "", "", "tên khóa phải là chữ", hint))
            continue
        name = str(key.value)
        if name in entries:
            line = key.start_mark.line + 1
            faults.append(Problem(path, line, name, "", "khóa này đã có ở trên", "xóa một trong hai dòng"))
            continue
        entries[name] = _tree(path, value, faults, name)
    return entries
