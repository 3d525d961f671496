"""Addresses work for good: the ledger of all ever published, and the redirects of those that moved.

`data/addresses.txt` holds one address a line, sorted; `generator format` adds new ones and nothing ever takes one away.
Each must be a page, or a line of `data/redirects.csv` must answer for it. Anchors within a page, such as a document's
rows, follow the page.
"""

import difflib
import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from generator import formats
from generator.artifacts import Artifact
from generator.model import Level, Portal
from generator.pages.embeds import FOLDER as EMBEDS
from generator.pages.embeds import RANKINGS_FOLDER as RANKINGS
from generator.pages.links import RECONCILIATION
from generator.problems import Problem
from generator.reading.text import FORMAT_HINT
from generator.redirects import RANKINGS as PERIODS
from generator.redirects import (
    STAR,
    Lines,
    alike,
    is_period,
    is_subject,
    leads_of,
    origins,
    page_of,
    subjects_of,
)
from generator.rendering import make_environment, relative

LEDGER = "data/addresses.txt"
REDIRECTS = "data/redirects.csv"
SETTINGS = "data/portal.yml"
TAKEN = "đang là địa chỉ của một trang"
"""What is wrong with a redirect from an address that has a page again."""

_ADDRESS = re.compile(r"/|(?:/[A-Za-z0-9][A-Za-z0-9._-]*)+/")
_TARGET = re.compile(rf"(?:{_ADDRESS.pattern})(?:\*|#[a-z0-9][a-z0-9._-]*)?")
_FOLDERS = ("/data/", "/assets/")
_FORM_HINT = "viết từ gốc trang, mở đầu và kết thúc bằng dấu gạch chéo, ví dụ /don-vi/so-y-te/"
_GUESSES = 200
_WRITTEN = 3
"""Up to so many new addresses are listed in a message, for people who edit files in a browser and cannot run the
command."""


@dataclass(frozen=True)
class Redirect:
    """A page that only leads on, from `address` to `target`. The target can have an anchor."""

    address: str
    target: str

    @property
    def href(self) -> str:
        """Relative, so that it works under any folder."""
        return relative(self.target, self.address)


def with_new(ledger: Iterable[str], addresses: Iterable[str]) -> tuple[str, ...]:
    """The ledger with these addresses too, in its canonical order; nothing is ever dropped."""
    return tuple(sorted({*ledger, *addresses}))


def ledger_text(ledger: Iterable[str]) -> str:
    """The text of `data/addresses.txt`."""
    return "".join(f"{address}\n" for address in ledger)


def redirects_text(redirects: Mapping[str, str]) -> str:
    """The text of `data/redirects.csv`. No address needs quotes."""
    return "".join(f"{former},{target}\n" for former, target in (("from", "to"), *redirects.items()))


def ledger_problems(portal: Portal, pages: Collection[str], unsure: Collection[str] = ()) -> Iterator[Problem]:
    """What is wrong with the ledger, given the addresses of all pages that would be written.

    Of the sections in `unsure` (`don-vi`) nobody can tell which pages they have: their addresses are left alone.
    """
    written = frozenset(pages)
    yield from _form_of_ledger(portal.addresses)
    lost = [problem for problem in lost_addresses(portal, written) if _section(problem.value) not in unsure]
    yield from lost
    yield from _unlisted(portal, frozenset(page for page in written if _section(page) not in unsure), moved=bool(lost))


def _section(address: str) -> str:
    """`don-vi` of `/don-vi/so-y-te/`; empty for the home page."""
    return address.split("/")[1]


def _form_of_ledger(ledger: Sequence[str]) -> Iterator[Problem]:
    for line, address in enumerate(ledger, 1):
        if not _ADDRESS.fullmatch(address):
            yield Problem(LEDGER, line, "", address, "không phải địa chỉ trang", _FORM_HINT)
    if tuple(ledger) != with_new(ledger, ()):
        yield Problem(LEDGER, 0, "", "", "các địa chỉ không theo thứ tự, hoặc có địa chỉ lặp", FORMAT_HINT)


def lost_addresses(portal: Portal, pages: Collection[str]) -> Iterator[Problem]:
    """Addresses of the ledger that nothing answers to; the hint is the line that would repair it. What one line repairs
    is told once."""
    lines = {address: line for line, address in enumerate(portal.addresses, 1)}
    lost = followers(portal, pages)
    unshared = _no_longer_shared(portal, lost)
    if unshared:
        yield _narrowed(unshared)
    others = {address: follower for address, follower in lost.items() if address not in unshared}
    for repair in _repairs(others, portal, pages):
        narrow = repair.address in portal.redirects
        yield _too_narrow(repair, portal) if narrow else _lost(repair, lines[repair.address])


@dataclass(frozen=True)
class _Repair:
    """The line that an address needs, and the others that the same line repairs."""

    address: str
    others: Sequence[str]
    line: str


def _repairs(lost: Mapping[str, str], portal: Portal, pages: Collection[str]) -> Iterator[_Repair]:
    """A line for each lost page of a unit, an indicator or a document, with what belongs to it; then what is left.

    A line that leads such a page on alone can be made wider, if what belongs to it would find its counterparts.
    """
    narrow = {former: to for former, to in portal.redirects.items() if _could_be_wider(former, to, pages)}
    wide = {page: _starred(page, to, portal) for page, to in {**narrow, **lost}.items() if is_subject(page)}
    lines = Lines({**portal.redirects, **{f"{page}{STAR}": to for page, to in wide.items()}})
    taken: dict[str, list[str]] = {}
    for address in sorted(lost.keys() - wide.keys()):
        subject = next((page for page, _ in subjects_of(address) if page in wide), "")
        if subject and page_of(lines.target(address)) in pages:
            taken.setdefault(subject, []).append(address)
    for page, others in taken.items():
        yield _Repair(page, others, f"{page}{STAR},{wide[page]}")
    done = {*taken, *(address for others in taken.values() for address in others)}
    yield from (_Repair(address, (), f"{address},{to}") for address, to in lost.items() if address not in done)


def _could_be_wider(former: str, target: str, pages: Collection[str]) -> bool:
    return alike(former, target) and former not in pages and target in pages


def _starred(page: str, target: str, portal: Portal) -> str:
    """The target with a star where all that belongs to the page can have its counterpart there."""
    same = alike(page, target) and not _younger(page, target, portal)
    return f"{target}{STAR}" if same else target


def _younger(page: str, target: str, portal: Portal) -> str:
    """The first day of the unit at the target, if the page has a year before it: then it was another unit's."""
    unit = next((unit for unit in portal.units.values() if unit.address == target), None)
    if unit is None or unit.active_from is None:
        return ""
    years = (address.removeprefix(page).strip("/") for address in portal.addresses if address.startswith(page))
    before = any(year.isdigit() and int(year) < unit.active_from.year for year in years)
    return formats.day(unit.active_from) if before else ""


def _lost(repair: _Repair, line: int) -> Problem:
    others = f" (và {len(repair.others)} địa chỉ khác của trang ấy)" if repair.others else ""
    each = "những dòng ấy" if repair.others else "dòng này"
    hint = (
        f"trang chưa từng đăng công khai (địa chỉ mới thêm vào sổ) thì xóa {each}; đã đăng thì thêm vào "
        f"{REDIRECTS} {_meaning(repair)}dòng: {repair.line}"
    )
    message = f"có trong sổ địa chỉ{others} nhưng không còn trang nào ở đây"
    return Problem(LEDGER, line, "", repair.address, message, hint)


def _meaning(repair: _Repair) -> str:
    """What a line with a star says, where somebody must confirm that it is true."""
    if not repair.others:
        return ""
    if repair.line.endswith(f",{PERIODS}{STAR}"):
        return ""
    if is_period(repair.address):
        return f"(kỳ ấy không còn số liệu, không phải sửa kỳ ghi nhầm, thì sau dấu phẩy ghi {PERIODS}{STAR}) "
    if not repair.line.endswith(STAR):
        return "(nếu trang ấy chỉ đổi địa chỉ thì thay phần sau dấu phẩy bằng địa chỉ mới có dấu * ở cuối) "
    return "(nếu không phải chính trang ấy đổi địa chỉ thì bỏ dấu * ở cuối) "


def _too_narrow(repair: _Repair, portal: Portal) -> Problem:
    """A line that leads the page on alone, while others that belong to it are lost."""
    line = list(portal.redirects).index(repair.address) + 2
    first = min(repair.others)
    others = f" (và {len(repair.others) - 1} địa chỉ khác)" if len(repair.others) > 1 else ""
    message = f"chỉ chuyển một trang; {first}{others} của trang ấy không còn trang nào"
    return Problem(REDIRECTS, line, "from", repair.address, message, f"thay {_meaning(repair)}bằng dòng: {repair.line}")


def _no_longer_shared(portal: Portal, lost: Iterable[str]) -> dict[str, Level]:
    """The charts for other sites of units whose level `sharing_levels` leaves out, with that level."""
    levels = {unit.slug: unit.level for unit in portal.units.values()}
    charts = {address: levels.get(_charted(address)) for address in lost if address.startswith(EMBEDS)}
    shared = portal.settings.sharing_levels
    return {address: level for address, level in charts.items() if level is not None and level not in shared}


def _charted(address: str) -> str:
    """`so-y-te` of the chart `/nhung/so-y-te/thoi-gian-cho/`."""
    return address.removeprefix(EMBEDS).split("/")[0]


def _narrowed(charts: Mapping[str, Level]) -> Problem:
    """One problem for all charts that a line of the settings took away: nobody adds hundreds of redirects for it."""
    others = f" (và {len(charts) - 1} địa chỉ khác)" if len(charts) > 1 else ""
    message = f"địa chỉ có trong sổ{others} nhưng không còn biểu đồ nào ở đây, vì cấp ấy không có trong sharing_levels"
    left_out = [level for level in Level if level in charts.values()]
    hint = (
        f"trang khác có thể đang nhúng biểu đồ: thêm {', '.join(left_out)} vào sharing_levels, hoặc xóa dòng ấy; "
        f"cổng chưa đăng lần nào thì xóa những địa chỉ ấy trong {LEDGER}"
    )
    return Problem(SETTINGS, 0, "sharing_levels", next(iter(charts)), message, hint)


def followers(portal: Portal, pages: Collection[str]) -> dict[str, str]:
    """The addresses of the ledger that nothing answers to, and where each should probably lead.

    A page that a redirect leads away from is there again: what it led to was renamed back.
    """
    known = {*pages, *leads_of(portal.redirects, portal.addresses, pages).targets}
    lines = Lines({former: to for former, to in portal.redirects.items() if page_of(former) not in pages})
    lost = [address for address in portal.addresses if address not in known and _ADDRESS.fullmatch(address)]
    lost = [address for address in lost if not lines.awaited(address, pages)]
    if not lost:
        return {}
    back = [former for former in origins(portal.redirects) if former in pages]
    fresh = sorted({*back, *pages} - (set(portal.addresses) - set(back)))
    returned = {page_of(to): page_of(former) for former, to in portal.redirects.items() if page_of(former) in pages}
    return {
        address: returned.get(address)
        or lines.page_above(address, pages)
        or _by_what_belongs(address, lost, fresh, pages)
        or _follower(address, fresh, pages)
        for address in lost
    }


def _by_what_belongs(page: str, lost: Collection[str], fresh: Sequence[str], pages: Collection[str]) -> str:
    """The only new page of a unit, an indicator or a document where all that is lost with this one has its counterpart:
    its new address, however little they are alike."""
    others = [address for address in lost if address != page and page in dict(subjects_of(address))]
    if not others or not is_subject(page) or is_period(page):
        return ""
    moves = {new: Lines({f"{page}{STAR}": f"{new}{STAR}"}) for new in fresh if alike(page, new)}
    found = [new for new, line in moves.items() if all(line.target(address) in pages for address in others)]
    return found[0] if len(found) == 1 else ""


def _follower(address: str, fresh: Sequence[str], pages: Collection[str]) -> str:
    """To a page with a similar address that is new, or there again; or to the nearest page above. One as deep comes
    first. A chart for other sites never leads to one of another indicator: whoever holds it would show other figures
    under his own words."""
    alike = [page for page in fresh if _section(page) == _section(address)]
    if address.startswith(EMBEDS):
        alike = [page for page in alike if _embedded(page) == _embedded(address)]
    as_deep = [page for page in alike if page.count("/") == address.count("/")]
    near = _nearest(address, as_deep) or _nearest(address, alike)
    return near[0] if near else _above(address, pages)


def _nearest(address: str, pages: Sequence[str]) -> Sequence[str]:
    return difflib.get_close_matches(address, pages[:_GUESSES], n=1)


def _embedded(address: str) -> tuple[bool, str]:
    """Whether a chart for other sites is a ranking, and its indicator."""
    return address.startswith(RANKINGS), address.removeprefix(EMBEDS).split("/")[1]


def _subject(address: str) -> str:
    """The page that a chart for other sites is taken from."""
    if address.startswith(RANKINGS):
        return f"/chi-tieu/{address.removeprefix(RANKINGS)}"
    return f"/don-vi/{address.removeprefix(EMBEDS)}" if address.startswith(EMBEDS) else address


def _above(address: str, pages: Collection[str]) -> str:
    """The nearest page above; above a chart for other sites stands the page of its unit or indicator."""
    at = address
    while at != "/":
        at = at.rstrip("/").rpartition("/")[0] + "/"
        for page in (at, _subject(at)):
            if page in pages:
                return page
    return "/"


def _unlisted(portal: Portal, pages: frozenset[str], *, moved: bool) -> Iterator[Problem]:
    """One problem for all new addresses: staff add them with one command, which waits for the redirects of addresses
    that `moved`."""
    taken = {page.casefold() for page in pages}
    former = {address for address in portal.redirects if not _wrong_origin(address, taken)}
    missing = sorted({*pages, *origins(former)} - set(portal.addresses))
    if missing:
        yield _new(missing, moved=moved)


def _new(missing: Sequence[str], *, moved: bool) -> Problem:
    """A new address. The message says if a contradiction made it, because the figure behind it may be mistyped."""
    others = f" (và {len(missing) - 1} địa chỉ khác)" if len(missing) > 1 else ""
    first = "sửa những địa chỉ không còn trang nêu dưới đây, rồi " if moved else ""
    remedy = f"{first}chạy `make format` để ghi thêm địa chỉ mới vào sổ"
    if len(missing) <= _WRITTEN:
        remedy += f", hoặc tự thêm vào sổ, đúng thứ tự: {' '.join(missing)}"
    if not any(address.startswith(RECONCILIATION.address) for address in missing):
        return Problem(LEDGER, 0, "", missing[0], f"chưa có trong sổ địa chỉ{others}", remedy)
    message = f"chưa có trong sổ địa chỉ{others}: có số liệu mới không khớp với số khác trong văn bản"
    hint = f"chạy `make review` để xem số nào; nếu gõ nhầm thì sửa lại số, nếu văn bản ghi đúng như vậy thì {remedy}"
    return Problem(LEDGER, 0, "", missing[0], message, hint)


def redirect_problems(portal: Portal, pages: Collection[str], unsure: Collection[str] = ()) -> Iterator[Problem]:
    """What is wrong with the redirects: no address to lead from, or no page to lead to. Of a line that must go, nobody
    needs to know where it leads; of the sections in `unsure` nobody can tell which pages they have.
    """
    taken = {page.casefold() for page in pages}
    written = frozenset(pages)
    followed = followers(portal, written) if portal.redirects else {}
    for line, (former, target) in enumerate(portal.redirects.items(), 2):
        wrong = _wrong_origin(former, taken)
        if wrong:
            yield Problem(REDIRECTS, line, "from", former, *wrong)
        if wrong and _ADDRESS.fullmatch(page_of(former)):
            continue
        untrue = _wrong_star(former, target, portal)
        if not _TARGET.fullmatch(target):
            yield Problem(REDIRECTS, line, "to", target, "không phải địa chỉ trang", _FORM_HINT)
        elif untrue:
            yield Problem(REDIRECTS, line, "to", target, *untrue)
        elif page_of(target) not in written and _section(target) not in unsure:
            yield _astray(line, former, portal.redirects, written, followed)


def _wrong_origin(former: str, taken: Collection[str]) -> tuple[str, str] | None:
    """Why nothing can lead on from this address, and the remedy; `taken` are the pages' addresses in small letters."""
    page = former.removesuffix(STAR)
    if not _ADDRESS.fullmatch(page):
        return "không phải địa chỉ trang", _FORM_HINT
    if former.startswith(_FOLDERS):
        return "thuộc thư mục tệp của cổng, không phải trang", "xóa dòng này"
    if page.casefold() in taken:
        return TAKEN, "xóa dòng này, hoặc đổi slug của trang mới cho khác"
    if former.endswith(STAR) and not is_subject(page):
        return "có dấu * mà không phải trang của một đơn vị, một chỉ tiêu, một văn bản hay một kỳ", "bỏ dấu * ở cuối"
    return None


def _wrong_star(former: str, target: str, portal: Portal) -> tuple[str, str] | None:
    """Why what belongs to a page cannot have its counterpart at the target, and the remedy."""
    if not target.endswith(STAR):
        return None
    hint = f"bỏ dấu * ở cuối để mọi địa chỉ của trang cũ đều chuyển đến riêng trang ấy: {former},{page_of(target)}"
    if not former.endswith(STAR):
        return "có dấu * mà địa chỉ cũ không có", f"thêm dấu * vào cuối địa chỉ cũ: {former}{STAR},{target}"
    if not alike(page_of(former), page_of(target)):
        return "có dấu * mà không cùng loại trang với địa chỉ cũ", hint
    since = _younger(page_of(former), page_of(target), portal)
    if since:
        return f"là đơn vị có từ ngày {since}, địa chỉ cũ có số liệu từ trước: không phải một đơn vị đổi địa chỉ", hint
    return None


def _astray(
    line: int, former: str, redirects: Mapping[str, str], pages: Collection[str], followed: Mapping[str, str]
) -> Problem:
    """A redirect that leads to no page: to another redirect, round in a circle, or nowhere. `followed` says where a
    page that is lost should lead: there in one step, not in two."""
    ways = {page_of(line): page_of(to) for line, to in redirects.items()}
    seen = [page_of(former)]
    at = page_of(redirects[former])
    while at in ways and at not in pages and at not in seen:
        seen.append(at)
        at = ways[at]
    last = followed.get(at, at)
    stars = STAR if redirects[former].endswith(STAR) and alike(page_of(former), last) else ""
    straight = f"viết thẳng nơi cuối cùng: {former},{last}{stars}"
    if at in seen:
        message, hint = f"quay vòng: {' → '.join([*seen, at])}", "chuyển thẳng tới trang đang có"
    elif len(seen) > 1:
        message, hint = "lại là một địa chỉ đã chuyển", straight
    elif last != at:
        message, hint = "không còn trang nào ở địa chỉ này", straight
    else:
        message, hint = "không có trang nào ở địa chỉ này", "ghi địa chỉ của một trang đang có"
    return Problem(REDIRECTS, line, "to", redirects[former], message, hint)


def redirect_artifacts(redirects: Mapping[str, str], title: str) -> Iterator[Artifact]:
    """A static page for each former address. It is no Markdown, so no engine lists it in a search or a site map."""
    template = make_environment().get_template("redirect.html.j2")
    for path, (former, target) in zip(redirect_paths(redirects), redirects.items(), strict=True):
        text = template.render(redirect=Redirect(former, target), title=title)
        yield Artifact(path, text.encode())


def redirect_paths(redirects: Mapping[str, str]) -> tuple[str, ...]:
    """Where the pages of former addresses lie."""
    return tuple(f"{former.strip('/')}/index.html" for former in redirects)
