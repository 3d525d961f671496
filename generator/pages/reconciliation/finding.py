"""`/doi-chieu/<finding>/`: the page of one finding, so that it can be shared, and its preview image."""

import textwrap
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from generator import formats, words
from generator.deferred import Deferred, deferred
from generator.model import Level, Period, Portal
from generator.model.addresses import FINDING_PAGE, Part
from generator.pages.links import HOME, RECONCILIATION, UPDATES
from generator.pages.parts import Link, Page
from generator.pages.posters import MOST_ROWS, Poster, PosterRow, poster_path
from generator.pages.published import citation_text
from generator.pages.reconciliation.details import (
    MEANINGS,
    FindingDetail,
    detail_of,
    finding_address,
)
from generator.reconcile import Discrepancy, DiscrepancyKind


@dataclass(frozen=True, kw_only=True)
class FindingPage(Page):
    """The page of one finding; `listed` is the link to it in the list of all findings."""

    heading: str
    kind: str
    meaning: str
    detail: FindingDetail
    listed: Link
    citation: str


def finding_pages(portal: Portal, discrepancies: Sequence[Discrepancy]) -> Deferred[FindingPage]:
    """Returns a page for each finding."""
    return deferred(lambda item: _page(item, portal), discrepancies, finding_address)


@dataclass(frozen=True, kw_only=True)
class GonePage(Page):
    """The page of a former finding that does not follow from today's figures. Its address was shared, so it is kept."""

    changes: Link
    listed: Link


def gone_pages(portal: Portal, discrepancies: Sequence[Discrepancy]) -> Deferred[GonePage]:
    """Returns a page for each former finding."""
    gone = gone_findings(portal, discrepancies)
    return deferred(lambda id_: _gone(id_, gone[id_]), gone, gone.__getitem__)


def gone_findings(portal: Portal, discrepancies: Sequence[Discrepancy]) -> Mapping[str, str]:
    """Returns the addresses of former findings by id: those in the ledger without a present finding and without a
    redirect."""
    kept = {*map(finding_address, discrepancies), *portal.redirects}
    named = {address: FINDING_PAGE.parts_of(address) for address in portal.addresses if address not in kept}
    return {parts[Part.FINDING]: address for address, parts in named.items() if parts}


def _gone(id_: str, address: str) -> GonePage:
    return GonePage(
        address=address,
        title=f"Trường hợp đối chiếu không còn ({id_})",
        description=f"Cổng từng nêu trường hợp {id_}; theo số liệu hiện nay, trường hợp này không còn.",
        trail=(HOME, RECONCILIATION),
        hide_toc=True,
        changes=Link("Số liệu đã sửa", UPDATES.address),
        listed=Link("Các trường hợp hiện nay", RECONCILIATION.address),
    )


def finding_posters(portal: Portal, discrepancies: Sequence[Discrepancy]) -> Deferred[Poster]:
    """Returns the preview images of the pages of findings."""
    return deferred(
        lambda item: _poster(item, detail_of(item, portal), portal),
        discrepancies,
        lambda item: poster_path(finding_address(item)),
    )


def _page(item: Discrepancy, portal: Portal) -> FindingPage:
    detail, address, title = detail_of(item, portal), finding_address(item), _title(item, portal)
    return FindingPage(
        address=address,
        title=title,
        description=textwrap.shorten(
            f"{item.explanation} {item.effect}", words.MAX_DESCRIPTION_LENGTH, placeholder="…"
        ),
        trail=(HOME, RECONCILIATION),
        hide_toc=True,
        heading=detail.title,
        kind=words.FINDING_KINDS[item.kind],
        meaning=MEANINGS[item.kind],
        detail=detail,
        listed=Link("Xem cùng các trường hợp khác", f"{RECONCILIATION.address}#{item.id}"),
        citation=citation_text(portal, title, address),
        picture=_poster(item, detail, portal).picture,
    )


_SHORT_TITLES = {
    DiscrepancyKind.SHARE: "Tỷ lệ không khớp",
    DiscrepancyKind.PARTS: "Các phần không khớp tổng",
    DiscrepancyKind.EXCESS: "Một phần lớn hơn tổng",
    DiscrepancyKind.TOTAL: "Dòng tổng không khớp",
    DiscrepancyKind.MEAN: "Bình quân không khớp",
    DiscrepancyKind.GRAND_TOTAL: "Số chung không khớp tổng",
    DiscrepancyKind.RANGE: "Tỷ lệ ngoài khoảng",
    DiscrepancyKind.RESULT: "Hai nơi ghi hai số",
    DiscrepancyKind.TARGET: "Hai nơi đặt hai mức",
    DiscrepancyKind.DUE: "Nhiều thời hạn",
    DiscrepancyKind.BELOW: "Mức kém hơn đã đạt",
    DiscrepancyKind.SLIPPED: "Hai cột giống nhau",
    DiscrepancyKind.REPEATED: "Cùng một số",
}
"""Short titles of the kinds of findings, because search engines show only 75 letters of a page's title."""


def _title(item: Discrepancy, portal: Portal) -> str:
    """Returns the page's title: `Tỷ lệ không khớp: Dịch vụ công toàn trình, Sở Nội vụ, 10/2023`.

    A level of the portal's own province is named without the province.
    """
    names = [words.inline(words.LEVELS[Level(item.level)])] if item.level else []
    if not item.level or item.unit_id != portal.main_unit.id:
        names.append(portal.units[item.unit_id].short_name)
    indicator, period = portal.indicators[item.indicator_id].short_name, formats.short_period(Period.parse(item.period))
    return f"{_SHORT_TITLES[item.kind]}: {', '.join([indicator, *names, period])}"


def _poster(item: Discrepancy, detail: FindingDetail, portal: Portal) -> Poster:
    check = "Đối chiếu số liệu, cần kiểm tra" if item.needs_check else "Đối chiếu số liệu"
    answer = f"Đã trả lời: {detail.answer.by}" if detail.answer else "Chưa có trả lời"
    return Poster(
        path=poster_path(finding_address(item)),
        above=f"{check}: {words.inline(words.FINDING_KINDS[item.kind])}",
        title=detail.title,
        sentence=item.explanation,
        rows=tuple(PosterRow(name, figure) for name, figure in detail.figures[:MOST_ROWS]),
        source=f"{formats.source_name(portal.sources[item.source_id])}, {formats.locator(item.locator)}. {answer}",
    )
