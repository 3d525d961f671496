"""The parser of the command line: argparse with Vietnamese messages."""

import argparse
import re
from typing import NoReturn

_MESSAGES = (
    (r"unrecognized arguments: (.*)", r"không có tùy chọn {}"),
    (r"the following arguments are required: (.*)", r"thiếu {}"),
    (r"argument (.*): expected one argument", r"{}: thiếu giá trị"),
    (r"argument (.*): invalid choice: (.*) \(choose from (.*)\)", r"{}: không có {}, chọn {}"),
    (r"argument (.*): invalid \w+ value: (.*)", r"{}: {} không hợp lệ"),
)
"""The messages of argparse that users of the commands can cause, each with its translation."""


class Parser(argparse.ArgumentParser):
    """A parser that states faults in Vietnamese and does not print the list of all options."""

    def error(self, message: str) -> NoReturn:
        """Prints the fault and exits with 2."""
        self.exit(2, f"{translated(message)}\nXem cách dùng: python -m {self.prog} --help\n")


def translated(message: str) -> str:
    """Returns a message of argparse in Vietnamese; unchanged if users cannot cause it."""
    found = ((re.fullmatch(pattern, message), text) for pattern, text in _MESSAGES)
    return next((text.format(*match.groups()) for match, text in found if match), message)
