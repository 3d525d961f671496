"""The lines of `data/redirects.csv`: which former addresses each answers for, and where each of them leads.

A line leads one page on: `/don-vi/cu/,/don-vi/moi/`. With a star it answers for all that belongs to the page of a unit,
an indicator or a document, such as years, dated rankings and charts for other sites:

- `/don-vi/cu/*,/don-vi/moi/*` says that the page has another address, and leads each address to its counterpart;
- `/don-vi/cu/*,/don-vi/moi/` leads them all to that one page: a unit that took another's place has other figures.

To the page of a period, `/xep-hang/2024-05/`, belong all rankings of it: `/xep-hang/2024-05/*,/xep-hang/*` leads each
to the one without a period.
"""

import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass

STAR = "*"
SUBJECTS = ("don-vi", "chi-tieu", "van-ban")
"""The sections of pages that others belong to."""
RANKINGS = "/xep-hang/"

_PERIOD = re.compile(r"\d{4}(-Q[1-4]|-\d\d)?")


@dataclass(frozen=True)
class Leads:
    """Where each former address leads. At those in `same` the page stands that was here, with its files."""

    targets: Mapping[str, str]
    same: Mapping[str, str]


def page_of(target: str) -> str:
    """The address of the page, without star and anchor."""
    return target.removesuffix(STAR).partition("#")[0]


def is_subject(address: str) -> bool:
    """Whether this is the page of a unit, an indicator, a document or a period."""
    return address in dict(subjects_of(address))


def is_period(address: str) -> bool:
    """Whether this is the page of a period: its rankings."""
    return address.startswith(RANKINGS) and is_subject(address)


def alike(former: str, target: str) -> bool:
    """Whether both are pages of one kind: a ranking without a period is one too."""
    if is_period(former) and target == RANKINGS:
        return True
    return is_subject(former) and is_subject(target) and _parts(former)[0] == _parts(target)[0]


def _parts(address: str) -> list[str]:
    return address.strip("/").split("/")


def subjects_of(address: str) -> Iterator[tuple[str, int]]:
    """The pages that an address belongs to, each with the place of its name among the parts of the address."""
    parts = _parts(address)
    if parts[0] in ("chi-tieu", "nhung", "xep-hang") and _PERIOD.fullmatch(parts[-1]):
        yield f"{RANKINGS}{parts[-1]}/", len(parts) - 1
    match parts:
        case ["nhung", "xep-hang", indicator, *_]:
            yield f"/chi-tieu/{indicator}/", 2
        case ["nhung", unit, indicator]:
            yield f"/don-vi/{unit}/", 1
            yield f"/chi-tieu/{indicator}/", 2
        case ["xep-hang", province, *_] if not _PERIOD.fullmatch(province):
            yield f"/don-vi/{province}/", 1
        case ["ke-hoach", document]:
            yield f"/van-ban/{document}/", 1
        case ["chi-tieu", indicator, province, *_] if not _PERIOD.fullmatch(province):
            yield f"/chi-tieu/{indicator}/", 1
            yield f"/don-vi/{province}/", 2
        case [section, name, *_] if section in SUBJECTS:
            yield f"/{section}/{name}/", 1


class Lines:
    """The lines of redirects, asked for single addresses."""

    def __init__(self, redirects: Mapping[str, str]) -> None:
        self.plain = {former: target for former, target in redirects.items() if not former.endswith(STAR)}
        self.wide = {former.removesuffix(STAR): to for former, to in redirects.items() if former.endswith(STAR)}

    def target(self, address: str) -> str:
        """Where an address leads; empty where no line answers for it. Its own line comes first."""
        if address in self.plain:
            return self.plain[address]
        parts, moved = _parts(address), False
        for subject, place in subjects_of(address):
            to = self.wide.get(subject, "")
            if to and not to.endswith(STAR):
                return to
            if to:
                parts[place], moved = "" if page_of(to) == RANKINGS else _parts(page_of(to))[-1], True
        return f"/{'/'.join(filter(None, parts))}/" if moved else ""

    def same(self, address: str) -> bool:
        """Whether the page of an address that leads on stands where it leads."""
        if address in self.plain:
            return True
        wide = (self.wide.get(subject, STAR) for subject, _ in subjects_of(address))
        return all(to.endswith(STAR) and page_of(to) != RANKINGS for to in wide)

    def page_above(self, address: str, pages: Collection[str]) -> str:
        """The page that an address belongs to now, by a line with a star; empty where no line says so."""
        wide = (page_of(self.wide.get(subject, "")) for subject, _ in subjects_of(address))
        return next((page for page in wide if page in pages), "")

    def awaited(self, address: str, pages: Collection[str]) -> bool:
        """Whether an address belongs to a page whose own line leads to no page: that line must be mended first."""
        wide = (self.wide.get(subject, "") for subject, _ in subjects_of(address))
        return any(to and page_of(to) not in pages for to in wide)


def origins(redirects: Iterable[str]) -> Iterator[str]:
    """The addresses that lines lead away from by name."""
    return (former.removesuffix(STAR) for former in redirects)


def leads_of(redirects: Mapping[str, str], ledger: Iterable[str], pages: Collection[str]) -> Leads:
    """Where the former addresses lead that lines name, and those of the ledger that lines with a star answer for. What
    is a page never leads on, and nothing leads to what is no page but by its own line."""
    lines = Lines({former: target for former, target in redirects.items() if page_of(former) not in pages})
    targets = {address: lines.target(address) for address in (*lines.plain, *lines.wide)}
    for address in ledger if lines.wide else ():
        target = lines.target(address)
        if address not in pages and address not in targets and page_of(target) in pages:
            targets[address] = target
    return Leads(targets, {address: target for address, target in targets.items() if lines.same(address)})
