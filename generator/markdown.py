"""Writes text of the data safely into Markdown that GitHub shows, in the summary of a step and in pull requests."""

import re

_ZERO_WIDTH_SPACE = "\N{ZERO WIDTH SPACE}"
_ESCAPED = str.maketrans(
    {character: f"\\{character}" for character in "\\`*_[]~|$^"}
    | {"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&#39;"}
)


def cell(text: str) -> str:
    """Returns Markdown that GitHub shows as this plain text, on one line, also within a table cell. It contains no
    HTML, formatting or link, mentions nobody and refers to no issue."""
    return _without_links(" ".join(text.split())).translate(_ESCAPED)


def _without_links(text: str) -> str:
    """Returns the text with a zero-width space where GitHub would make a link, a mention or a reference."""
    apart = re.sub(r"([@#])(?=\w)", rf"\1{_ZERO_WIDTH_SPACE}", text)
    apart = re.sub(r"(?i)(\bwww|:)(?=\.|//)", rf"\1{_ZERO_WIDTH_SPACE}", apart)
    return re.sub(r"(?i)\b(gh)(?=-\d)", rf"\1{_ZERO_WIDTH_SPACE}", apart)
