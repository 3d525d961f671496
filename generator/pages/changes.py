"""`/cap-nhat/`: what changed in the published data, release by release, with old and new value."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from generator import formats
from generator.history import Change, History, Kind, NewFigures, Release, What, wording
from generator.history.subjects import FIGURES, LOCATED
from generator.history.wording import Names
from generator.model import SCALE, Portal
from generator.pages.parts import Cell, Link, Page, SourceRef, Table
from generator.pages.shared import HOME, row_address, sentence, source_link, source_ref, unit_link

ADDRESS = "/cap-nhat/"
FEED = Link("Theo dõi thay đổi qua nguồn tin Atom", "/data/cap-nhat.atom")
PENDING = "cho-cong-bo"

LIMIT = 300
"""How many lines a list shows: a page stays readable on a phone; the rest is told as a number."""


@dataclass(frozen=True)
class ChangeLine:
    """One change as it is shown. `what` says of what kind of thing, `word` what happened to it.

    `old` or `new` is empty where there was or is nothing. `when` is the day of the release (`04/10/2024`), or says that
    it is not released yet. `place` is the row within the document; `effect` tells what turned with a figure.
    """

    kind: Kind
    what: str
    word: str
    when: str
    unit: Link
    subject: Link
    time: str
    old: str
    new: str
    source: SourceRef | None
    place: str
    effect: str


@dataclass(frozen=True)
class DocumentChanges:
    """The changed figures of one document, by unit; `more` counts those left out."""

    id: str
    source: Link
    table: Table
    more: int


@dataclass(frozen=True)
class ReleaseSection:
    """One release: its anchor, its heading, a sentence, the new figures by document, then the changes."""

    id: str
    heading: str
    summary: str
    new: Table | None
    documents: tuple[DocumentChanges, ...]
    turns: Table | None
    more_turns: int
    others: Table | None
    more_others: int


@dataclass(frozen=True, kw_only=True)
class ChangesPage(Page):
    """All releases, the newest first."""

    releases: tuple[ReleaseSection, ...]
    feed: Link


def changes_page(history: History, portal: Portal) -> ChangesPage:
    """The page of all releases."""
    names = wording.names_in(portal)
    return ChangesPage(
        address=ADDRESS,
        title="Cập nhật",
        description="Những thay đổi của dữ liệu đã công bố: ngày, đơn vị, văn bản, giá trị cũ và giá trị mới.",
        trail=(HOME,),
        releases=tuple(_section(release, names, portal) for release in history.releases),
        feed=FEED,
    )


def changes_by_unit(history: History, portal: Portal) -> Mapping[str, tuple[ChangeLine, ...]]:
    """What a unit's page must show by unit id, newest first: past figures that were changed or withdrawn, and
    assessments that turned for another reason."""
    names = wording.names_in(portal)
    found: dict[str, list[ChangeLine]] = {}
    for release in history.releases:
        teller = _Teller(release, names, portal)
        told = {_figure(change) for change in release.changes if change.what is What.RESULT}
        for change in release.changes:
            if _concerns_unit(change, told):
                found.setdefault(change.unit_id, []).append(teller.line(change))
    return {unit_id: tuple(lines) for unit_id, lines in found.items()}


def _concerns_unit(change: Change, told: set[wording.FigureKey]) -> bool:
    if change.level or change.aggregate not in ("", "pooled", "total") or change.kind is Kind.NEW:
        return False
    if change.what in LOCATED:
        return change.old != change.new
    return change.what is What.ASSESSMENT and _turned(change) and _figure(change) not in told


def _turned(change: Change) -> bool:
    """Whether the assessment itself turned, not the rank alone."""
    return bool(change.old and change.new) and (change.old or ())[0] != (change.new or ())[0]


def _figure(change: Change) -> wording.FigureKey:
    return (change.unit_id, change.indicator_id, change.period)


def lines_table(caption: str, lines: Iterable[ChangeLine]) -> Table:
    """The lines as a table for a unit's own page: the day, what changed, before and after, the source."""
    rows = tuple((Cell(line.when), _subject_cell(line), *_turn_cells(line), _source_cell(line)) for line in lines)
    return Table(caption, ("Ngày công bố", "Nội dung", "Trước", "Sau", "Nguồn"), rows)


def _figures_table(caption: str, lines: Iterable[ChangeLine]) -> Table:
    """Changed figures of one document: whose, which, before and after, in which row."""
    rows = tuple(
        (_unit_cell(line), _subject_cell(line), *_turn_cells(line), _source_cell(line, line.place)) for line in lines
    )
    return Table(caption, ("Đơn vị", "Nội dung", "Trước", "Sau", "Dòng"), rows)


def _turns_table(lines: Sequence[ChangeLine]) -> Table | None:
    """Assessments and ranks that changed."""
    rows = tuple((_unit_cell(line), _subject_cell(line), *_turn_cells(line)) for line in lines[:LIMIT])
    return Table("Đánh giá và thứ hạng thay đổi", ("Đơn vị", "Nội dung", "Trước", "Sau"), rows) if rows else None


def _others_table(lines: Sequence[ChangeLine]) -> Table | None:
    """Units, indicators, documents and tasks that came, went or changed."""
    rows = tuple((_subject_cell(line), Cell(line.what), *_turn_cells(line)) for line in lines[:LIMIT])
    headings = ("Nội dung", "Loại", "Trước", "Sau")
    return Table("Đơn vị, chỉ tiêu, văn bản và nhiệm vụ", headings, rows) if rows else None


def _unit_cell(line: ChangeLine) -> Cell:
    return Cell(line.unit.text, address=line.unit.address)


def _subject_cell(line: ChangeLine) -> Cell:
    return Cell(", ".join(filter(None, [line.subject.text, line.time])), address=line.subject.address)


def _turn_cells(line: ChangeLine) -> tuple[Cell, Cell]:
    moved = line.word if line.kind is Kind.MOVED else ""
    note = "; ".join(filter(None, [moved, line.effect]))
    return Cell(line.old or "chưa có"), Cell(line.new or "đã rút bỏ", note=note)


def _source_cell(line: ChangeLine, text: str = "") -> Cell:
    if line.source is None:
        return Cell("cổng tính từ số liệu")
    return Cell(text or line.source.text, address=line.source.address)


def _section(release: Release, names: Names, portal: Portal) -> ReleaseSection:
    teller = _Teller(release, names, portal)
    figures = [change for change in release.changes if change.what in LOCATED]
    assessed = [change for change in release.changes if change.what is What.ASSESSMENT]
    turns = [teller.line(change) for change in sorted(assessed, key=lambda change: not _turned(change))]
    others = [teller.line(change) for change in release.changes if change.what not in FIGURES]
    return ReleaseSection(
        id=_anchor(release),
        heading=f"Ngày {formats.day(release.on)}" if release.on else "Thay đổi chờ công bố",
        summary=_summary(release),
        new=_new_figures(release, portal),
        documents=tuple(_documents(figures, teller)),
        turns=_turns_table(turns),
        more_turns=max(len(turns) - LIMIT, 0),
        others=_others_table(others),
        more_others=max(len(others) - LIMIT, 0),
    )


def _anchor(release: Release) -> str:
    return release.id.replace(".", "-") or PENDING


def _documents(figures: Iterable[Change], teller: "_Teller") -> Iterator[DocumentChanges]:
    names = teller.names
    ordered = sorted(figures, key=lambda change: (change.source_id, formats.collation(names.unit(change.unit_id))))
    for source_id, group in groupby(ordered, lambda change: change.source_id):
        lines = [teller.line(change) for change in group]
        link = _source(source_id, teller.portal)
        yield DocumentChanges(
            id=f"{_anchor(teller.release)}-{source_id.lower()}",
            source=link,
            table=_figures_table(f"Số liệu thay đổi theo {link.text}", lines[:LIMIT]),
            more=max(len(lines) - LIMIT, 0),
        )


class _Teller:
    """Tells the changes of one release in words and links."""

    def __init__(self, release: Release, names: Names, portal: Portal) -> None:
        self.release = release
        self.names = names
        self.portal = portal
        self._effects = wording.effects(release.changes)

    def line(self, change: Change) -> ChangeLine:
        """One change as it is shown."""
        return ChangeLine(
            kind=change.kind,
            what=wording.WHAT[change.what].capitalize(),
            word=wording.KIND[change.kind].capitalize(),
            when=formats.day(self.release.on) if self.release.on else "chờ công bố",
            unit=_unit(change, self.names, self.portal),
            subject=_subject(change, self.names, self.portal),
            time=wording.time_text(change),
            old=wording.old_text(change, self.names),
            new=wording.new_text(change, self.names),
            source=_source_ref(change, self.portal),
            place=formats.locator(change.locator) if change.locator else "",
            effect=self._effects.get(_figure(change), "") if change.what is What.RESULT else "",
        )


def _unit(change: Change, names: Names, portal: Portal) -> Link:
    if not change.unit_id:
        return Link("", "")
    unit = portal.units.get(change.unit_id)
    return Link(wording.place_text(change, names), unit.address if unit else "")


def _subject(change: Change, names: Names, portal: Portal) -> Link:
    """What changed and its page; what is no longer in the portal has no page."""
    if change.what in FIGURES or change.what is What.INDICATOR:
        indicator = portal.indicators.get(change.indicator_id)
        return Link(indicator.short_name, indicator.address) if indicator else Link(change.indicator_id, "")
    if change.what is What.UNIT:
        unit = portal.units.get(change.unit_id)
        return unit_link(unit) if unit else Link(change.unit_id, "")
    if change.what is What.SOURCE:
        return _source(change.source_id, portal)
    return Link(wording.subject_text(change, names), "")


def _source(source_id: str, portal: Portal) -> Link:
    source = portal.sources.get(source_id)
    return source_link(source) if source else Link(source_id, "")


def _source_ref(change: Change, portal: Portal) -> SourceRef | None:
    """The row of the document; one that was withdrawn has no row any more, so the document itself."""
    source = portal.sources.get(change.source_id)
    if source is None or not change.locator:
        return None
    if change.kind is Kind.WITHDRAWN:
        return SourceRef(source_ref(source, change.locator).text, source.address)
    return SourceRef(source_ref(source, change.locator).text, row_address(source, change.locator))


def _summary(release: Release) -> str:
    """One sentence: what the release brought, or that it was the first."""
    stated = [count for count in release.counts if count.what in LOCATED]
    new = _count(sum(count.figures for count in stated))
    if release.first:
        documents = len({count.source_id for count in stated})
        return f"Dữ liệu công bố lần đầu: {new} số liệu kết quả và mức phải đạt, lấy từ {documents} văn bản."
    altered = sum(change.what in LOCATED for change in release.changes)
    turned = sum(change.what is What.ASSESSMENT and _turned(change) for change in release.changes)
    told = [
        f"{new} số liệu mới" if stated else "",
        f"{_count(altered)} số liệu điều chỉnh hoặc rút bỏ" if altered else "",
        f"{_count(turned)} đánh giá đổi kết quả" if turned else "",
    ]
    text = "; ".join(filter(None, told)) or "không có số liệu nào thay đổi"
    return sentence(text)


def _count(number: int) -> str:
    return formats.number(number * SCALE, 0)


def _new_figures(release: Release, portal: Portal) -> Table | None:
    """The first figures by document: how many, of how many units."""
    groups: dict[tuple[str, What], list[NewFigures]] = {}
    for count in release.counts:
        groups.setdefault((count.source_id, count.what), []).append(count)
    rows = tuple(_new_row(source_id, what, groups[source_id, what], portal) for source_id, what in sorted(groups))
    return Table("Số liệu mới theo văn bản", ("Văn bản", "Loại", "Số liệu", "Đơn vị"), rows) if rows else None


def _new_row(source_id: str, what: What, counts: Sequence[NewFigures], portal: Portal) -> tuple[Cell, ...]:
    link = _source(source_id, portal)
    figures = sum(count.figures for count in counts)
    return (
        Cell(link.text, address=link.address),
        Cell(wording.WHAT[what].capitalize()),
        Cell(_count(figures), str(figures), numeric=True),
        Cell(_count(len(counts)), str(len(counts)), numeric=True),
    )


@dataclass(frozen=True)
class News:
    """What one release brought, for a feed: to all (`unit_id` empty) or to a unit. `key` is unique and stays."""

    key: str
    unit_id: str
    title: str
    summary: str
    address: str
    on: date


def news(history: History, portal: Portal) -> Iterator[News]:
    """One item a release, and one for each unit that it concerns; the newest release first."""
    names = wording.names_in(portal)
    for release in history.releases:
        if release.on is None:
            continue
        title = f"Cập nhật dữ liệu ngày {formats.day(release.on)}"
        yield News(release.id, "", title, _summary(release), f"{ADDRESS}#{_anchor(release)}", release.on)
        for unit_id, sentences in _by_unit(release, names, portal).items():
            unit = portal.units.get(unit_id)
            if unit:
                key, heading = f"{release.id} {unit_id}", f"{unit.name}: cập nhật ngày {formats.day(release.on)}"
                yield News(key, unit_id, heading, " ".join(sentences), unit.address, release.on)


def _by_unit(release: Release, names: Names, portal: Portal) -> Mapping[str, list[str]]:
    """Sentences on new and changed figures by unit id."""
    found: dict[str, list[str]] = {}
    for count in release.counts:
        source = _source(count.source_id, portal).text
        text = f"{_count(count.figures)} {wording.WHAT[count.what]} mới từ {source}."
        found.setdefault(count.unit_id, []).append(text)
    for change in release.changes:
        if change.what in FIGURES:
            turn = f"{wording.old_text(change, names)} {wording.ARROW} {wording.new_text(change, names) or 'không còn'}"
            text = f"{wording.KIND[change.kind].capitalize()} {wording.subject_text(change, names)}: {turn}."
            found.setdefault(change.unit_id, []).append(text)
    return found
