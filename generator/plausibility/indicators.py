"""A rule about the entries of indicators: one whose released figures would get another meaning."""

from collections.abc import Iterator

from generator import formats
from generator.data_files import INDICATORS
from generator.history import SubjectKind
from generator.history.subjects import LOCATED, TRACKED_COLUMNS
from generator.history.versions import values_by_id
from generator.plausibility.evidence import Evidence
from generator.plausibility.suspected import SuspectedFault
from generator.problems import Problem

_CONSEQUENCES = {
    "measure": "dòng kết quả và chỉ tiêu giao đã công bố sẽ mang đơn vị đo này",
    "direction": "dòng kết quả và chỉ tiêu giao đã công bố sẽ được đánh giá, xếp hạng theo chiều này",
}
_HINT = (
    "trước đây nhập nhầm thì công bố như thường, sau make release cảnh báo tự hết; văn bản mới đo theo cách khác thì "
    "trả lại giá trị cũ và thêm chỉ tiêu mới"
)


def changed_meanings(evidence: Evidence) -> Iterator[SuspectedFault]:
    """Yields indicators whose unit of measure or direction is not that of the last release although the release has
    targets or results of them. Their past figures, assessments and ranks change without any change of their rows."""
    release = evidence.history.newest_release
    if release is None or release.on is None:
        return
    rows = evidence.history.last_version.rows
    figures = rows.loc[rows["what"].isin(list(LOCATED)), "indicator_id"].value_counts()
    for id_, values in values_by_id(evidence.history.last_version, SubjectKind.INDICATOR).items():
        indicator = evidence.portal.indicators.get(id_)
        if indicator is None or id_ not in figures.index:
            continue
        before = dict(zip(TRACKED_COLUMNS[SubjectKind.INDICATOR], values, strict=True))
        for name, consequence in _CONSEQUENCES.items():
            old, new = before[name], getattr(indicator, name).value
            if old != new:
                message = (
                    f"({indicator.name}) khác với phiên bản công bố ngày {formats.day(release.on)} ({old}); "
                    f"{formats.count(int(figures[id_]))} {consequence}"
                )
                problem = Problem(INDICATORS, indicator.line, name, new, message, _HINT)
                yield SuspectedFault("changed-meaning", (name, id_, old, new), problem)
