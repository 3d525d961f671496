"""Renders a review as Markdown for a comment on a pull request, whose length is limited, and as plain text."""

from functools import cache

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from generator.history.wording import SAME
from generator.markdown import cell
from generator.review.effects import Review

LONGEST = 60_000
"""Maximum length of a comment in characters. GitHub accepts 65,536, and the program that posts the comment adds a
few."""
_ROW_LIMITS = (200, 100, 50, 20, 10, 5, 2, 0)
"""Numbers of rows listed per kind, tried in this order until the comment is short enough."""
_MAX_LINE = 3_000
"""Maximum number of characters of a list of file names."""
_MAX_CELL = 240
"""Maximum number of characters of a cell."""


def as_markdown(review: Review) -> str:
    """Returns the differences, folded by kind, with as many rows of each kind as fit into a comment on GitHub."""
    template = _environment().get_template("review.md.j2")
    texts = (template.render(review=review, limit=limit) for limit in _ROW_LIMITS)
    return next(text for text in texts if len(text) <= LONGEST)


def as_text(report: str, review: Review) -> str:
    """Returns the report of changes in the published tables, then the number of differences of each kind, then other
    changed files. `report` is empty if no tracked value changed."""
    lines = [f"  {section.label}: {section.count}" for section in review.sections]
    effects = ["Ảnh hưởng:", *lines] if lines else []
    unchanged = "Số liệu, đánh giá và danh mục được theo dõi không đổi." if lines or review.files else SAME
    elsewhere = [f"Ngoài ra có thay đổi ở: {review.other_differences}."] if review.files else []
    return "\n".join([report or unchanged, *effects, *elsewhere])


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=PackageLoader("generator", "review"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters["cell"] = _cell
    environment.filters["line"] = _line
    return environment


def _cell(text: str) -> Markup:
    short = text if len(text) <= _MAX_CELL else f"{text[: _MAX_CELL - 1]}…"
    return Markup(cell(short))  # noqa: S704 - cell escapes all that HTML and Markdown would read


def _line(text: str) -> Markup:
    """Returns a list of file names; a long list is cut off, because a comment is limited."""
    short = text if len(text) <= _MAX_LINE else f"{text[: _MAX_LINE - 1]}…"
    return Markup(cell(short))  # noqa: S704 - as above
