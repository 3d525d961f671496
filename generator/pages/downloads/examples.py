"""Examples of fetching the data with common tools. They query figures of this portal, and tests run them. Addresses
begin with `links.SITE`."""

from collections.abc import Sequence
from dataclasses import dataclass

from generator.pages.facts import Assessed, Facts
from generator.pages.links import SITE


@dataclass(frozen=True)
class Example:
    """An example to copy. `id` is its anchor, which tests use too. `steps` says where to paste the text."""

    id: str
    title: str
    steps: str
    text: str


@dataclass(frozen=True)
class Subject:
    """What the examples query: an indicator with figures, their period, and one of the units."""

    indicator_id: str
    period: str
    unit_slug: str


def subject_of(facts: Facts) -> Subject | None:
    """Returns the first unit and indicator with a rank in the newest period. None if the portal has no ranks."""
    ranked = [row for row in facts.assessed if row.rank is not None and row.period]
    if not ranked:
        return None
    newest = max(ranked, key=_end)
    period = str(newest.period)
    first = next(row for row in ranked if str(row.period) == period)
    return Subject(first.indicator.id, period, first.unit.slug)


def _end(row: Assessed) -> str:
    return row.period.end.isoformat() if row.period else ""


def examples_of(subject: Subject) -> Sequence[Example]:
    """Returns an example for each tool. Tools with a user interface come first."""
    return (
        Example(
            "excel",
            "Excel (Power Query)",
            "Thẻ Dữ liệu, Lấy dữ liệu, Từ nguồn khác, Truy vấn trống, Trình soạn thảo nâng cao; dán đoạn dưới đây. "
            "Làm mới bảng là lấy số liệu mới nhất.",
            _EXCEL,
        ),
        Example("pandas", "Python (pandas)", "Cần pandas và pyarrow hoặc fastparquet.", _pandas(subject)),
        Example("r", "R", "Không cần gói nào thêm.", _r(subject)),
        Example(
            "duckdb",
            "DuckDB",
            "Hỏi thẳng tệp Parquet trên mạng: chỉ những cột được hỏi mới tải về. DuckDB tự lấy phần mở rộng httpfs.",
            _duckdb(subject),
        ),
        Example(
            "sqlite",
            "SQLite",
            "Sau khi tải tệp cong-minh-bach.sqlite. Bảng có đuôi _named kèm tên chỉ tiêu và số hiệu văn bản.",
            _sqlite(subject),
        ),
        Example("curl", "curl", "Một bảng, và mọi dữ liệu của một đơn vị.", _curl(subject)),
    )


_EXCEL = f"""let
    Nguon = Csv.Document(Web.Contents("{SITE}data/assessments.csv"), [Delimiter = ",", Encoding = 65001]),
    Bang = Table.PromoteHeaders(Nguon, [PromoteAllScalars = true]),
    SoLieu = Table.TransformColumnTypes(Bang, {{{{"value", type number}}, {{"rank", Int64.Type}}}}, "en-US")
in
    SoLieu"""


def _pandas(subject: Subject) -> str:
    return f"""import pandas as pd

rows = pd.read_parquet("{SITE}data/parquet/assessments.parquet")
chosen = rows[(rows["indicator_id"] == "{subject.indicator_id}") & (rows["period"] == "{subject.period}")]
chosen = chosen[["level", "unit_name", "value", "assessment", "rank"]].sort_values(["level", "rank"])
print(chosen.to_string(index=False))"""


def _r(subject: Subject) -> str:
    return f"""rows <- read.csv("{SITE}data/assessments.csv", encoding = "UTF-8", na.strings = "")
chosen <- subset(rows, indicator_id == "{subject.indicator_id}" & period == "{subject.period}")
print(chosen[order(chosen$level, chosen$rank), c("level", "unit_name", "value", "assessment", "rank")])"""


def _duckdb(subject: Subject) -> str:
    return f"""SELECT level, unit_name, value, assessment, rank
FROM read_parquet('{SITE}data/parquet/assessments.parquet')
WHERE indicator_id = '{subject.indicator_id}' AND period = '{subject.period}' AND rank IS NOT NULL
ORDER BY level, rank, unit_name;"""  # noqa: S608 - a text to read; ids have no quotes


def _sqlite(subject: Subject) -> str:
    return f"""SELECT level, unit_name, indicator_name, value, rank, source_number
FROM assessments_named
WHERE indicator_id = '{subject.indicator_id}' AND period = '{subject.period}' AND rank IS NOT NULL
ORDER BY level, rank, unit_name;"""  # noqa: S608 - as above


def _curl(subject: Subject) -> str:
    return f"""curl --fail --silent --show-error --output results.csv {SITE}data/results.csv
curl --fail --silent --show-error --output {subject.unit_slug}.json {SITE}data/don-vi/{subject.unit_slug}.json"""
