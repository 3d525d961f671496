"""Checks that what an earlier release published still exists: ids of units and indicators, addresses, and the figures
of documents that are still listed.

A document may be withdrawn as a whole, with its entry and its files. Single figures may be corrected or withdrawn; such
a change is reported as a change, not as a fault.
"""

from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path

from generator import formats
from generator.columnar import PARQUET
from generator.data_files import INDICATORS, RESULTS, SOURCES, TARGETS, TASKS, UNITS
from generator.history.address_owners import taken_addresses
from generator.history.forgotten import forgotten_problems
from generator.history.releases import History
from generator.history.subjects import SubjectKind
from generator.history.versions import values_by_id
from generator.loading import CSV
from generator.model import Portal
from generator.problems import Problem

_FILES = {
    SubjectKind.RESULT: (RESULTS, (CSV, PARQUET), "kết quả"),
    SubjectKind.TARGET: (TARGETS, (CSV,), "chỉ tiêu giao"),
    SubjectKind.TASK: (TASKS, (CSV,), "nhiệm vụ"),
}
"""Per subject: the folder of its files, their endings, and its name in messages."""


def permanence_problems(root: Path, portal: Portal, history: History) -> Iterator[Problem]:
    """Yields a fault for everything that the newest release contains and that the data at `root` no longer contain
    although it must remain, and for everything missing in the records of releases."""
    yield from forgotten_problems(root, portal)
    if history.newest_release is None:
        return
    units = values_by_id(history.last_version, SubjectKind.UNIT)
    indicators = values_by_id(history.last_version, SubjectKind.INDICATOR)
    hint = "trả lại mã này ở mọi tệp; đổi tên thì chỉ sửa name, short_name, slug"
    ended = "đơn vị đã kết thúc thì giữ dòng của nó và điền active_to"
    wrong_ids = (
        *_lost_ids(UNITS, units, portal.units, history, f"{hint}; {ended}"),
        *_reused_ids(units, portal, history),
        *_lost_ids(INDICATORS, indicators, portal.indicators, history, hint),
        *_renamed_documents(portal, history),
    )
    yield from wrong_ids
    yield from taken_addresses(root, portal, [problem.value for problem in wrong_ids])
    yield from _lost_files(root, portal, history)


def _lost_ids(
    path: str, released: Mapping[str, tuple[str, ...]], known: Mapping[str, object], history: History, hint: str
) -> Iterator[Problem]:
    for id_ in released if known else ():
        if id_ not in known:
            message = f"({released[id_][0]}) {_released(history)} nhưng không còn trong tệp"
            yield Problem(path, 0, "id", id_, f"{message}; mã đã dùng thì không đổi, không bỏ", hint)


def _reused_ids(released: Mapping[str, tuple[str, ...]], portal: Portal, history: History) -> Iterator[Problem]:
    """Yields ids of ended units that now belong to other units: units that begin later, or that are active under
    another name."""
    for id_, (name, _, ended, _) in released.items():
        unit = portal.units.get(id_)
        if not (unit and ended):
            continue
        day = date.fromisoformat(ended)
        if (unit.active_from and unit.active_from > day) or (unit.active_to is None and unit.name != name):
            message = f"({unit.name}) {_released(history)} là mã của {name}, kết thúc ngày {formats.day(day)}"
            hint = "trả lại dòng của đơn vị cũ; đơn vị mới cần mã mới, nối với đơn vị cũ trong data/lineage.csv"
            yield Problem(UNITS, unit.line, "id", id_, f"{message}; mã đã dùng thì không dùng lại", hint)


def _released(history: History) -> str:
    on = history.newest_release.on if history.newest_release else None
    return f"có trong phiên bản công bố ngày {formats.day(on)}" if on else "có trong phiên bản đã công bố"


def _renamed_documents(portal: Portal, history: History) -> Iterator[Problem]:
    """Yields documents that were given another id: no release contains the new id, but a released document that is no
    longer listed has the same number and issue date."""
    released = values_by_id(history.last_version, SubjectKind.SOURCE)
    unreleased = {
        (source.number, source.issued_on.isoformat()): source
        for source in portal.sources.values()
        if source.id not in released
    }
    for id_, (number, _, issued_on, *_) in released.items():
        source = unreleased.get((number, issued_on))
        if id_ not in portal.sources and source:
            message = f"là mã mới của văn bản {_released(history)} với mã {id_}; mã đã dùng thì không đổi"
            hint = f"trả lại mã {id_} ở đây, ở tên các tệp và ở mọi chỗ dẫn đến văn bản"
            yield Problem(SOURCES, source.line, "id", source.id, message, hint)


def _lost_files(root: Path, portal: Portal, history: History) -> Iterator[Problem]:
    """Yields files that are missing although their document is still listed; all its figures are lost with the file."""
    rows = history.last_version.rows
    for what, (folder, endings, name) in _FILES.items():
        present = {file.name for file in (root / folder).glob("*")}
        without = [id_ for id_ in portal.sources if not any(f"{id_}{end}" in present for end in endings)]
        released = rows.loc[rows["what"].eq(what) & rows["source_id"].isin(without), "source_id"]
        for id_, figures in released.value_counts().items():
            message = f"không còn tệp này, trong khi văn bản {id_} {_released(history)} với {figures} {name}"
            yield Problem(f"{folder}/{id_}{CSV}", 0, "", "", message, _lost_hint(name))


def _lost_hint(name: str) -> str:
    return (
        f"lấy lại tệp từ bản trước trong kho mã; muốn rút mọi {name} của văn bản thì giữ tệp với riêng dòng tên "
        f"các cột, muốn rút cả văn bản thì xóa các tệp của nó và mục của nó trong {SOURCES}"
    )
