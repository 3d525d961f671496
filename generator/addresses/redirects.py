"""Interprets the lines of `data/redirects.csv`: which former addresses each line covers, and where each of them leads.

A line redirects one page: `/don-vi/cu/,/don-vi/moi/`. With a star it also redirects the dependent addresses of the page
of a unit, an indicator or a document. These are its years, dated rankings, embeddable charts and so on:

- `/don-vi/cu/*,/don-vi/moi/*` means that the page has a new address, and redirects each address to its counterpart;
- `/don-vi/cu/*,/don-vi/moi/` redirects them all to that one page: a successor unit has other figures than the former
  unit.

The dependent addresses of the page of a period, `/xep-hang/2024-05/`, are all rankings of that period:
`/xep-hang/2024-05/*,/xep-hang/*` redirects each to the ranking without a period.

A line from an existing page to itself, `/chi-tieu/cho/*,/chi-tieu/cho/`, redirects the dependent addresses that have no
page any more to that page: all figures of the indicator were withdrawn.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass

from generator.model.addresses import DOCUMENT_PAGE, RANKING, Part, is_of_kind, page_name, subjects_of

STAR = "*"

_ALL_PERIODS = RANKING.root
"""The page of the rankings without a period."""
_PARTS_IN_ANCHORS = (Part.UNIT, Part.INDICATOR)
"""The parts of addresses that anchors contain too."""


@dataclass(frozen=True)
class RedirectTargets:
    """The result of all redirects.

    - `targets`: the target of each former address.
    - `same_page`: those targets where the same page is now, under its new address, with its files.
    """

    targets: Mapping[str, str]
    same_page: Mapping[str, str]


def page_of(target: str) -> str:
    """Returns the address of the page, without star and anchor."""
    return target.removesuffix(STAR).partition("#")[0]


def is_subject(address: str) -> bool:
    """Whether this is the page of a unit, an indicator, a document or a period."""
    return address in dict(subjects_of(address))


def is_period(address: str) -> bool:
    """Whether this is the page of a period, which lists its rankings."""
    return dict(subjects_of(address)).get(address) is Part.PERIOD


def is_emptied(former: str, target: str) -> bool:
    """Whether a line leads what belonged to a page to this page itself."""
    return former.endswith(STAR) and former.removesuffix(STAR) == target


def is_same_kind(former: str, target: str) -> bool:
    """Whether both are pages of the same kind of subject. The page of a period and the rankings without a period are of
    the same kind."""
    if is_period(former) and target == _ALL_PERIODS:
        return True
    return is_subject(former) and is_subject(target) and has_same_form(former, target)


def has_same_form(former: str, target: str) -> bool:
    """Whether both addresses are of the same kind and name the same parts: two years of units, for example."""
    name = page_name(former)
    return name is not None and name.has_form_of(page_name(target))


def is_counterpart(former: str, target: str) -> bool:
    """Whether the target takes the place of the former page: it is a page of the same form, or the document of a plan.
    If not, the content of the former page is no longer published, and the target is the nearest page that exists. A
    page that belongs to no unit, indicator, document or period is always replaced by the target."""
    subjects = dict(subjects_of(former))
    page = page_of(target)
    document_of_plan = page in subjects and is_of_kind(page, DOCUMENT_PAGE)
    return not subjects or document_of_plan or has_same_form(former, page)


class RedirectLines:
    """The lines of redirects, for looking up single addresses. `without_star` are the lines without a star, `with_star`
    those with a star."""

    def __init__(self, redirects: Mapping[str, str]) -> None:
        self.without_star = {former: target for former, target in redirects.items() if not former.endswith(STAR)}
        self.with_star = {former.removesuffix(STAR): to for former, to in redirects.items() if former.endswith(STAR)}

    def target(self, address: str) -> str:
        """Returns where an address leads; empty if no line covers it. A line for the address itself comes before lines
        with a star."""
        if address in self.without_star:
            return self.without_star[address]
        name = page_name(address)
        if name is None:
            return ""
        parts = dict(name.parts)
        for subject, part in name.subjects():
            to = self.with_star.get(subject, "")
            if to and not to.endswith(STAR):
                return to
            if to:
                parts[part] = _name_of(page_of(to))
        return name.kind.address(parts) if parts != name.parts else ""

    def is_same_page(self, address: str) -> bool:
        """Whether the target of a redirected address is the same page under its new address."""
        if address in self.without_star:
            return True
        wide = (self.with_star.get(subject, STAR) for subject, _ in subjects_of(address))
        return all(to.endswith(STAR) and page_of(to) != _ALL_PERIODS for to in wide)

    def page_above(self, address: str, pages: Collection[str]) -> str:
        """Returns the existing page to which a line with a star leads a page that this address depends on; empty if
        there is none."""
        wide = (page_of(self.with_star.get(subject, "")) for subject, _ in subjects_of(address))
        return next((page for page in wide if page in pages), "")

    def has_missing_target(self, address: str, pages: Collection[str]) -> bool:
        """Whether the address depends on a page whose line with a star leads to no page. That line must be fixed
        first."""
        wide = (self.with_star.get(subject, "") for subject, _ in subjects_of(address))
        return any(to and page_of(to) not in pages for to in wide)


def lines_in_force(redirects: Mapping[str, str], pages: Collection[str]) -> RedirectLines:
    """Returns the lines without those whose former address is a page again."""
    return RedirectLines(
        {former: to for former, to in redirects.items() if page_of(former) not in pages or is_emptied(former, to)}
    )


def addresses_in_lines(redirects: Iterable[str]) -> Iterator[str]:
    """Yields the former addresses that lines name, without stars."""
    return (former.removesuffix(STAR) for former in redirects)


def moved_slugs(same_page: Mapping[str, str]) -> Mapping[str, str]:
    """Returns the present slug of each unit and indicator by its former ones, given the redirects to the same page
    (`RedirectTargets.same_page`). Anchors contain these slugs."""
    moved: dict[str, str] = {}
    for former, target in same_page.items():
        part = dict(subjects_of(former)).get(former)
        if part in _PARTS_IN_ANCHORS and is_same_kind(former, page_of(target)):
            moved[_name_of(former)] = _name_of(page_of(target))
    return {former: present for former, present in moved.items() if former != present}


def _name_of(page: str) -> str:
    """Returns the part that names a subject in the address of its page; empty for the page of all periods."""
    return "" if page == _ALL_PERIODS else page.rstrip("/").rpartition("/")[2]


def is_redirected(address: str, redirects: Mapping[str, str]) -> bool:
    """Whether a line leads from this address to another one."""
    to = redirects.get(f"{address}{STAR}", address)
    return address in redirects or to != address


def redirect_targets(redirects: Mapping[str, str], ledger: Iterable[str], pages: Collection[str]) -> RedirectTargets:
    """Returns where former addresses lead: those that lines name, and those of the ledger that lines with a star cover.
    An existing page is never redirected. A line with a star never leads a dependent address to a page that does not
    exist; only a line that names the address can."""
    lines = lines_in_force(redirects, pages)
    named = (*lines.without_star, *lines.with_star)
    targets = {address: lines.target(address) for address in named if address not in pages}
    for address in ledger if lines.with_star else ():
        target = lines.target(address)
        if address not in pages and address not in targets and page_of(target) in pages:
            targets[address] = target
    return RedirectTargets(
        targets, {address: target for address, target in targets.items() if lines.is_same_page(address)}
    )
