"""Loads targets and results into tables; checks the form of cells column by column, for all rows at once."""

import re
import unicodedata
from collections.abc import Callable, Iterable, Mapping
from enum import StrEnum
from pathlib import Path

import numpy as np
import pandas as pd

from generator.bulk import all_match, distinct, from_codes, in_categories, stacked
from generator.columnar import PARQUET, read_parquet
from generator.loading.fields import choice_hint
from generator.model import (
    SCALE,
    Aggregate,
    Comparison,
    Level,
    Reading,
    ResultStatus,
    TargetStatus,
)
from generator.problems import Problem
from generator.reading.content_cache import cached_by_content
from generator.reading.csv_rows import read_figures
from generator.reading.records import CATEGORY_COLUMNS, Records
from generator.tables import RESULTS, TARGETS

ADDED_COLUMNS = ("source_id", "path", "line", "amount")
"""Columns that loading adds to targets and results: the document, the file and line of the row, and the value in
millionths."""

NUMBER = r"-?[0-9]{1,12}(?:\.[0-9]{1,6})?"
r"""Pattern of a plain decimal number. It uses `[0-9]`, because `\d` matches digits of every script."""
PERIOD = r"(?:19|20)[0-9]{2}(?:-(?:Q[1-4]|0[1-9]|1[0-2]))?"
LOCATOR = r"(?:PL[0-9.IVX]*:[^\s]+|text:\S+)"

PERIOD_HINT = "viết 2024 (năm), 2024-Q2 (quý) hoặc 2024-05 (tháng)"
LOCATOR_HINT = 'viết "bảng:dòng" như PL2.3:64, PL1.1:total, hoặc "text:mục" như text:II.2.a'
_LEVELS = ["", *map(str, Level)]
_DASHES = {"-", "–", "—", "x", "X", "/", "…", "..."}
_PADDED = r"-?0[0-9]+(?:\.[0-9]+)?"
"""A number with zeros in front, as spreadsheet programs pad cells."""
_DECORATION = "% '’‘“”\""
_SPACED_THOUSANDS = re.compile(r"-?[1-9][0-9]{0,2}(?:[ '’][0-9]{3})+(?:[.,][0-9]+)?")
_THOUSANDS_AND_FRACTION = re.compile(r"-?[1-9][0-9]{0,2}(?:(?:,[0-9]{3})+\.|(?:\.[0-9]{3})+,)[0-9]+")
"""A number with one sign between thousands and the other before the fraction: `1,234.5` or `1.234,5`."""
_THOUSANDS = re.compile(r"[1-9][0-9]{0,2}(?:(?:\.[0-9]{3}){2,}|(?:,[0-9]{3})+)")


def load_targets(root: Path, paths: Mapping[str, str], faults: list[Problem]) -> pd.DataFrame:
    """Returns all targets with the columns that staff enter and the columns ADDED_COLUMNS. `paths` maps a document's id
    to its file."""
    return _load(root, paths, TARGETS.entered, _target_faults, faults)


def load_results(root: Path, paths: Mapping[str, str], faults: list[Problem]) -> pd.DataFrame:
    """Returns all results with the columns that staff enter and the columns ADDED_COLUMNS. `paths` maps a document's id
    to its file."""
    return _load(root, paths, RESULTS.entered, _result_faults, faults)


def _load(
    root: Path,
    paths: Mapping[str, str],
    columns: tuple[str, ...],
    rules: Callable[[Records], Iterable[Problem]],
    faults: list[Problem],
) -> pd.DataFrame:
    """Returns the rows of all documents as one table; `rules` finds the faults of the rows of one document."""
    frames = []
    for source_id, path in paths.items():
        read = read_parquet if path.endswith(PARQUET) else read_figures
        records = read(root, path, columns, faults)
        if records is None:
            continue
        frame, found = _rows_of_document(records, source_id, rules)
        faults.extend(found)
        frames.append(frame)
    whole = stacked(frames or [_empty(columns)])
    return whole.assign(amount=amounts(whole["value"]))[[*columns, *ADDED_COLUMNS]]


@cached_by_content
def _rows_of_document(
    records: Records, source_id: str, rules: Callable[[Records], Iterable[Problem]]
) -> tuple[pd.DataFrame, tuple[Problem, ...]]:
    """Returns the rows of one document, and their faults."""
    rows = len(records.frame)
    source, path = (from_codes(np.zeros(rows, dtype=np.int8), [text]) for text in (source_id, records.path))
    return records.frame.assign(source_id=source, path=path), tuple(rules(records))


def _empty(columns: tuple[str, ...]) -> pd.DataFrame:
    added = ("source_id", "path")
    nothing = pd.DataFrame(columns=[*columns, *added], dtype="str")
    frame = in_categories(nothing, CATEGORY_COLUMNS.intersection(columns).union(added))
    return frame.assign(line=pd.Series(dtype="int64"))


def amounts(values: "pd.Series[str]") -> "pd.Series[int]":
    """Returns the stated figures in whole millionths (Int64), missing if the text is not a plain decimal number."""
    if isinstance(values.dtype, pd.CategoricalDtype):
        return pd.Series(amounts(distinct(values)).array.take(values.cat.codes.to_numpy()), values.index)
    plain = values.where(values.str.fullmatch(NUMBER))
    parts = plain.str.extract(r"(\d+)(?:\.(\d+))?")
    whole = pd.to_numeric(parts[0], errors="coerce").astype("Int64") * SCALE
    fraction = pd.to_numeric(parts[1].fillna("").str.ljust(6, "0"), errors="coerce").astype("Int64")
    sign = plain.str.startswith("-").fillna(False).map({True: -1, False: 1}).astype("Int64")
    return (whole + fraction) * sign


def _target_faults(records: Records) -> Iterable[Problem]:
    """Yields the faults of the form of targets."""
    yield from _common_faults(records)
    yield from _not_matching(records, "due", PERIOD, "không phải là kỳ", PERIOD_HINT)
    yield from _not_in_enum(records, "comparison", Comparison)
    yield from _not_in_enum(records, "status", TargetStatus)
    frame = records.frame
    unreadable = frame["status"].eq(TargetStatus.UNREADABLE)
    exempt = frame["status"].eq(TargetStatus.EXEMPT)
    hint = "điền số, hoặc ghi status là unreadable (bản quét không đọc được), exempt (văn bản miễn mà không nêu số)"
    hint = f"{hint}; văn bản không nêu thì bỏ dòng này"
    yield from _problems_in_rows(records, frame["value"].eq("") & ~unreadable & ~exempt, "value", "còn trống", hint)
    hint = "xóa số, hoặc để trống cột status"
    yield from _problems_in_rows(
        records, frame["value"].ne("") & unreadable, "value", "có số nhưng status nói là không đọc được", hint
    )
    hint = "ghi lý do như văn bản nêu, hoặc đọc được gì"
    yield from _problems_in_rows(
        records, frame["status"].ne("") & frame["note"].eq(""), "note", "còn trống khi có status", hint
    )


def _result_faults(records: Records) -> Iterable[Problem]:
    """Yields the faults of the form of results."""
    frame = records.frame
    yield from _common_faults(records)
    yield from _not_matching(records, "period", PERIOD, "không phải là kỳ", PERIOD_HINT)
    yield from _not_in_enum(records, "aggregate", Aggregate)
    yield from _scope_faults(records)
    yield from _not_in_enum(records, "status", ResultStatus)
    yield from _not_in_enum(records, "reading", Reading)
    without_value = frame["status"].isin(
        [ResultStatus.NOT_APPLICABLE, ResultStatus.NOT_REPORTED, ResultStatus.UNREADABLE]
    )
    hint = "điền số, hoặc ghi status là not_applicable, not_reported hay unreadable"
    yield from _problems_in_rows(
        records, frame["value"].eq("") & ~without_value, "value", "còn trống mà không nêu lý do", hint
    )
    hint = "xóa số, hoặc để trống cột status"
    yield from _problems_in_rows(
        records, frame["value"].ne("") & without_value, "value", "có số nhưng status nói là không có", hint
    )
    needs_note = frame["reading"].eq(Reading.INFERRED) | frame["status"].isin(
        [ResultStatus.NOT_APPLICABLE, ResultStatus.UNREADABLE]
    )
    hint = "ghi đọc được gì, vì sao hiểu như vậy, hoặc vì sao không có số"
    yield from _problems_in_rows(records, needs_note & frame["note"].eq(""), "note", "còn trống", hint)


def _scope_faults(records: Records) -> Iterable[Problem]:
    """Checks that a figure of a whole level says how it was formed (`aggregate`), and that a unit's own figure does
    not."""
    level, aggregate = records.frame["level"], records.frame["aggregate"]
    hint = "ghi total, mean, pooled hay common; nếu là số của chính đơn vị thì để trống level"
    yield from _problems_in_rows(records, level.ne("") & aggregate.eq(""), "aggregate", "còn trống khi có level", hint)
    hint = "ghi cấp ở cột level, hoặc để trống aggregate nếu là số của chính đơn vị"
    yield from _problems_in_rows(
        records, level.eq("") & aggregate.ne(""), "aggregate", "có giá trị khi level còn trống", hint
    )


def _common_faults(records: Records) -> Iterable[Problem]:
    """Yields the faults of the columns that targets and results share."""
    yield from _number_faults(records)
    yield from _blank(records, "unit_id", "ghi mã đơn vị, xem data/units.csv")
    yield from _blank(records, "indicator_id", "ghi mã chỉ tiêu, xem data/indicators.yml")
    yield from _not_matching(records, "locator", LOCATOR, "không chỉ ra chỗ trong văn bản", LOCATOR_HINT)
    yield from _problems_in_rows(
        records,
        ~records.frame["level"].isin(_LEVELS),
        "level",
        "không phải cấp hành chính",
        "để trống, hoặc chọn một trong: province, department, district, commune",
    )


def _number_faults(records: Records) -> Iterable[Problem]:
    values = records.frame["value"]
    wrong = values.ne("") & ~values.str.fullmatch(NUMBER)
    yield from _problems_in_rows(records, wrong, "value", "không phải là số", _number_hint)
    padded = ~wrong & values.str.fullmatch(_PADDED)
    yield from _problems_in_rows(records, padded, "value", "thừa số 0 ở đầu", _unpadded_hint)


def _unpadded_hint(value: str) -> str:
    plain = re.sub("^(-?)0+(?=[0-9])", r"\1", value)
    return f"viết {plain}"


def _number_hint(value: str) -> str:
    """Returns the hint that says how to write the number that was probably meant."""
    bare = unicodedata.normalize("NFKC", value).strip(_DECORATION)
    bare = re.sub("[ '’]", "", bare) if _SPACED_THOUSANDS.fullmatch(bare) else bare
    pointed = _with_decimal_point(bare)
    if value in _DASHES:
        return "không có số thì để trống ô này và ghi lý do ở cột status"
    if _THOUSANDS.fullmatch(bare):
        return _grouped_hint(re.sub("[.,]", "", bare), pointed)
    if re.fullmatch(r"-?[0-9]+(\.[0-9]+)?", value):
        return "viết nhiều nhất 12 chữ số trước và 6 chữ số sau dấu chấm thập phân"
    if not re.fullmatch(NUMBER, pointed):
        return "chỉ viết chữ số và dấu chấm thập phân, ví dụ 58.73"
    return _slip_hint(value, pointed)


def _with_decimal_point(bare: str) -> str:
    """Returns the number with a decimal point. If the number has both signs and it is unclear which one is the decimal
    sign, returns it unchanged, so that it is not a number."""
    if _THOUSANDS_AND_FRACTION.fullmatch(bare):
        whole, fraction = re.split(r"[.,](?=[0-9]+$)", bare)
        return f"{re.sub('[.,]', '', whole)}.{fraction}"
    return bare if "." in bare else bare.replace(",", ".")


def _slip_hint(value: str, pointed: str) -> str:
    """Returns the hint for a number with an extra sign or a wrong one."""
    if "%" in value:
        return f"bỏ dấu %, viết {pointed}"
    if "," in value and "." not in value:
        return f"dùng dấu chấm thập phân, viết {pointed}"
    return f"chỉ viết chữ số và dấu chấm thập phân: {pointed}"


def _grouped_hint(whole: str, pointed: str) -> str:
    """Returns the hint for a figure with three digits after each sign. The signs separate thousands, but a single comma
    can also be a decimal comma."""
    if re.fullmatch(NUMBER, pointed) and "." in pointed:
        return f"dùng dấu chấm thập phân, viết {pointed}; nếu dấu phẩy ngăn hàng nghìn thì viết {whole}"
    return f"không ngăn hàng nghìn, viết {whole}"


def _not_matching(records: Records, field: str, pattern: str, message: str, hint: str) -> Iterable[Problem]:
    """Returns problems for cells that do not match the pattern."""
    texts = records.frame[field]
    if all_match(texts, pattern):
        return ()
    return _problems_in_rows(records, ~texts.str.fullmatch(pattern), field, message, hint)


def _not_in_enum(records: Records, field: str, kind: type[StrEnum]) -> Iterable[Problem]:
    """Yields problems for cells that are no value of the enum."""
    allowed = [str(member) for member in kind]
    wrong = ~records.frame[field].isin(allowed)
    message = "không phải giá trị cho phép"
    return _problems_in_rows(records, wrong, field, message, lambda value: choice_hint(value, allowed))


def _blank(records: Records, field: str, hint: str) -> Iterable[Problem]:
    return _problems_in_rows(records, records.frame[field].eq(""), field, "còn trống", hint)


def _problems_in_rows(
    records: Records, wrong: "pd.Series[bool]", field: str, message: str, hint: str | Callable[[str], str]
) -> Iterable[Problem]:
    """Yields a problem for each row where `wrong` is true. The hint may depend on the value."""
    found = records.frame.loc[wrong, ["line", field]]
    for line, value in zip(found["line"], map(str, found[field]), strict=True):
        yield Problem(records.path, int(line), field, value, message, hint(value) if callable(hint) else hint)
