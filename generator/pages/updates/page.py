"""`/cap-nhat/`: all changes of the published data. `/cap-nhat/<date>/`: one release, with its data to download."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from generator import formats, words
from generator.deferred import Deferred, deferred
from generator.grouping import grouped
from generator.history import History, Release, archive_path, wording
from generator.model import Portal
from generator.pages.changes import (
    ReleaseRanks,
    anchor_of,
    names_on_pages,
    ranks_by_release,
    release_address,
    release_day,
    summary_of,
)
from generator.pages.links import HOME, UPDATES, absolute_url
from generator.pages.parts import Link, Page
from generator.pages.topics import ALL, level_topics
from generator.pages.updates.sections import ReleaseSection, section_of

_NEWEST_YEARS = 2
"""Number of years whose releases are not folded in the list of past releases."""


@dataclass(frozen=True)
class PastRelease:
    """An earlier release in the list: its anchor, its page, a summary."""

    id: str
    page: Link
    summary: str


@dataclass(frozen=True)
class PastYear:
    """The releases of an earlier year. They are folded, because a portal records a release each month."""

    name: str
    count: str
    releases: tuple[PastRelease, ...]


@dataclass(frozen=True, kw_only=True)
class UpdatesPage(Page):
    """The page of all releases.

    - `built`: the day of this build of the portal.
    - `releases`: changes that are not released yet, then the newest release. `past`: the list of the other releases of
      the newest years. `earlier`: those of earlier years.
    - `newest`: the link to the page of the newest release.
    - `levels`: links to the feeds of levels, folded with `folds_levels`, because each province has several.
    """

    built: str
    releases: tuple[ReleaseSection, ...]
    newest: Link | None
    past: tuple[PastRelease, ...]
    earlier: tuple[PastYear, ...]
    levels: tuple[Link, ...]
    folds_levels: bool


@dataclass(frozen=True, kw_only=True)
class ReleasePage(Page):
    """The page of one release: its changes, its data as an archive, the previous release, the text for citing it.

    It has no link to the next release, so that it never changes.
    """

    section: ReleaseSection
    archive: Link
    previous_release: Link | None
    citation: str


def updates_page(history: History, portal: Portal, today: date) -> UpdatesPage:
    """Returns the page of all releases, as of the day `today`."""
    names, ranks = names_on_pages(history, portal), ranks_by_release(history, portal)
    released = history.released
    shown = [*(release for release in history.releases if not release.on), *released[:1]]
    years = list(grouped(released[1:], lambda release: release.on.year if release.on else 0).items())
    return UpdatesPage(
        address=UPDATES.address,
        title="Lịch sử cập nhật số liệu",
        description="Mọi thay đổi của số liệu đã công bố: ngày, đơn vị, văn bản, giá trị trước và sau, đánh giá và thứ "
        "hạng thay đổi theo.",
        trail=(HOME,),
        built=formats.day(today),
        releases=tuple(section_of(release, names, portal, ranks[release.id]) for release in shown),
        newest=_link(released[0]) if released else None,
        past=tuple(_past_release(one) for _, releases in years[:_NEWEST_YEARS] for one in releases),
        earlier=tuple(_past_year(year, releases) for year, releases in years[_NEWEST_YEARS:]),
        feed=ALL.own_link,
        levels=tuple(topic.link for topic in level_topics(portal)),
        folds_levels=portal.has_province_pages,
    )


def _past_release(release: Release) -> PastRelease:
    return PastRelease(anchor_of(release), _link(release), summary_of(release))


def _past_year(year: int, releases: Sequence[Release]) -> PastYear:
    return PastYear(f"Năm {year}", f"{len(releases)} phiên bản", tuple(map(_past_release, releases)))


def release_pages(history: History, portal: Portal) -> Deferred[Page]:
    """Returns the page of each release that has a day, newest first."""
    names, ranks = names_on_pages(history, portal), ranks_by_release(history, portal)
    released = history.released
    before = [*released[1:], None]
    return deferred(
        lambda at: _release_page(released[at], before[at], names, portal, ranks[released[at].id]),
        range(len(released)),
        lambda at: release_address(released[at]),
    )


def _release_page(
    release: Release, before: Release | None, names: wording.Names, portal: Portal, ranks: ReleaseRanks
) -> Page:
    address, day = release_address(release), release_day(release)
    title = f"Phiên bản dữ liệu {day}"
    summary = summary_of(release)
    return ReleasePage(
        address=address,
        title=title,
        description=words.page_description(
            f"{title}: {words.inline(summary)}",
            ["Số liệu nào mới, số liệu nào đổi; tải đúng dữ liệu của ngày này."],
        ),
        trail=(HOME, UPDATES),
        section=section_of(release, names, portal, ranks),
        archive=Link(f"{title} (ZIP)", f"/{archive_path(release.name)}"),
        previous_release=_link(before) if before else None,
        citation=f"{portal.settings.title}, {words.inline(title)} (CC BY 4.0). "
        f"Địa chỉ cố định: {absolute_url(address)}",
    )


def _link(release: Release) -> Link:
    return Link(words.capitalised(release_day(release)), release_address(release))
