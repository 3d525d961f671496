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

import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass

STAR = "*"
SUBJECTS = ("don-vi", "chi-tieu", "van-ban")
"""The sections whose pages have dependent addresses."""
SECTIONS_IN_ANCHORS = ("don-vi", "chi-tieu")
"""The sections with the slugs that anchors contain."""
RANKINGS = "/xep-hang/"

ADDRESS = re.compile(r"/|(?:/[A-Za-z0-9][A-Za-z0-9._-]*)+/")
"""The form of the address of a page."""

PERIOD = re.compile(r"\d{4}(-Q[1-4]|-\d\d)?")


@dataclass(frozen=True)
class RedirectTargets:
    """The result of all redirects.

    - `targets`: the target of each former address.
    - `same_page`: those targets where the same page is now, under its new address, with its files.
    """

    targets: Mapping[str, str]
    same_page: Mapping[str, str]


def is_address(text: str) -> bool:
    """Whether a text has the form of the address of a page."""
    return ADDRESS.fullmatch(text) is not None


def section_of(address: str) -> str:
    """Returns the first part of an address: `don-vi` of `/don-vi/so-y-te/`. Empty for the home page."""
    return address.split("/")[1]


def page_of(target: str) -> str:
    """Returns the address of the page, without star and anchor."""
    return target.removesuffix(STAR).partition("#")[0]


def is_subject(address: str) -> bool:
    """Whether this is the page of a unit, an indicator, a document or a period."""
    return address in dict(pages_depended_on(address))


def is_period(address: str) -> bool:
    """Whether this is the page of a period, which lists its rankings."""
    return address.startswith(RANKINGS) and is_subject(address)


def is_emptied(former: str, target: str) -> bool:
    """Whether a line leads what belonged to a page to this page itself."""
    return former.endswith(STAR) and former.removesuffix(STAR) == target


def is_same_kind(former: str, target: str) -> bool:
    """Whether both are pages of the same kind. The page of a period and the rankings without a period are of the same
    kind."""
    if is_period(former) and target == RANKINGS:
        return True
    return is_subject(former) and is_subject(target) and _parts(former)[0] == _parts(target)[0]


def is_counterpart(former: str, target: str) -> bool:
    """Whether the target takes the place of the former page: it is a page of the same kind, or the document of a plan.
    If not, the content of the former page is no longer published, and the target is the nearest page that exists. A
    page that belongs to no unit, indicator, document or period is always replaced by the target."""
    subjects = dict(pages_depended_on(former))
    page = page_of(target)
    document_of_plan = section_of(page) == "van-ban" and page in subjects
    return not subjects or document_of_plan or _kind(former) == _kind(page)


def _kind(address: str) -> tuple[str, int, bool]:
    """Returns the section of a page, its depth, and whether it is of one period or year."""
    parts = _parts(address)
    return parts[0], len(parts), PERIOD.fullmatch(parts[-1]) is not None


def _parts(address: str) -> list[str]:
    return address.strip("/").split("/")


def pages_depended_on(address: str) -> Iterator[tuple[str, int]]:
    """Yields the pages that an address depends on, each with the position of its name among the parts of the
    address."""
    parts = _parts(address)
    if parts[0] in ("chi-tieu", "nhung", "xep-hang") and PERIOD.fullmatch(parts[-1]):
        yield f"{RANKINGS}{parts[-1]}/", len(parts) - 1
    match parts:
        case ["nhung", "xep-hang", indicator, *_]:
            yield f"/chi-tieu/{indicator}/", 2
        case ["nhung", unit, indicator]:
            yield f"/don-vi/{unit}/", 1
            yield f"/chi-tieu/{indicator}/", 2
        case ["xep-hang", province, *_] if not PERIOD.fullmatch(province):
            yield f"/don-vi/{province}/", 1
        case ["ke-hoach", document]:
            yield f"/van-ban/{document}/", 1
        case ["chi-tieu", indicator, province, *_] if not PERIOD.fullmatch(province):
            yield f"/chi-tieu/{indicator}/", 1
            yield f"/don-vi/{province}/", 2
        case [section, name, *_] if section in SUBJECTS:
            yield f"/{section}/{name}/", 1


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
        parts, moved = _parts(address), False
        for subject, place in pages_depended_on(address):
            to = self.with_star.get(subject, "")
            if to and not to.endswith(STAR):
                return to
            if to:
                parts[place], moved = "" if page_of(to) == RANKINGS else _parts(page_of(to))[-1], True
        return f"/{'/'.join(filter(None, parts))}/" if moved else ""

    def is_same_page(self, address: str) -> bool:
        """Whether the target of a redirected address is the same page under its new address."""
        if address in self.without_star:
            return True
        wide = (self.with_star.get(subject, STAR) for subject, _ in pages_depended_on(address))
        return all(to.endswith(STAR) and page_of(to) != RANKINGS for to in wide)

    def page_above(self, address: str, pages: Collection[str]) -> str:
        """Returns the existing page to which a line with a star leads a page that this address depends on; empty if
        there is none."""
        wide = (page_of(self.with_star.get(subject, "")) for subject, _ in pages_depended_on(address))
        return next((page for page in wide if page in pages), "")

    def has_missing_target(self, address: str, pages: Collection[str]) -> bool:
        """Whether the address depends on a page whose line with a star leads to no page. That line must be fixed
        first."""
        wide = (self.with_star.get(subject, "") for subject, _ in pages_depended_on(address))
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
    moved = {former: page_of(target) for former, target in same_page.items() if is_same_kind(former, page_of(target))}
    return {
        _parts(former)[1]: _parts(target)[1]
        for former, target in moved.items()
        if _parts(former)[0] in SECTIONS_IN_ANCHORS and target != former
    }


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
