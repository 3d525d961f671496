"""Arguments of the command line: a parser with Vietnamese messages, and options that are written in a file."""

import argparse
import re
import shlex
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, NoReturn

_MESSAGES = (
    (r"unrecognized arguments: (.*)", r"không có tùy chọn {}"),
    (r"the following arguments are required: (.*)", r"thiếu {}"),
    (r"argument (.*): expected one argument", r"{}: thiếu giá trị"),
    (r"argument (.*): invalid choice: (.*) \(choose from (.*)\)", r"{}: không có {}, chọn {}"),
    (r"argument (.*): invalid \w+ value: (.*)", r"{}: {} không hợp lệ"),
)
"""The messages of argparse that users of the commands can cause, each with its translation."""
_LEAD_IN = re.compile(r"^(?:trả lời|thêm|chạy lại với)\s+", re.IGNORECASE)
"""Words before an answer or an option in the hints, which may be copied with it."""
_NAMED = re.compile(r"(PERIOD|WITHIN|MAPPING|KIND|MISSING|AMENDS)\s*=\s*(.*)")
_UNREAD = re.compile(r"SKIP_UNREAD\s*=\s*1")
_OTHER = re.compile(r"ARGS\s*=\s*(['\"])(.*)\1")
_ANSWERS = re.compile(r"ANSWERS\s*=\s*(['\"])(.*)\1")


class Parser(argparse.ArgumentParser):
    """A parser that states faults in Vietnamese and does not print the list of all options."""

    def error(self, message: str) -> NoReturn:
        """Prints the fault and exits with 2."""
        found = ((re.fullmatch(pattern, message), text) for pattern, text in _MESSAGES)
        translated = next((text.format(*match.groups()) for match, text in found if match), message)
        self.exit(2, f"{translated}\nXem cách dùng: python -m {self.prog} --help\n")


class OptionsFile(argparse.Action):
    """An option whose value is a file with more options, one in each line, in the form in which `make import` and its
    hints state them. The parser `reads` them."""

    def __init__(self, option_strings: Sequence[str], dest: str, reads: Parser, **settings: Any) -> None:  # noqa: ANN401 - argparse's own
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
            text = values.read_text(encoding="utf-8-sig")
        except OSError:
            parser.error(f"không đọc được tệp {values}")
        except UnicodeDecodeError:
            parser.error(f"{values.name}: không phải tệp văn bản UTF-8, lưu lại dạng UTF-8")
        setattr(namespace, self.dest, values)
        try:
            arguments = [argument for line in text.splitlines() for argument in _arguments_in(line.strip())]
        except ValueError:
            parser.error(f"{values.name}: ARGS: thiếu dấu nháy đóng")
        self.reads.parse_args(arguments, namespace)


def _arguments_in(line: str) -> Iterator[str]:
    """Yields the arguments that a line states: `PERIOD=2024-06`, `ARGS='--decimal comma'`, or the answer `C7=skip`.
    Raises ValueError if a quotation mark is missing."""
    line = _LEAD_IN.sub("", line, count=1)
    if not line:
        return
    if named := _NAMED.fullmatch(line):
        yield f"--{named[1].lower()}={named[2]}"
    elif _UNREAD.fullmatch(line):
        yield "--skip-unread"
    elif other := _OTHER.fullmatch(line):
        yield from shlex.split(other[2])
    elif answers := _ANSWERS.fullmatch(line):
        yield f"--answer={answers[2]}"
    else:
        yield f"--answer={line}"
