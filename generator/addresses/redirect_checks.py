"""Checks the lines of `data/redirects.csv`."""

import re
from collections.abc import Collection, Iterator, Mapping

from generator.addresses.redirects import (
    STAR,
    is_emptied,
    is_same_kind,
    is_subject,
    page_of,
)
from generator.addresses.suggestions import NONE_MOVED, first_day_if_younger, suggested_redirects
from generator.data_files import REDIRECTS
from generator.model import Portal
from generator.model.addresses import ADDRESS, PageKind, is_address, may_be_of_kind
from generator.problems import Problem

TAKEN = "đang là địa chỉ của một trang"
"""Message for a redirect whose former address is the address of a page again."""
FORM_HINT = "viết từ gốc trang, mở đầu và kết thúc bằng dấu gạch chéo, ví dụ /don-vi/so-y-te/"

_TARGET = re.compile(rf"(?:{ADDRESS.pattern})(?:\*|#[a-z0-9][a-z0-9._-]*)?")
_FILE_FOLDERS = ("/data/", "/assets/")


def redirect_problems(
    portal: Portal,
    pages: Collection[str],
    unknown_kinds: Collection[PageKind] = (),
    moved: Mapping[str, str] = NONE_MOVED,
) -> Iterator[Problem]:
    """Yields the faults of `redirects.csv`: no valid former address, or no page at the target.

    The target of a line that must be deleted is not checked. Neither is a target of `unknown_kinds`: other faults leave
    the pages of these kinds unknown.
    """
    taken = {page.casefold() for page in pages}
    written = frozenset(pages)
    followed = suggested_redirects(portal, written, moved) if portal.redirects else {}
    for line, (former, target) in enumerate(portal.redirects.items(), 2):
        emptied = is_emptied(former, target) and is_subject(target)
        origin_fault = None if emptied else wrong_origin(former, taken)
        if origin_fault:
            yield Problem(REDIRECTS, line, "from", former, *origin_fault)
        if origin_fault and is_address(page_of(former)):
            continue
        star_fault = _wrong_star(former, target, portal)
        if not _TARGET.fullmatch(target):
            yield Problem(REDIRECTS, line, "to", target, "không phải địa chỉ trang", FORM_HINT)
        elif star_fault:
            yield Problem(REDIRECTS, line, "to", target, *star_fault)
        elif page_of(target) not in written and not may_be_of_kind(page_of(target), unknown_kinds):
            yield _dead_end_problem(line, former, portal.redirects, written, followed)


def wrong_origin(former: str, taken: Collection[str]) -> tuple[str, str] | None:
    """Returns why this address cannot be redirected and the remedy, or None if it can. `taken` holds the addresses of
    pages in lower case."""
    page = former.removesuffix(STAR)
    if not is_address(page):
        return "không phải địa chỉ trang", FORM_HINT
    if former.startswith(_FILE_FOLDERS):
        return "thuộc thư mục tệp của cổng, không phải trang", "xóa dòng này"
    if page.casefold() in taken:
        return TAKEN, "xóa dòng này, hoặc đổi slug của trang mới cho khác"
    if former.endswith(STAR) and not is_subject(page):
        return "có dấu * mà không phải trang của một đơn vị, một chỉ tiêu, một văn bản hay một kỳ", "bỏ dấu * ở cuối"
    return None


def _wrong_star(former: str, target: str, portal: Portal) -> tuple[str, str] | None:
    """Returns why dependent addresses cannot have counterparts at the target and the remedy, or None if they can."""
    if not target.endswith(STAR):
        return None
    hint = f"bỏ dấu * ở cuối để mọi địa chỉ của trang cũ đều chuyển đến riêng trang ấy: {former},{page_of(target)}"
    if not former.endswith(STAR):
        return "có dấu * mà địa chỉ cũ không có", f"thêm dấu * vào cuối địa chỉ cũ: {former}{STAR},{target}"
    if not is_same_kind(page_of(former), page_of(target)):
        return "có dấu * mà không cùng loại trang với địa chỉ cũ", hint
    since = first_day_if_younger(page_of(former), page_of(target), portal)
    if since:
        return f"là đơn vị có từ ngày {since}, địa chỉ cũ có số liệu từ trước: không phải một đơn vị đổi địa chỉ", hint
    return None


def _dead_end_problem(
    line: int, former: str, redirects: Mapping[str, str], pages: Collection[str], followed: Mapping[str, str]
) -> Problem:
    """Returns the fault of a redirect that leads to no page: it leads to another redirect, runs in a circle or ends
    nowhere. `followed` maps lost addresses to their probable new pages, so that the hint leads there in one step."""
    targets = {page_of(line): page_of(to) for line, to in redirects.items()}
    seen = [page_of(former)]
    at = page_of(redirects[former])
    while at in targets and at not in pages and at not in seen:
        seen.append(at)
        at = targets[at]
    last = followed.get(at, at)
    stars = STAR if redirects[former].endswith(STAR) and is_same_kind(page_of(former), last) else ""
    direct_hint = f"viết thẳng nơi cuối cùng: {former},{last}{stars}"
    if at in seen:
        message, hint = f"quay vòng: {' → '.join([*seen, at])}", "chuyển thẳng tới trang đang có"
    elif len(seen) > 1:
        message, hint = "lại là một địa chỉ đã chuyển", direct_hint
    elif last != at:
        message, hint = "không còn trang nào ở địa chỉ này", direct_hint
    else:
        message, hint = "không có trang nào ở địa chỉ này", "ghi địa chỉ của một trang đang có"
    return Problem(REDIRECTS, line, "to", redirects[former], message, hint)
