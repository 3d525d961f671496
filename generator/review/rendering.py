"""A review as Markdown for a pull request, whose comments are bounded, and as plain text."""

from functools import cache

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from generator.history.wording import SAME
from generator.markdown import cell
from generator.review.effects import Review

LONGEST = 60_000
"""How many characters a comment may have: GitHub takes 65,536, and whoever posts it adds a few."""
_LIMITS = (200, 100, 50, 20, 10, 5, 2, 0)
"""How many rows of each kind are listed: as many as fit."""
_LONGEST_LINE = 3_000
"""How many characters of the names of files are shown."""
_WIDEST = 240
"""How many characters of a cell are shown."""


def as_markdown(review: Review) -> str:
    """What differs, folded by kind; so many rows of each that a comment of GitHub holds it."""
    template = _environment().get_template("review.md.j2")
    texts = (template.render(review=review, limit=limit) for limit in _LIMITS)
    return next(text for text in texts if len(text) <= LONGEST)


def as_text(report: str, review: Review) -> str:
    """The report of what changed in the published tables, then how much of each kind that makes, then the files that
    differ in what neither tells of. `report` is empty where nothing that is followed changed."""
    told = [f"  {section.told}: {section.count}" for section in review.sections]
    effects = ["Ảnh hưởng:", *told] if told else []
    unchanged = "Số liệu, đánh giá và danh mục được theo dõi không đổi." if told or review.files else SAME
    elsewhere = [f"Ngoài ra có thay đổi ở: {review.elsewhere}."] if review.files else []
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
    short = text if len(text) <= _WIDEST else f"{text[: _WIDEST - 1]}…"
    return Markup(cell(short))  # noqa: S704 - cell escapes all that HTML and Markdown would read


def _line(text: str) -> Markup:
    """A text of file names, which may be long; a comment holds no more than a part of it."""
    short = text if len(text) <= _LONGEST_LINE else f"{text[: _LONGEST_LINE - 1]}…"
    return Markup(cell(short))  # noqa: S704 - as above
