"""Text of the data within Markdown that GitHub shows: in the summary of a step and in a pull request."""

import re

_QUIET = "\N{ZERO WIDTH SPACE}"
_ESCAPED = str.maketrans(
    {character: f"\\{character}" for character in "\\`*_[]~|$^"}
    | {"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&#39;"}
)


def cell(text: str) -> str:
    """Text that is shown as it is, on one line, within a cell too: no HTML, no Markdown, no link; nobody is mentioned,
    and no other issue is referred to."""
    return _loose(" ".join(text.split())).translate(_ESCAPED)


def _loose(text: str) -> str:
    """The text with a zero-width space where GitHub would make a link, a mention or a reference."""
    apart = re.sub(r"([@#])(?=\w)", rf"\1{_QUIET}", text)
    apart = re.sub(r"(?i)(\bwww|:)(?=\.|//)", rf"\1{_QUIET}", apart)
    return re.sub(r"(?i)\b(gh)(?=-\d)", rf"\1{_QUIET}", apart)
