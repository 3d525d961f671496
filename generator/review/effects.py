"""Describes the differences between two editions in words, the most important first."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial

from generator import formats, words
from generator.addresses.redirects import redirect_targets
from generator.history import Change, ChangeKind, SubjectKind, wording
from generator.history.subjects import FIGURES, LOCATED
from generator.history.wording import UNKNOWN_SHARED_RANKS, Names, SharedRanks
from generator.model import Lineage
from generator.pages.changes import assessment_changed
from generator.review.editions import Edition
from generator.review.files import ChangedFile

_MET_TO_NOT_MET = ("met", "not_met")
"""Assessments before and after a change for the worse, which is listed first."""
_LINEAGE_HEADINGS = ("Đơn vị trước", "Đơn vị kế tiếp", "Hình thức", "Từ ngày", "Văn bản")
_FIGURE_HEADINGS = ("Đơn vị", "Nội dung", "Trước", "Sau", "Văn bản")

Row = tuple[str, ...]


@dataclass(frozen=True)
class Section:
    """One kind of difference: `count` differences, named by `label` in the summary line, listed in `rows` under
    `headings`."""

    label: str
    count: int
    headings: Row
    rows: tuple[Row, ...]


@dataclass(frozen=True)
class Review:
    """All kinds of differences, the most important first. `files` have differences that no section reports."""

    sections: tuple[Section, ...]
    files: tuple[ChangedFile, ...] = ()

    @property
    def other_differences(self) -> str:
        """The files with differences that no section reports, in words; empty without such files."""
        return ", ".join(file.text for file in self.files)


def review_of(before: Edition, after: Edition, changes: Sequence[Change], names: Names, shared: SharedRanks) -> Review:
    """Returns the differences between two editions."""
    turns = [change for change in changes if change.what is SubjectKind.ASSESSMENT and change.old and change.new]
    figures = [change for change in changes if change.what in LOCATED and change.kind is not ChangeKind.NEW]
    moved = [change for change in figures if change.only_moved]
    altered = [change for change in figures if not change.only_moved]
    rows_of = partial(_turn_rows, names=names, shared=shared)
    sections = (
        _warnings("cảnh báo mới", after, before),
        _section(
            "đánh giá đổi kết quả", _FIGURE_HEADINGS[:4], rows_of(filter(assessment_changed, turns), _worse_first)
        ),
        _section(
            "số liệu điều chỉnh hoặc rút bỏ", _FIGURE_HEADINGS, (_figure_row(change, names) for change in altered)
        ),
        _contradictions("chỗ lệch mới ở trang Đối chiếu", after, before),
        _contradictions("chỗ lệch không còn", before, after),
        _section("thứ hạng thay đổi", _FIGURE_HEADINGS[:4], rows_of(_same_mark(turns), _farthest_first)),
        _new_figures(changes, names),
        _section("số liệu chỉ đổi dòng dẫn nguồn", _FIGURE_HEADINGS, (_figure_row(change, names) for change in moved)),
        _section("thay đổi của danh mục", ("Loại", "Nội dung", "Trước", "Sau"), _entity_rows(changes, names)),
        _section("quan hệ mới giữa đơn vị trước và đơn vị kế tiếp", _LINEAGE_HEADINGS, _lineage_rows(before, after)),
        _warnings("cảnh báo không còn", before, after),
        *_pages(before, after),
    )
    return Review(tuple(section for section in sections if section.count))


def _section(label: str, headings: Row, rows: Iterable[Row]) -> Section:
    listed = tuple(rows)
    return Section(label, len(listed), headings, listed)


def _warnings(label: str, of: Edition, without: Edition) -> Section:
    """Returns the warnings that only the first edition has; empty if one edition is not a portal and therefore has no
    warnings."""
    known = of.portal is not None and without.portal is not None
    found = [warning for id_, warning in of.warnings.items() if known and id_ not in without.warnings]
    rows = ((item.problem.place, item.problem.statement, item.problem.hint, item.id) for item in found)
    return _section(label, ("Chỗ", "Cảnh báo", "Gợi ý", "Mã"), rows)


def _contradictions(label: str, of: Edition, without: Edition) -> Section:
    found = [item for id_, item in of.contradictions.items() if id_ not in without.contradictions]
    return _section(label, ("Chỗ lệch", "Ảnh hưởng"), ((item.explanation, item.effect) for item in found))


def _same_mark(turns: Iterable[Change]) -> Iterator[Change]:
    return (change for change in turns if not assessment_changed(change))


def _turn_rows(
    changes: Iterable[Change], key: Callable[[Change], tuple[object, ...]], *, names: Names, shared: SharedRanks
) -> Iterator[Row]:
    for change in sorted(changes, key=key):
        yield (names.unit(change.unit_id), wording.subject_text(change, names), *_states(change, names, shared))


def _worse_first(change: Change) -> tuple[object, ...]:
    marks = ((change.old or ("",))[0], (change.new or ("",))[0])
    return (marks != _MET_TO_NOT_MET, marks != _MET_TO_NOT_MET[::-1], change.indicator_id, change.unit_id)


def _farthest_first(change: Change) -> tuple[object, ...]:
    old, new = ((state or ("", ""))[1] for state in (change.old, change.new))
    moved = abs(int(old) - int(new)) if old and new else 0
    return (-moved, change.indicator_id, change.unit_id)


def _states(change: Change, names: Names, shared: SharedRanks = UNKNOWN_SHARED_RANKS) -> tuple[str, str]:
    old, new = wording.old_text(change, names, shared), wording.new_text(change, names, shared)
    return old or "chưa có", new or "đã rút bỏ"


def _figure_row(change: Change, names: Names) -> Row:
    old, new = _states(change, names)
    moved = f" ({wording.KIND[change.kind]})" if change.kind is ChangeKind.MOVED else ""
    place = f"{change.source_id}, {wording.locator_text(change)}"
    return (wording.place_text(change, names), wording.subject_text(change, names), old, f"{new}{moved}", place)


def _new_figures(changes: Iterable[Change], names: Names) -> Section:
    """Returns the number of new targets and results per document, indicator and time."""
    new = [change for change in changes if change.what in LOCATED and change.kind is ChangeKind.NEW]
    groups = Counter(
        (change.source_id, wording.WHAT[change.what], wording.subject_text(change, names)) for change in new
    )
    rows = tuple((*group, formats.count(number)) for group, number in sorted(groups.items()))
    return Section("số liệu mới", len(new), ("Văn bản", "Loại", "Nội dung", "Số lượng"), rows)


def _entity_rows(changes: Iterable[Change], names: Names) -> Iterator[Row]:
    """Yields units, indicators, documents and tasks that were added, withdrawn or changed."""
    for change in changes:
        if change.what not in FIGURES:
            yield (wording.WHAT[change.what], wording.subject_text(change, names), *_states(change, names))


def _lineage_rows(before: Edition, after: Edition) -> Iterator[Row]:
    """Yields the successions of units that the earlier edition does not contain; empty if one edition is not a
    portal."""
    if before.portal is None or after.portal is None:
        return
    known, units = set(map(_joined, before.portal.lineage)), after.portal.units
    for row in after.portal.lineage:
        if _joined(row) not in known:
            successor = units[row.successor_id].name if row.successor_id else "không có"
            kind, on = words.LINEAGE_KINDS[row.kind], formats.day(row.on)
            yield (units[row.predecessor_id].name, successor, kind, on, row.source_id)


def _joined(row: Lineage) -> tuple[str, str]:
    return row.predecessor_id, row.successor_id


def _pages(before: Edition, after: Edition) -> Iterator[Section]:
    changed = after.pages_changed_since(before.version)
    known = before.portal is not None
    new = [address for address in after.addresses if known and address not in set(before.addresses)]
    removed = [address for address in before.addresses if after.portal and address not in set(after.addresses)]
    redirected = (
        redirect_targets(after.portal.redirects, removed, frozenset(after.addresses)).targets if after.portal else {}
    )
    lost = ((address,) for address in removed if address not in redirected)
    yield _section("trang không còn, phải có chuyển tiếp", ("Địa chỉ",), lost)
    moved = ((address, redirected[address]) for address in removed if address in redirected)
    yield _section("trang chuyển sang địa chỉ khác", ("Địa chỉ cũ", "Nay chuyển đến"), moved)
    yield _section("trang mới", ("Địa chỉ",), ((address,) for address in new))
    changed_pages = [address for address in changed if address not in set(new)]
    yield _section("trang thay đổi nội dung", ("Địa chỉ",), ((address,) for address in changed_pages))
