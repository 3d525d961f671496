"""Reads a file of answers: options of `import`, one in each line, in the form in which hints state them."""

import argparse
import re
import shlex
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, NoReturn

from generator.arguments import Parser, translated
from generator.problems import visible

MAX_BYTES = 100_000
"""Limit on the size of a file of answers, which has some hundred lines at most. Python's parser of options takes a time
that grows with the square of their number."""

_AROUND = " \t\r\n\u00a0\u200b\ufeff"
"""Spaces around a line, among them those without width that pages and programs add."""
_BULLET = re.compile(r"^[-–—*+•·]\s+")
_LEAD_IN = re.compile(r"^(?:trả lời|thêm|chọn|hay|nhập lại với)\s+", re.IGNORECASE)
"""Words before an answer or an option in the hints, which may be copied with it."""
_EXPLANATION = re.compile(r"(?<=\S)\s+\([^()=]*\)$")
"""An explanation after an answer in the hints, as in `C7=skip (bỏ cột này)`, which may be copied with it."""
_QUOTED = re.compile(r"[`'\"‘“]([^`'\"‘’“”]*)[`'\"’”]")
_STRAIGHT = str.maketrans("‘’“”", "''\"\"")
"""Word writes curved quotation marks for straight ones."""
_WORD_DASH = re.compile(r"(?<![^\s'\"])[–—](?=[a-z])")
"""The dash that Word writes for the two hyphens before the name of an option."""
_HINT = r"(?:[^=#]*(?<!\w)(?:thêm|chọn|hay|với|ví dụ)\s+)?"
"""What hints write before an option. After other words, such as `không phải`, an option is not applied."""
_SINGLE = ("PERIOD", "WITHIN", "MAPPING", "KIND", "MISSING")
"""The options that may have only one value."""
_NAMED = re.compile(_HINT + rf"({'|'.join(_SINGLE)}|AMENDS)\s*=\s*(.*)", re.IGNORECASE)
_UNREAD = re.compile(r"SKIP_UNREAD\s*=\s*1", re.IGNORECASE)
_OTHER = re.compile(_HINT + r"ARGS\s*=\s*(['\"])((?:(?!\1).)*)\1", re.IGNORECASE)
_ANSWERS = re.compile(r"ANSWERS\s*=\s*(['\"])(.*)\1", re.IGNORECASE)


class LinesParser(Parser):
    """A parser of the options in a file. Whoever wrote the file may not know the command line, so that a fault names
    the file and not the help."""

    def error(self, message: str) -> NoReturn:
        """Prints the fault and exits with 2."""
        self.exit(2, f"{self.prog}: {visible(translated(message))}\n")


class OptionsFile(argparse.Action):
    """An option whose value is a file with more options, one in each line, in the form in which `make import` and its
    hints state them. The parser `reads` them."""

    def __init__(self, option_strings: Sequence[str], dest: str, reads: LinesParser, **settings: Any) -> None:  # noqa: ANN401 - argparse's own
        super().__init__(option_strings, dest, type=Path, **settings)
        self.reads = reads

    def __call__(
        self,
        parser: argparse.ArgumentParser,
        namespace: argparse.Namespace,
        values: Any,  # noqa: ANN401 - as argparse declares it
        option_string: str | None = None,  # noqa: ARG002 - argparse passes it
    ) -> None:
        try:
            if values.stat().st_size > MAX_BYTES:
                parser.exit(2, f"{values.name}: dài hơn 100 kB, chỉ ghi các câu trả lời và tùy chọn\n")
            text = values.read_text(encoding="utf-8-sig")
        except OSError:
            parser.error(f"không đọc được tệp {values}")
        except UnicodeDecodeError:
            parser.exit(2, f"{values.name}: không phải tệp văn bản UTF-8, lưu lại dạng UTF-8\n")
        setattr(namespace, self.dest, values)
        try:
            arguments = [argument for line in text.splitlines() for argument in _arguments_in(_plain(line))]
        except ValueError:
            parser.exit(2, f"{values.name}: ARGS: thiếu dấu nháy đóng\n")
        if contradiction := _contradiction(arguments):
            parser.exit(2, f"{values.name}: {contradiction}\n")
        self.reads.prog = values.name
        self.reads.parse_args(arguments, namespace)


def _plain(line: str) -> str:
    """Returns a line without what surrounds an answer where it was copied from: a bullet, quotation marks, words of the
    hint, punctuation."""
    line = _BULLET.sub("", line.strip(_AROUND)).rstrip(".,; ")
    line = _LEAD_IN.sub("", _EXPLANATION.sub("", line), count=1)
    quoted = _QUOTED.fullmatch(line)
    return quoted[1].strip() if quoted else line


def _arguments_in(line: str) -> Iterator[str]:
    """Yields the arguments that a line states: `PERIOD=2024-06`, `ARGS='--decimal comma'`, or the answer `C7=skip`.
    Raises ValueError if a quotation mark is missing."""
    straight = line.translate(_STRAIGHT)
    if not line:
        return
    if other := _OTHER.fullmatch(straight):
        yield from shlex.split(_WORD_DASH.sub("--", other[2]))
    elif answers := _ANSWERS.fullmatch(straight):
        yield f"--answer={answers[2]}"
    elif named := _NAMED.fullmatch(straight):
        value = named[2].strip("'\"")
        yield f"--{named[1].lower()}={value}"
    elif _UNREAD.fullmatch(line):
        yield "--skip-unread"
    else:
        yield f"--answer={line}"


def _contradiction(arguments: Sequence[str]) -> str:
    """Returns the fault that an option has two values; empty if none has."""
    given: dict[str, str] = {}
    for argument in arguments:
        option, _, value = argument.partition("=")
        name = option.removeprefix("--").upper()
        if name in _SINGLE and given.setdefault(name, value) != value:
            return f"{name} có hai giá trị ({given[name]} và {value}), chỉ giữ lại một"
    return ""
