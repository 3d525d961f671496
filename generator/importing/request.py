"""The options that the user gave on the command line, checked before any file is read."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from generator.data_files import MAPPINGS
from generator.importing.entries import RESULTS, TARGETS
from generator.importing.sheets.grid import clean
from generator.loading.mappings import DECIMAL_CODES
from generator.model import Period

KINDS = (RESULTS, TARGETS)
KEEP, REMOVE = "keep", "remove"
"""Values of `--missing`: what to do with rows that are in the data but not in a table that is imported again."""

_SOURCE_ID = re.compile(r"[A-Za-z0-9]+(?:[.-][A-Za-z0-9]+)*")
_MAPPING = re.compile(r"(?:data/mappings/)?(?P<name>[A-Za-z0-9]+(?:[.-][A-Za-z0-9]+)*?)(?:\.yml)?")
_MAX_ID_LENGTH = 100
_CELL = re.compile(r"(?<![^!])[A-Za-z]{1,3}[0-9]{1,7}\*?$")
_TWO_ANSWERS = re.compile(r"=\s*[^\s=]+[\s,]+(?:[^=]*!)?[A-Za-z]{1,3}[0-9]{1,7}\*?\s*=")
"""Matches two answers without a semicolon between them."""


class WrongArguments(Exception):
    """Arguments that are wrong whatever the file or the data contain."""


@dataclass(frozen=True)
class Request:
    """The options that the user gave on the command line.

    `document` are the fields of a new document. `related` are the documents that it amends or replaces, by field.
    `answers_file` is the name of the file that contains the answers; empty if they were given on the command line.
    """

    file: Path
    source_id: str
    period: str = ""
    within: str = ""
    mapping: str = ""
    kind: str = ""
    missing: str = ""
    skip_unread: bool = False
    write: bool = False
    answers: Sequence[str] = ()
    answers_file: str = ""
    decimal: str = ""
    document: Mapping[str, str] = field(default_factory=dict)
    related: Mapping[str, Sequence[str]] = field(default_factory=dict)
    today: date = date.max

    @property
    def answers_place(self) -> str:
        """Where the user gave the answers, for messages."""
        return self.answers_file or "ANSWERS"


def check_options(request: Request) -> None:
    """Checks the options. Raises WrongArguments for those that are wrong whatever the file contains."""
    if not request.file.name:
        raise WrongArguments("chưa nêu tệp cần nhập (make import FILE=… SOURCE=…)")
    if not request.file.exists():
        raise WrongArguments(f"không có tệp {clean(str(request.file))}")
    if not _SOURCE_ID.fullmatch(request.source_id) or len(request.source_id) > _MAX_ID_LENGTH:
        raise WrongArguments("SOURCE: mã văn bản chỉ gồm chữ không dấu, chữ số, gạch nối, ví dụ 1612-UBND-KSTT-2024")
    if request.kind not in ("", *KINDS):
        raise WrongArguments(f"KIND: chọn {' hay '.join(KINDS)}")
    if request.decimal not in ("", *DECIMAL_CODES):
        raise WrongArguments(f"--decimal trong ARGS: chọn {' hay '.join(DECIMAL_CODES)}")
    if request.missing not in ("", KEEP, REMOVE):
        raise WrongArguments(f"MISSING: chọn {KEEP} hay {REMOVE}")
    if request.missing == REMOVE and request.skip_unread:
        raise WrongArguments(f"MISSING={REMOVE}: không dùng cùng SKIP_UNREAD, ô chưa đọc không phải là thiếu")
    if request.mapping and not _MAPPING.fullmatch(request.mapping):
        raise WrongArguments(f"MAPPING: tên một tệp trong {MAPPINGS}, không kèm đuôi .yml")
    if request.period:
        period_of(request.period)
    dict(answers(request))


def answers(request: Request) -> Iterator[tuple[str, str]]:
    """Yields each answer of the user as cell and text: `D5=online-payment; B14=tay-ninh.so-y-te`. Raises WrongArguments
    if a text is not an answer, or if a cell has two different answers."""
    given: dict[str, str] = {}
    for text in request.answers:
        for answer in filter(None, map(str.strip, text.split(";"))):
            cell, value = _cell_and_value(answer, request.answers_place)
            if given.setdefault(cell, value) != value:
                both = f"{clean(given[cell])} và {clean(value)}"
                message = f"ô {clean(cell)} có hai câu trả lời ({both}), chỉ giữ lại một"
                raise WrongArguments(f"{request.answers_place}: {message}")
    yield from given.items()


def _cell_and_value(text: str, place: str) -> tuple[str, str]:
    """Splits an answer into the cell address, with its column in capitals, and the text of the answer."""
    if _TWO_ANSWERS.search(text):
        remedy = "ngăn các câu trả lời bằng dấu chấm phẩy, ví dụ D5=online-payment; D17=58.73"
        raise WrongArguments(f"{place}: {remedy} (đang ghi {clean(text)})")
    cell, sign, value = (part.strip() for part in text.rpartition("="))
    if not (_CELL.search(cell) and sign and value):
        raise WrongArguments(
            f"{place}: viết ô, dấu bằng, câu trả lời, ví dụ D5=online-payment (đang ghi {clean(text)})"
        )
    return _CELL.sub(lambda found: found[0].upper(), cell), value


def period_of(text: str) -> Period:
    """Returns the period of the option `--period`. Raises WrongArguments if the text is not a period."""
    try:
        return Period.parse(text)
    except ValueError as error:
        message = f"PERIOD: {clean(text)} không phải là kỳ, viết 2024, 2024-Q2 hoặc 2024-06"
        raise WrongArguments(message) from error


def mapping_name(request: Request, default: str) -> str:
    """Returns the name of the mappings file in which the user's decisions are saved, without the suffix `.yml`."""
    found = _MAPPING.fullmatch(request.mapping)
    return found["name"] if found else default
