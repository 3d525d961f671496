"""The addresses of pages: the form of each kind, and the subjects (units, indicators, documents, periods) that an
address names.

`PAGE_KINDS` lists every kind of page of which a portal can have several. The pages that a portal has once, such as
`/don-vi/`, and the hand-written pages are of no kind. The only exception is `/xep-hang/`: it is the ranking without a
province, a level and a period.
"""

import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property

from generator.data_files import COMPUTED_FROM, HISTORY, INDICATORS, RESULTS, SETTINGS, SOURCES, TASKS, UNITS
from generator.model.codes import Level

LEVEL_IDS = {
    Level.COUNTRY: "ca-nuoc",
    Level.PROVINCE: "cap-tinh",
    Level.DEPARTMENT: "so-ban-nganh",
    Level.DISTRICT: "cap-huyen",
    Level.COMMUNE: "cap-xa",
}
"""The names of levels in addresses and anchors."""

_NAME = r"[A-Za-z0-9][A-Za-z0-9._-]*"
_PERIOD = r"\d{4}(?:-Q[1-4]|-\d\d)?"

ADDRESS = re.compile(rf"/|(?:/{_NAME})+/")
"""The form of the address of a page."""


def is_address(text: str) -> bool:
    """Whether a text has the form of the address of a page."""
    return ADDRESS.fullmatch(text) is not None


def file_of(page: str, ending: str) -> str:
    """Returns the address of a file with the data of a page: `/data/don-vi/so-y-te.json` for `/don-vi/so-y-te/`."""
    return f"/data{page.rstrip('/')}.{ending}"


class Part(StrEnum):
    """A variable part of an address. Units, provinces, indicators and documents are named by their slugs."""

    UNIT = "unit"
    PROVINCE = "province"
    LEVEL = "level"
    INDICATOR = "indicator"
    SOURCE = "source"
    YEAR = "year"
    PERIOD = "period"
    FINDING = "finding"
    RELEASE = "release"


_FORMS = {
    Part.PROVINCE: rf"(?!{_PERIOD}/){_NAME}",
    Part.LEVEL: "|".join(LEVEL_IDS.values()),
    Part.YEAR: r"\d{4}",
    Part.PERIOD: _PERIOD,
    Part.RELEASE: r"\d{4}-\d\d-\d\d(?:-\d+)?",
}
"""The form of each part, as a regular expression. A part that is not listed can be any name."""


@dataclass(frozen=True, eq=False)
class PageKind:
    """A kind of page. Its addresses begin with `root` and have all `required` parts, then any of the `optional` ones.

    `made_from` are the files and folders of the data that decide which of these addresses exist.
    """

    root: str
    required: tuple[Part, ...]
    made_from: tuple[str, ...]
    optional: tuple[Part, ...] = ()

    def address(self, parts: Mapping[Part, str]) -> str:
        """Returns the address with these parts. A part whose text is empty is left out."""
        texts = (parts.get(part, "") for part in (*self.required, *self.optional))
        return self.root + "".join(f"{text}/" for text in texts if text)

    def parts_of(self, address: str) -> dict[Part, str] | None:
        """Returns the parts of an address; None if the address does not have the form of this kind."""
        match = self._form.fullmatch(address)
        return {Part(name): text for name, text in match.groupdict().items() if text} if match else None

    @cached_property
    def _form(self) -> re.Pattern[str]:
        optional = (f"(?:{_form_of(part)})?" for part in self.optional)
        return re.compile("".join((re.escape(self.root), *map(_form_of, self.required), *optional)))


def _form_of(part: Part) -> str:
    return f"(?P<{part}>{_FORMS.get(part, _NAME)})/"


UNIT_PAGE = PageKind("/don-vi/", (Part.UNIT,), made_from=(UNITS,))
YEAR_PAGE = PageKind("/don-vi/", (Part.UNIT, Part.YEAR), made_from=(UNITS, RESULTS))
INDICATOR_PAGE = PageKind("/chi-tieu/", (Part.INDICATOR,), made_from=(INDICATORS,))
INDICATOR_RANKING = PageKind(
    "/chi-tieu/",
    (Part.INDICATOR,),
    made_from=(INDICATORS, UNITS, RESULTS),
    optional=(Part.PROVINCE, Part.LEVEL, Part.PERIOD),
)
DOCUMENT_PAGE = PageKind("/van-ban/", (Part.SOURCE,), made_from=(SOURCES,))
PLAN_PAGE = PageKind("/ke-hoach/", (Part.SOURCE,), made_from=(SOURCES, TASKS))
RANKING = PageKind(
    "/xep-hang/",
    (),
    made_from=(INDICATORS, UNITS, RESULTS),
    optional=(Part.PROVINCE, Part.LEVEL, Part.PERIOD),
)
RANKING_EMBED = PageKind(
    "/nhung/xep-hang/", (Part.INDICATOR,), made_from=(INDICATORS, RESULTS), optional=(Part.PERIOD,)
)
UNIT_EMBED = PageKind("/nhung/", (Part.UNIT, Part.INDICATOR), made_from=(SETTINGS, UNITS, INDICATORS, RESULTS))
FINDING_PAGE = PageKind("/doi-chieu/", (Part.FINDING,), made_from=COMPUTED_FROM)
RELEASE_PAGE = PageKind("/cap-nhat/", (Part.RELEASE,), made_from=(HISTORY,))

PAGE_KINDS = (
    UNIT_PAGE,
    YEAR_PAGE,
    INDICATOR_PAGE,
    INDICATOR_RANKING,
    DOCUMENT_PAGE,
    PLAN_PAGE,
    RANKING,
    RANKING_EMBED,
    UNIT_EMBED,
    FINDING_PAGE,
    RELEASE_PAGE,
)
"""All kinds of pages. An address that has the form of two kinds is of the first one."""


@dataclass(frozen=True)
class PageName:
    """What an address names: the kind of page and its parts."""

    kind: PageKind
    parts: Mapping[Part, str]

    def has_form_of(self, other: "PageName | None") -> bool:
        """Whether both have the same form, for example two years of units, or two rankings of a period."""
        return other is not None and self.kind is other.kind and self.parts.keys() == other.parts.keys()

    def subjects(self) -> Iterator[tuple[str, Part]]:
        """Yields the address of the page of each unit, indicator, document and period that is named, with the part that
        names it. The period comes first."""
        for part in sorted(self.parts, key=lambda part: part is not Part.PERIOD):
            if part in _SUBJECT_PAGES:
                kind, own_part = _SUBJECT_PAGES[part]
                yield kind.address({own_part: self.parts[part]}), part


_SUBJECT_PAGES = {
    Part.PERIOD: (RANKING, Part.PERIOD),
    Part.UNIT: (UNIT_PAGE, Part.UNIT),
    Part.PROVINCE: (UNIT_PAGE, Part.UNIT),
    Part.INDICATOR: (INDICATOR_PAGE, Part.INDICATOR),
    Part.SOURCE: (DOCUMENT_PAGE, Part.SOURCE),
}
"""The kind of page that a unit, an indicator, a document or a period has, and the part that names it there."""


def page_name(address: str) -> PageName | None:
    """Returns what an address names; None if it is of no kind."""
    for kind in PAGE_KINDS:
        parts = kind.parts_of(address) if address.startswith(kind.root) else None
        if parts is not None:
            return PageName(kind, parts)
    return None


def is_of_kind(address: str, kind: PageKind) -> bool:
    """Whether an address is of this kind."""
    name = page_name(address) if address.startswith(kind.root) else None
    return name is not None and name.kind is kind


def may_be_of_kind(address: str, kinds: Collection[PageKind]) -> bool:
    """Whether an address is of one of these kinds, or would be if the data that it was made from had no fault: the
    address with a misspelled period (`/nhung/xep-hang/so-hoa/06/2024/`) is of no kind."""
    if not address.startswith(tuple(kind.root for kind in kinds)):
        return False
    name = page_name(address)
    return name is None or name.kind in kinds


def subjects_of(address: str) -> Iterator[tuple[str, Part]]:
    """Yields the pages of the subjects that an address names (see `PageName.subjects`)."""
    name = page_name(address)
    return name.subjects() if name else iter(())
