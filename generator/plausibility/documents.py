"""Rules about documents that do not match their figures: files without rows, future dates, rows shared by units, units
of other provinces."""

from collections.abc import Iterator, Mapping
from itertools import pairwise

import pandas as pd

from generator import formats
from generator.bulk import stacked
from generator.data_files import SOURCES
from generator.grouping import grouped
from generator.model import Level, Source, Unit, day_named, document_named, province_id_of
from generator.plausibility.evidence import Evidence
from generator.plausibility.suspected import SuspectedFault, in_row
from generator.problems import Problem

_PLACE_COLUMNS = ["source_id", "unit_id", "path", "line", "note"]
"""Columns from which warnings take the place of a row, and its note."""
MIN_ROWS = 4
"""Minimum number of rows. In a smaller document, each row may have a year of its own."""
MIN_YEAR_GAP = 3
"""Minimum gap in years. A report compares with the years just before it, and never only with a year so long ago."""
_SHARED = r"(?:text:.*|[^:]*:(?:total|mean|common)(?:-.*)?)"
"""Locators of rows that concern several units by nature."""


def files_without_rows(evidence: Evidence) -> Iterator[SuspectedFault]:
    """Yields files of documents without any row: the figures were forgotten, or lost when the file was saved."""
    hint = (
        "nhập số liệu của văn bản; đã rút mọi số liệu của văn bản thì giữ tệp và trả lời cảnh báo này; "
        "tệp chưa có số liệu trong phiên bản nào thì xóa được"
    )
    for path in evidence.portal.files_without_rows:
        yield SuspectedFault("bare-file", (path,), Problem(path, 0, "", "", "tệp không có dòng số liệu nào", hint))


def future_documents(evidence: Evidence) -> Iterator[SuspectedFault]:
    """Yields documents with an issue date in the future."""
    for source in evidence.portal.sources.values():
        if source.issued_on > evidence.today:
            message = f"(văn bản {source.id}) ngày ban hành sau ngày kiểm tra ({formats.day(evidence.today)})"
            value = source.issued_on.isoformat()
            problem = Problem(SOURCES, source.line, "issued_on", value, message, "xem lại năm và tháng")
            yield SuspectedFault("future-document", (source.id, value), problem, source.note)


def future_answers(evidence: Evidence) -> Iterator[SuspectedFault]:
    """Yields answers to findings and warnings with a date in the future."""
    portal = evidence.portal
    given = [(it.path, it.line, "answered_on", it.finding_id, it.answered_on) for it in portal.corrections]
    given += [(it.path, it.line, "accepted_on", it.warning_id, it.accepted_on) for it in portal.acceptances]
    for path, line, field, id_, day in given:
        if day > evidence.today:
            message = f"({id_}) ngày trả lời sau ngày kiểm tra ({formats.day(evidence.today)})"
            problem = Problem(path, line, field, day.isoformat(), message, "xem lại năm và tháng")
            yield SuspectedFault("future-answer", (path, id_, day.isoformat()), problem)


def odd_ids(evidence: Evidence) -> Iterator[SuspectedFault]:
    """Yields document ids built from another number or year than the document's own. An id that begins with a letter
    contains neither and is not checked."""
    for source in evidence.portal.sources.values():
        number, year = formats.slug(source.number), str(source.issued_on.year)
        if source.id[0].isdecimal() and formats.slug(source.id) not in (number, f"{number}-{year}"):
            message = f"không ghép từ số, ký hiệu ({source.number}) và năm ban hành ({year})"
            hint = "xem lại number, issued_on; nếu mã sai mà chưa thuộc phiên bản nào thì sửa mã và tên tệp của văn bản"
            problem = Problem(SOURCES, source.line, "id", source.id, message, hint)
            yield SuspectedFault("odd-id", (source.id, source.number, year), problem, source.note)


def duplicate_documents(evidence: Evidence) -> Iterator[SuspectedFault]:
    """Yields pairs of entries with the same number, day and issuer: one document under two ids."""
    sources = evidence.portal.sources.values()
    duplicates = grouped(sources, lambda item: (formats.slug(item.number), item.issued_on, formats.fold(item.issuer)))
    for first, second in (pair for items in duplicates.values() for pair in pairwise(items)):
        message = f"cùng số, ngày và cơ quan ban hành với văn bản {first.id} (dòng {first.line})"
        hint = "mỗi văn bản khai một lần; chuyển số liệu về một mã rồi bỏ mục kia, hoặc xem lại number, issued_on"
        problem = Problem(SOURCES, second.line, "number", second.number, f"({second.id}) {message}", hint)
        key = (first.id, second.id, second.number, second.issued_on.isoformat())
        yield SuspectedFault("twin-document", key, problem, second.note)


def mismatched_days(evidence: Evidence) -> Iterator[SuspectedFault]:
    """Yields references to a replaced or amended document whose day differs from the portal's entry with that number
    and year. The reference then finds no document, and the correction would count as a contradiction."""
    sources = tuple(evidence.portal.sources.values())
    for source in sources:
        for field, named in source.related:
            day = day_named(named)
            if not day or document_named(named, source, sources):
                continue
            intended = next(
                (it for it in sources if _has_number_and_year(it, named, day[0]) and it.id != source.id), None
            )
            if intended:
                message = (
                    f"(văn bản {source.id}) cổng có văn bản số này, ban hành ngày {formats.day(intended.issued_on)}"
                )
                hint = f"xem lại ngày; đúng là văn bản ấy thì ghi mã {intended.id}"
                problem = Problem(SOURCES, source.line, field, named, message, hint)
                yield SuspectedFault("other-day", (source.id, field, named, intended.id), problem, source.note)


def _has_number_and_year(source: Source, named: str, year: int) -> bool:
    return source.number == named.partition(" ")[0] and source.issued_on.year == year


def lone_years(evidence: Evidence) -> Iterator[SuspectedFault]:
    """Yields documents with a single row of a much earlier year than all other rows: `2014-05` among `2024-05`."""
    results = evidence.portal.results
    counts = results.groupby(["source_id", "period"], observed=True).size().reset_index(name="rows")
    years = counts["period"].astype("str").str[:4].astype("int64")
    of_years = counts["rows"].groupby([counts["source_id"], years], observed=True).sum()
    for source_id, in_years in of_years.groupby(level=0, observed=True):
        (first, *later), rows = in_years.index.get_level_values(1), in_years.sum()
        if not later or in_years.iloc[0] > 1 or rows < MIN_ROWS or later[0] - first < MIN_YEAR_GAP:
            continue
        of_document = results[results["source_id"].eq(source_id)]
        row = of_document[of_document["period"].astype("str").str.startswith(str(first))].iloc[0]
        message = f"sớm hơn mọi dòng khác của văn bản từ {later[0] - first} năm trở lên"
        key = (str(source_id), *(str(row[name]) for name in ("unit_id", "level", "indicator_id", "period")))
        yield in_row("lone-year", key, row, "period", message, "xem lại năm của kỳ")


def shared_rows(evidence: Evidence) -> Iterator[SuspectedFault]:
    """Yields document rows with figures of two units: a unit or a row was confused with another one."""
    rows = _own_rows(evidence)
    numbered = rows[~rows["locator"].str.fullmatch(_SHARED)]
    first = numbered.groupby(["source_id", "locator"])["unit_id"].transform("first")
    others = numbered.assign(first=first)[first.ne(numbered["unit_id"])]
    for _, row in others.drop_duplicates(["source_id", "locator", "unit_id"]).iterrows():
        message = f"dòng này của bảng đã là của đơn vị {row['first']}, ở đây là {row['unit_id']}"
        hint = "một dòng của bảng là của một đơn vị; xem lại locator hoặc unit_id"
        key = (str(row["source_id"]), str(row["locator"]), str(row["first"]), str(row["unit_id"]))
        yield in_row("shared-row", key, row, "locator", message, hint)


def _own_rows(evidence: Evidence) -> pd.DataFrame:
    """Returns the targets and results of single units, one row per row of the files."""
    frames = (evidence.portal.results, evidence.portal.targets)
    return stacked([frame.loc[frame["level"].eq(""), ["locator", *_PLACE_COLUMNS]] for frame in frames])


def other_provinces(evidence: Evidence) -> Iterator[SuspectedFault]:
    """Yields figures of units outside the province of their document, once per document and unit. Figures of the
    country are allowed, because any document may compare with them."""
    units = evidence.portal.units
    provinces = {unit.id: province_id_of(unit, units) for unit in units.values()}
    rows = stacked([evidence.portal.results[_PLACE_COLUMNS], evidence.portal.targets[_PLACE_COLUMNS]])
    local = [unit.id for unit in units.values() if unit.level is not Level.COUNTRY]
    rows = rows[rows["unit_id"].isin(local)].assign(province_id=rows["unit_id"].astype("str").map(provinces))
    own = {source.id: _provinces_of(source, rows, units, provinces) for source in evidence.portal.sources.values()}
    known = rows[rows["source_id"].isin([id_ for id_, ids in own.items() if ids])]
    pairs = zip(known["source_id"], known["province_id"], strict=True)
    outside = known[pd.Series([province not in own[source] for source, province in pairs], known.index, dtype="bool")]
    for _, row in outside.drop_duplicates(["source_id", "unit_id"]).iterrows():
        source = evidence.portal.sources[str(row["source_id"])]
        name = units[str(row["province_id"])].name
        message = f"đơn vị thuộc {name}, không thuộc địa bàn của văn bản ({source.issuer})"
        hint = "xem lại mã đơn vị; mã bắt đầu bằng mã của tỉnh"
        yield in_row("other-province", (source.id, str(row["unit_id"])), row, "unit_id", message, hint)


def _provinces_of(
    source: Source, rows: pd.DataFrame, units: Mapping[str, Unit], provinces: Mapping[str, str]
) -> frozenset[str]:
    """Returns the provinces that a document concerns: those named by its issuer, directly or through one of their
    districts; else the province of more than half of its figures. The result is empty for a document of several
    provinces, such as a ministry's."""
    issuer = f" {formats.fold(source.issuer)} "
    high = [unit for unit in units.values() if unit.level in (Level.PROVINCE, Level.DISTRICT)]
    named = frozenset(provinces[unit.id] for unit in high if f" {formats.fold(unit.name)} " in issuer)
    if named:
        return named
    shares = rows[rows["source_id"].eq(source.id)]["province_id"].value_counts(normalize=True)
    return frozenset(shares[shares.gt(1 / 2)].index.astype("str"))
