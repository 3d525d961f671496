"""Checks the ledger of all addresses ever published.

The ledger `data/addresses.txt` holds one address per line, sorted. `generator format` adds new addresses; no command
removes one. Each address in the ledger must be a page, or a line of `data/redirects.csv` must redirect it. Anchors
within a page, such as the rows of a document, are not in the ledger: they move with their page.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from generator.addresses.redirect_checks import FORM_HINT, wrong_origin
from generator.addresses.redirects import (
    STAR,
    RedirectLines,
    addresses_in_lines,
    is_period,
    is_same_kind,
    is_subject,
    page_of,
)
from generator.addresses.suggestions import NONE_MOVED, first_day_if_younger, suggested_redirects
from generator.data_files import LEDGER, REDIRECTS, SETTINGS
from generator.model import Level, Portal
from generator.model.addresses import RANKING, UNIT_EMBED, PageKind, Part, is_address, may_be_of_kind, subjects_of
from generator.pages.links import RECONCILIATION
from generator.problems import Problem
from generator.reading.text import FORMAT_HINT

_MOST_LISTED = 3
"""A message lists new addresses if there are at most this many, for people who edit files in a browser and cannot run
the command."""


def with_new_addresses(ledger: Iterable[str], addresses: Iterable[str]) -> tuple[str, ...]:
    """Returns the ledger with the given addresses added, sorted and without duplicates. It never drops an address."""
    return tuple(sorted({*ledger, *addresses}))


def ledger_text(ledger: Iterable[str]) -> str:
    """Returns the text of `data/addresses.txt`."""
    return "".join(f"{address}\n" for address in ledger)


def ledger_problems(
    portal: Portal,
    pages: Collection[str],
    unknown_kinds: Collection[PageKind] = (),
    moved: Mapping[str, str] = NONE_MOVED,
) -> Iterator[Problem]:
    """Yields the faults of the ledger, given the addresses of all pages that would be written. `moved` maps former
    addresses to the present ones of the same unit, indicator or document (`history.moved_addresses`).

    The addresses of `unknown_kinds` are not checked, because other faults leave the pages of these kinds unknown.
    """
    written = frozenset(pages)
    yield from _form_problems(portal.addresses)
    every = lost_addresses(portal, written, moved)
    lost = [problem for problem in every if not may_be_of_kind(problem.value, unknown_kinds)]
    yield from lost
    yield from _unlisted_addresses(
        portal, frozenset(page for page in written if not may_be_of_kind(page, unknown_kinds)), moved=bool(lost)
    )


def _form_problems(ledger: Sequence[str]) -> Iterator[Problem]:
    """Checks that each line of the ledger is an address, and that the lines are sorted and distinct."""
    for line, address in enumerate(ledger, 1):
        if not is_address(address):
            yield Problem(LEDGER, line, "", address, "không phải địa chỉ trang", FORM_HINT)
    if tuple(ledger) != with_new_addresses(ledger, ()):
        yield Problem(LEDGER, 0, "", "", "các địa chỉ không theo thứ tự, hoặc có địa chỉ lặp", FORMAT_HINT)


def lost_addresses(portal: Portal, pages: Collection[str], moved: Mapping[str, str] = NONE_MOVED) -> Iterator[Problem]:
    """Yields a fault for each address of the ledger that has neither a page nor a redirect. The hint is the line that
    repairs it. Addresses that one line repairs are reported once."""
    lines = {address: line for line, address in enumerate(portal.addresses, 1)}
    lost = suggested_redirects(portal, pages, moved)
    unshared = _no_longer_shared(portal, lost)
    if unshared:
        yield _unshared_problem(unshared)
    others = {address: follower for address, follower in lost.items() if address not in unshared}
    for page, addresses in _emptied_pages(others, pages).items():
        yield _emptied_problem(page, addresses, lines[addresses[0]])
        others = {address: follower for address, follower in others.items() if address not in addresses}
    for repair in _repairs(others, portal, pages):
        narrow = repair.address in portal.redirects
        yield _missing_star_problem(repair, portal) if narrow else _lost_problem(repair, lines[repair.address])


@dataclass(frozen=True)
class _Repair:
    """A line of `redirects.csv` that a lost address needs.

    `others` are the dependent addresses that the same line repairs.
    """

    address: str
    others: Sequence[str]
    line: str


def _repairs(lost: Mapping[str, str], portal: Portal, pages: Collection[str]) -> Iterator[_Repair]:
    """Yields one line for each lost page of a unit, an indicator or a document, which also repairs its dependent
    addresses. Then yields one line for each other lost address.

    An existing line that redirects only such a page can get a star, if its dependent addresses would then lead to
    existing pages.
    """
    narrow = {former: to for former, to in portal.redirects.items() if _could_be_wider(former, to, pages)}
    wide = {page: _target_with_star(page, to, portal) for page, to in {**narrow, **lost}.items() if is_subject(page)}
    lines = RedirectLines({**portal.redirects, **{f"{page}{STAR}": to for page, to in wide.items()}})
    dependents: dict[str, list[str]] = {}
    for address in sorted(lost.keys() - wide.keys()):
        subject = next((page for page, _ in subjects_of(address) if page in wide), "")
        if subject and page_of(lines.target(address)) in pages:
            dependents.setdefault(subject, []).append(address)
    for page, others in dependents.items():
        yield _Repair(page, others, f"{page}{STAR},{wide[page]}")
    repaired = {*dependents, *(address for others in dependents.values() for address in others)}
    yield from (_Repair(address, (), f"{address},{to}") for address, to in lost.items() if address not in repaired)


def _emptied_pages(lost: Collection[str], pages: Collection[str]) -> Mapping[str, Sequence[str]]:
    """Returns the lost addresses by the existing page of a unit or an indicator that they depended on, if nothing that
    depends on this page is left. Leaves out addresses that a line of another page repairs, and single addresses."""
    remaining = {subject for page in pages for subject, _ in subjects_of(page) if subject != page} if lost else ()
    found: dict[str, list[str]] = {}
    for address in sorted(lost):
        subjects = [subject for subject, _ in subjects_of(address)]
        if any(subject in lost for subject in subjects):
            continue
        emptied = [subject for subject in subjects if subject in pages and subject not in remaining]
        if emptied:
            found.setdefault(emptied[0], []).append(address)
    return {page: addresses for page, addresses in found.items() if len(addresses) > 1}


def _emptied_problem(page: str, addresses: Sequence[str], line: int) -> Problem:
    """Returns the fault of a page of which all figures disappeared. They may have been deleted by mistake."""
    message = (
        f"có trong sổ địa chỉ (và {len(addresses) - 1} địa chỉ khác) nhưng không còn trang nào ở đây, vì {page} "
        "không còn số liệu nào"
    )
    hint = (
        "xóa nhầm số liệu thì lấy lại; trang chưa từng đăng công khai thì xóa những dòng ấy; đã đăng mà rút hẳn "
        f"số liệu thì thêm vào {REDIRECTS} dòng: {page}{STAR},{page}"
    )
    return Problem(LEDGER, line, "", addresses[0], message, hint)


def _could_be_wider(former: str, target: str, pages: Collection[str]) -> bool:
    """Whether a line redirects a page to an existing page of the same kind, so that it could have a star."""
    return is_same_kind(former, target) and former not in pages and target in pages


def _target_with_star(page: str, target: str, portal: Portal) -> str:
    """Returns the target with a star if the dependent addresses of the page can have counterparts there, else
    without."""
    same = is_same_kind(page, target) and not first_day_if_younger(page, target, portal)
    return f"{target}{STAR}" if same else target


def _lost_problem(repair: _Repair, line: int) -> Problem:
    others = f" (và {len(repair.others)} địa chỉ khác của trang ấy)" if repair.others else ""
    each = "những dòng ấy" if repair.others else "dòng này"
    hint = (
        f"trang chưa từng đăng công khai (địa chỉ mới thêm vào sổ) thì xóa {each}; đã đăng thì thêm vào "
        f"{REDIRECTS} {_condition(repair)}dòng: {repair.line}"
    )
    message = f"có trong sổ địa chỉ{others} nhưng không còn trang nào ở đây"
    return Problem(LEDGER, line, "", repair.address, message, hint)


def _condition(repair: _Repair) -> str:
    """Returns the part of a hint that says when a line with or without a star is right, because the user must confirm
    it. Empty if there is nothing to confirm."""
    if not repair.others:
        return ""
    if repair.line.endswith(f",{RANKING.root}{STAR}"):
        return ""
    if is_period(repair.address):
        return f"(kỳ ấy không còn số liệu, không phải sửa kỳ ghi nhầm, thì sau dấu phẩy ghi {RANKING.root}{STAR}) "
    if not repair.line.endswith(STAR):
        return "(nếu trang ấy chỉ đổi địa chỉ thì thay phần sau dấu phẩy bằng địa chỉ mới có dấu * ở cuối) "
    return "(nếu không phải chính trang ấy đổi địa chỉ thì bỏ dấu * ở cuối) "


def _missing_star_problem(repair: _Repair, portal: Portal) -> Problem:
    """Returns the fault of a line that redirects only the page while its dependent addresses are lost."""
    line = list(portal.redirects).index(repair.address) + 2
    first = min(repair.others)
    others = f" (và {len(repair.others) - 1} địa chỉ khác)" if len(repair.others) > 1 else ""
    message = f"chỉ chuyển một trang; {first}{others} của trang ấy không còn trang nào"
    return Problem(
        REDIRECTS, line, "from", repair.address, message, f"thay {_condition(repair)}bằng dòng: {repair.line}"
    )


def _no_longer_shared(portal: Portal, lost: Iterable[str]) -> dict[str, Level]:
    """Returns the lost embeddable charts of units whose level is not in `sharing_levels`, each with that level."""
    levels = {unit.slug: unit.level for unit in portal.units.values()}
    charts = {address: levels.get(parts[Part.UNIT]) for address in lost if (parts := UNIT_EMBED.parts_of(address))}
    shared = portal.settings.sharing_levels
    return {address: level for address, level in charts.items() if level is not None and level not in shared}


def _unshared_problem(charts: Mapping[str, Level]) -> Problem:
    """Returns one fault for all charts that disappeared because of `sharing_levels`: nobody should have to add hundreds
    of redirects for one changed setting."""
    others = f" (và {len(charts) - 1} địa chỉ khác)" if len(charts) > 1 else ""
    message = f"địa chỉ có trong sổ{others} nhưng không còn biểu đồ nào ở đây, vì cấp ấy không có trong sharing_levels"
    left_out = [level for level in Level if level in charts.values()]
    hint = (
        f"trang khác có thể đang nhúng biểu đồ: thêm {', '.join(left_out)} vào sharing_levels, hoặc xóa dòng ấy; "
        f"cổng chưa đăng lần nào thì xóa những địa chỉ ấy trong {LEDGER}"
    )
    return Problem(SETTINGS, 0, "sharing_levels", next(iter(charts)), message, hint)


def _unlisted_addresses(portal: Portal, pages: frozenset[str], *, moved: bool) -> Iterator[Problem]:
    """Yields one fault for all new addresses, because one command adds them all. That command refuses to run while
    redirects of lost addresses are missing: `moved` says that there are such addresses."""
    taken = {page.casefold() for page in pages}
    former = {address for address in portal.redirects if not wrong_origin(address, taken)}
    missing = sorted({*pages, *addresses_in_lines(former)} - set(portal.addresses))
    if missing:
        yield _unlisted_problem(missing, moved=moved)


def _unlisted_problem(missing: Sequence[str], *, moved: bool) -> Problem:
    """Returns the fault of addresses that are not in the ledger yet. If one of them is the page of a contradiction, the
    message says so, because the figure behind it may be mistyped."""
    others = f" (và {len(missing) - 1} địa chỉ khác)" if len(missing) > 1 else ""
    first = "sửa những địa chỉ không còn trang nêu dưới đây, rồi " if moved else ""
    remedy = f"{first}chạy `make format` để ghi thêm địa chỉ mới vào sổ"
    if len(missing) <= _MOST_LISTED:
        remedy += f", hoặc tự thêm vào sổ, đúng thứ tự: {' '.join(missing)}"
    if not any(address.startswith(RECONCILIATION.address) for address in missing):
        return Problem(LEDGER, 0, "", missing[0], f"chưa có trong sổ địa chỉ{others}", remedy)
    message = f"chưa có trong sổ địa chỉ{others}: có số liệu mới không khớp với số khác trong văn bản"
    hint = f"chạy `make review` để xem số nào; nếu gõ nhầm thì sửa lại số, nếu văn bản ghi đúng như vậy thì {remedy}"
    return Problem(LEDGER, 0, "", missing[0], message, hint)
