"""Records → the tables of targets and results, checked column by column for all rows at once."""

import re
import unicodedata
from collections.abc import Callable, Iterable, Mapping
from enum import StrEnum
from pathlib import Path

import numpy as np
import pandas as pd

from generator.bulk import all_like, coded, distinct, in_categories, stacked
from generator.columnar import PARQUET, read_parquet
from generator.loading.fields import one_of
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
from generator.reading.csv_rows import read_figures
from generator.reading.records import REPEATED, Records
from generator.reading.remembered import remembered
from generator.tables import RESULTS, TARGETS

OBSERVED = ("source_id", "path", "line", "amount")
"""What loading adds to targets and results: the document, the place in the data, and the value as millionths."""

NUMBER = r"-?[0-9]{1,12}(?:\.[0-9]{1,6})?"
"""A plain decimal; `[0-9]`, since `\\d` takes digits of every script."""
PERIOD = r"(?:19|20)[0-9]{2}(?:-(?:Q[1-4]|0[1-9]|1[0-2]))?"
LOCATOR = r"(?:PL[0-9.IVX]*:[^\s]+|text:\S+)"

PERIOD_HINT = "viết 2024 (năm), 2024-Q2 (quý) hoặc 2024-05 (tháng)"
LOCATOR_HINT = 'viết "bảng:dòng" như PL2.3:64, PL1.1:total, hoặc "text:mục" như text:II.2.a'
_LEVELS = ["", *map(str, Level)]
_DASHES = {"-", "–", "—", "x", "X", "/", "…", "..."}
_PADDED = r"-?0[0-9]+(?:\.[0-9]+)?"
"""Noughts before a number, as programs for tables fill cells up."""
_DECORATION = "% '’‘“”\""
_APART = re.compile(r"-?[1-9][0-9]{0,2}(?:[ '’][0-9]{3})+(?:[.,][0-9]+)?")
_MIXED = re.compile(r"-?[1-9][0-9]{0,2}(?:(?:,[0-9]{3})+\.|(?:\.[0-9]{3})+,)[0-9]+")
"""Thousands set off by one sign and a fraction by the other: `1,234.5` and `1.234,5`."""
_THOUSANDS = re.compile(r"[1-9][0-9]{0,2}(?:(?:\.[0-9]{3}){2,}|(?:,[0-9]{3})+)")


def load_targets(root: Path, paths: Mapping[str, str], faults: list[Problem]) -> pd.DataFrame:
    """All targets: the columns that staff enter and OBSERVED; `paths` maps a document's id to its file."""
    return _load(root, paths, TARGETS.entered, _target_faults, faults)


def load_results(root: Path, paths: Mapping[str, str], faults: list[Problem]) -> pd.DataFrame:
    """All results: the columns that staff enter and OBSERVED; `paths` maps a document's id to its file."""
    return _load(root, paths, RESULTS.entered, _result_faults, faults)


def _load(
    root: Path,
    paths: Mapping[str, str],
    columns: tuple[str, ...],
    rules: Callable[[Records], Iterable[Problem]],
    faults: list[Problem],
) -> pd.DataFrame:
    frames = []
    for source_id, path in paths.items():
        read = read_parquet if path.endswith(PARQUET) else read_figures
        records = read(root, path, columns, faults)
        if records is None:
            continue
        frame, found = _observed(records, source_id, rules)
        faults.extend(found)
        frames.append(frame)
    whole = stacked(frames or [_empty(columns)])
    return whole.assign(amount=amounts(whole["value"]))[[*columns, *OBSERVED]]


@remembered
def _observed(
    records: Records, source_id: str, rules: Callable[[Records], Iterable[Problem]]
) -> tuple[pd.DataFrame, tuple[Problem, ...]]:
    """The rows of one document, and their faults."""
    rows = len(records.frame)
    source, path = (coded(np.zeros(rows, dtype=np.int8), [text]) for text in (source_id, records.path))
    return records.frame.assign(source_id=source, path=path), tuple(rules(records))


def _empty(columns: tuple[str, ...]) -> pd.DataFrame:
    added = ("source_id", "path")
    nothing = pd.DataFrame(columns=[*columns, *added], dtype="str")
    frame = in_categories(nothing, REPEATED.intersection(columns).union(added))
    return frame.assign(line=pd.Series(dtype="int64"))


def amounts(values: "pd.Series[str]") -> "pd.Series[int]":
    """The stated figures as whole millionths (Int64); missing where the text is no plain decimal."""
    if isinstance(values.dtype, pd.CategoricalDtype):
        return pd.Series(amounts(distinct(values)).array.take(values.cat.codes.to_numpy()), values.index)
    plain = values.where(values.str.fullmatch(NUMBER))
    parts = plain.str.extract(r"(\d+)(?:\.(\d+))?")
    whole = pd.to_numeric(parts[0], errors="coerce").astype("Int64") * SCALE
    fraction = pd.to_numeric(parts[1].fillna("").str.ljust(6, "0"), errors="coerce").astype("Int64")
    sign = plain.str.startswith("-").fillna(False).map({True: -1, False: 1}).astype("Int64")
    return (whole + fraction) * sign


def _target_faults(records: Records) -> Iterable[Problem]:
    yield from _common_faults(records)
    yield from _unlike(records, "due", PERIOD, "không phải là kỳ", PERIOD_HINT)
    yield from _outside(records, "comparison", Comparison)
    yield from _outside(records, "status", TargetStatus)
    frame = records.frame
    unreadable = frame["status"].eq(TargetStatus.UNREADABLE)
    exempt = frame["status"].eq(TargetStatus.EXEMPT)
    hint = "điền số, hoặc ghi status là unreadable (bản quét không đọc được), exempt (văn bản miễn mà không nêu số)"
    hint = f"{hint}; văn bản không nêu thì bỏ dòng này"
    yield from _at(records, frame["value"].eq("") & ~unreadable & ~exempt, "value", "còn trống", hint)
    hint = "xóa số, hoặc để trống cột status"
    yield from _at(
        records, frame["value"].ne("") & unreadable, "value", "có số nhưng status nói là không đọc được", hint
    )
    hint = "ghi lý do như văn bản nêu, hoặc đọc được gì"
    yield from _at(records, frame["status"].ne("") & frame["note"].eq(""), "note", "còn trống khi có status", hint)


def _result_faults(records: Records) -> Iterable[Problem]:
    frame = records.frame
    yield from _common_faults(records)
    yield from _unlike(records, "period", PERIOD, "không phải là kỳ", PERIOD_HINT)
    yield from _outside(records, "aggregate", Aggregate)
    yield from _scope_faults(records)
    yield from _outside(records, "status", ResultStatus)
    yield from _outside(records, "reading", Reading)
    without = frame["status"].isin([ResultStatus.NOT_APPLICABLE, ResultStatus.NOT_REPORTED, ResultStatus.UNREADABLE])
    hint = "điền số, hoặc ghi status là not_applicable, not_reported hay unreadable"
    yield from _at(records, frame["value"].eq("") & ~without, "value", "còn trống mà không nêu lý do", hint)
    hint = "xóa số, hoặc để trống cột status"
    yield from _at(records, frame["value"].ne("") & without, "value", "có số nhưng status nói là không có", hint)
    noted = frame["reading"].eq(Reading.INFERRED) | frame["status"].isin(
        [ResultStatus.NOT_APPLICABLE, ResultStatus.UNREADABLE]
    )
    hint = "ghi đọc được gì, vì sao hiểu như vậy, hoặc vì sao không có số"
    yield from _at(records, noted & frame["note"].eq(""), "note", "còn trống", hint)


def _scope_faults(records: Records) -> Iterable[Problem]:
    """A figure of a whole level says how it was formed; a unit's own figure has nothing to say."""
    level, aggregate = records.frame["level"], records.frame["aggregate"]
    hint = "ghi total, mean, pooled hay common; nếu là số của chính đơn vị thì để trống level"
    yield from _at(records, level.ne("") & aggregate.eq(""), "aggregate", "còn trống khi có level", hint)
    hint = "ghi cấp ở cột level, hoặc để trống aggregate nếu là số của chính đơn vị"
    yield from _at(records, level.eq("") & aggregate.ne(""), "aggregate", "có giá trị khi level còn trống", hint)


def _common_faults(records: Records) -> Iterable[Problem]:
    yield from _number_faults(records)
    yield from _blank(records, "unit_id", "còn trống", "ghi mã đơn vị, xem data/units.csv")
    yield from _blank(records, "indicator_id", "còn trống", "ghi mã chỉ tiêu, xem data/indicators.yml")
    yield from _unlike(records, "locator", LOCATOR, "không chỉ ra chỗ trong văn bản", LOCATOR_HINT)
    yield from _at(
        records,
        ~records.frame["level"].isin(_LEVELS),
        "level",
        "không phải cấp hành chính",
        "để trống, hoặc chọn một trong: province, department, district, commune",
    )


def _number_faults(records: Records) -> Iterable[Problem]:
    values = records.frame["value"]
    wrong = values.ne("") & ~values.str.fullmatch(NUMBER)
    for row in records.frame.index[wrong]:
        value = str(values[row])
        yield Problem(records.path, _line(records, row), "value", value, "không phải là số", number_hint(value))
    padded = ~wrong & values.str.fullmatch(_PADDED)
    for row in records.frame.index[padded]:
        value = str(values[row])
        plain = re.sub("^(-?)0+(?=[0-9])", r"\1", value)
        yield Problem(records.path, _line(records, row), "value", value, "thừa số 0 ở đầu", f"viết {plain}")


def number_hint(value: str) -> str:
    """How to write the number that was probably meant."""
    bare = unicodedata.normalize("NFKC", value).strip(_DECORATION)
    bare = re.sub("[ '’]", "", bare) if _APART.fullmatch(bare) else bare
    pointed = _pointed(bare)
    if value in _DASHES:
        return "không có số thì để trống ô này và ghi lý do ở cột status"
    if _THOUSANDS.fullmatch(bare):
        return _grouped_hint(re.sub("[.,]", "", bare), pointed)
    if re.fullmatch(r"-?[0-9]+(\.[0-9]+)?", value):
        return "viết nhiều nhất 12 chữ số trước và 6 chữ số sau dấu chấm thập phân"
    if not re.fullmatch(NUMBER, pointed):
        return "chỉ viết chữ số và dấu chấm thập phân, ví dụ 58.73"
    return _slip_hint(value, pointed)


def _pointed(bare: str) -> str:
    """The number with a point before its fraction; as it was written where signs of both kinds do not tell which one
    that is, so that it is no number."""
    if _MIXED.fullmatch(bare):
        whole, fraction = re.split(r"[.,](?=[0-9]+$)", bare)
        return f"{re.sub('[.,]', '', whole)}.{fraction}"
    return bare if "." in bare else bare.replace(",", ".")


def _slip_hint(value: str, pointed: str) -> str:
    """A number with a sign too many or a wrong one."""
    if "%" in value:
        return f"bỏ dấu %, viết {pointed}"
    if "," in value and "." not in value:
        return f"dùng dấu chấm thập phân, viết {pointed}"
    return f"chỉ viết chữ số và dấu chấm thập phân: {pointed}"


def _grouped_hint(whole: str, pointed: str) -> str:
    """The remedy for a figure with three digits after each mark: the marks separate thousands, but a single comma can
    also be a decimal comma."""
    if re.fullmatch(NUMBER, pointed) and "." in pointed:
        return f"dùng dấu chấm thập phân, viết {pointed}; nếu dấu phẩy ngăn hàng nghìn thì viết {whole}"
    return f"không ngăn hàng nghìn, viết {whole}"


def _unlike(records: Records, field: str, pattern: str, message: str, hint: str) -> Iterable[Problem]:
    texts = records.frame[field]
    if all_like(texts, pattern):
        return ()
    return _at(records, ~texts.str.fullmatch(pattern), field, message, hint)


def _outside(records: Records, field: str, kind: type[StrEnum]) -> Iterable[Problem]:
    allowed = [str(member) for member in kind]
    wrong = ~records.frame[field].isin(allowed)
    for row in records.frame.index[wrong]:
        value = str(records.frame.at[row, field])
        yield Problem(
            records.path, _line(records, row), field, value, "không phải giá trị cho phép", one_of(value, allowed)
        )


def _blank(records: Records, field: str, message: str, hint: str) -> Iterable[Problem]:
    return _at(records, records.frame[field].eq(""), field, message, hint)


def _at(records: Records, wrong: "pd.Series[bool]", field: str, message: str, hint: str) -> Iterable[Problem]:
    for row in records.frame.index[wrong]:
        value = str(records.frame.at[row, field])
        yield Problem(records.path, _line(records, row), field, value, message, hint)


def _line(records: Records, row: int) -> int:
    return int(records.frame["line"].iloc[row])
