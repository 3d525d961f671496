"""The figures of the invented province: the rows of its reports and plans, in the form of `data/`."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import cache
from random import Random

SEED = 7
LONGEST = 60
"""The number of months for which figures can be computed."""
MERGER = date(2025, 7, 1)

Row = tuple[str, ...]


@dataclass(frozen=True, order=True)
class Month:
    """A month of the invented province; number 0 is January 2023."""

    number: int

    @property
    def start(self) -> date:
        return date(2023 + self.number // 12, self.number % 12 + 1, 1)

    @property
    def period(self) -> str:
        return f"{self.start:%Y-%m}"

    @property
    def words(self) -> str:
        """The month as titles of documents write it: `5/2024`."""
        return f"{self.start.month}/{self.start.year}"

    @property
    def merged(self) -> bool:
        """Whether the province has merged."""
        return self.start >= MERGER

    @property
    def issued_on(self) -> date:
        """The day of the report."""
        return Month(self.number + 1).start + timedelta(days=5)

    @property
    def report(self) -> str:
        """The number of the report."""
        return f"{self.issued_on.month * 30 + 5}/BC-UBND"

    @property
    def source_id(self) -> str:
        """The id of the report."""
        return f"{self.report.replace('/', '-')}-{self.issued_on.year}"


@dataclass(frozen=True)
class Members:
    """The units of a month's report: a province and the ids of its units by level, in the order of the tables."""

    province_id: str
    levels: Mapping[str, Sequence[str]]


@dataclass(frozen=True)
class Report:
    """The report of a month on these units, as the data contains it when `known` is the newest reported month."""

    month: Month
    known: Month
    members: Members


@dataclass(frozen=True)
class Column:
    """A column of a report's table: an indicator, and the parameters of its figures.

    Units begin between `low` and `high`, gain about `gain` a month and vary by `noise`. Figures are multiples of `step`
    in their last place. `targets` holds the targets of 2023, 2024 and 2025, 0 for none. `first` and `last` are the
    months in which the column is reported.
    """

    indicator_id: str
    table: str
    low: float = 0
    high: float = 0
    gain: float = 0
    noise: float = 0
    targets: tuple[int, int, int] = (0, 0, 0)
    decimals: int = 2
    step: int = 1
    lower_is_better: bool = False
    first: Month = Month(0)
    last: Month = Month(LONGEST)

    @property
    def comparison(self) -> str:
        """How the figure must compare with its target."""
        return "at_most" if self.lower_is_better else "at_least"


TOTAL, FULL, PARTIAL, SHARE = "services-total", "services-full", "services-partial", "full-online-services"
COLUMNS = (
    Column(TOTAL, "PL1", decimals=0),
    Column(FULL, "PL1", decimals=0),
    Column(PARTIAL, "PL1", decimals=0),
    Column(SHARE, "PL1", 20, 55, 0.9, 0.4, (50, 65, 80)),
    Column("full-online-eligible", "PL1", 30, 75, 0.7, 1.2, (60, 80, 90)),
    Column("online-dossiers", "PL1", 15, 70, 0.9, 2.0, (40, 52, 70)),
    Column("online-handled-dossiers", "PL2", 15, 60, 1.0, 2.0, (40, 55, 80)),
    Column("online-payment", "PL2", 5, 45, 1.1, 2.5, (30, 47, 60)),
    Column("internal-electronic-transfer", "PL2", 50, 85, 0.5, 1.5, (70, 75, 80)),
    Column("digitisation", "PL2", 20, 70, 1.0, 2.0, (60, 82, 0), last=Month(23)),
    Column("digitisation-signed", "PL2", 5, 40, 1.2, 2.0, (0, 0, 50), first=Month(24)),
    Column("result-sync", "PL2", 80, 104, 0.3, 2.5, (95, 100, 100)),
    Column("electronic-results", "PL2", 15, 55, 1.0, 2.0, (40, 52, 70)),
    Column("data-reuse", "PL2", 1, 30, 1.0, 1.5, (20, 52, 60)),
    Column("timely-disclosure", "PL3", 70, 110, 0.3, 6.0, (80, 90, 100), step=500),
    Column("timely-feedback", "PL3", 75, 112, 0.2, 8.0, (85, 92, 95), step=1250),
    Column("on-time-dossiers", "PL3", 85, 102, 0.2, 1.2, (95, 97, 98)),
    Column("satisfaction", "PL3", 82, 99, 0.15, 0.8, (90, 92, 95)),
    Column("waiting-time", "PL3", 14, 32, 0.25, 1.5, (20, 17, 15), decimals=0, lower_is_better=True),
    Column("service-index", "PL3", 45, 75, 0.5, 1.2, (70, 75, 80), decimals=1),
)
TABLES = ("PL1", "PL2", "PL3")
SERVICES = {"department": (60, 150), "district": (240, 260), "commune": (120, 135)}
"""The range of the initial number of online services of a unit, by level."""
SEASON = {12: 1.5, 1: -0.5, 2: -2.5, 3: -0.75}
"""By how many times its noise a figure is moved in a month: offices hurry in December, and Tết is in January or
February."""

SET_FOR_EACH_UNIT = (SHARE, "online-payment")
"""The indicators for which each department and district has its own target."""
EXEMPT = {SHARE: ("so-ngoai-vu", "thanh-tra"), "online-payment": ("so-giao-duc-va-dao-tao", "so-tai-chinh")}
"""The departments that plans exempt. Those exempt from online payment also have no figures of it."""
NO_FEES = "Thủ tục hành chính của sở không quy định phí, lệ phí"


@dataclass(frozen=True)
class Slip:
    """A figure that is wrong by `by` units of its last place, until the month `corrected` is reported."""

    unit_id: str
    indicator_id: str
    month: Month
    corrected: Month
    by: int


WRONGLY_STATED = (
    Slip("tay-ninh.so-xay-dung", "online-payment", Month(16), Month(19), by=1000),
    Slip("tay-ninh.go-dau", "result-sync", Month(27), Month(29), by=-900),
)
"""Figures that a report states wrongly and a later report corrects. Both stay in the data."""
WRONGLY_ENTERED = (Slip("tay-ninh.so-y-te", "online-dossiers", Month(9), Month(19), by=-1800),)
"""Figures that were only entered wrongly. The cell is corrected later."""
WRONG_MEAN = ("full-online-eligible", "commune", Month(28))
"""A mean that its report states wrongly. Its table has no missing figures, so the mean can be recomputed."""


@dataclass(frozen=True)
class Cell:
    """One cell of a table."""

    value: str
    status: str = ""
    reading: str = ""
    note: str = ""

    @property
    def amount(self) -> int:
        """The value in units of its last place."""
        return int(self.value.replace(".", ""))


Cells = Mapping[tuple[str, str], Cell]
"""Cells by unit id and indicator id."""


@dataclass(frozen=True)
class Scope:
    """The scope of a figure: a unit, or all its units of a level. For a level, `aggregate` is the kind of figure."""

    unit_id: str
    level: str = ""
    aggregate: str = ""


UNREADABLE = Cell("", "unreadable", note="Bản quét mờ, không đọc được số")
NOT_APPLICABLE = Cell("", "not_applicable", note=NO_FEES)
DEFECTS = {"left out": 2, "unreadable": 1, "provisional": 3, "inferred": 2}
"""The number of cells of a report with each defect."""


def result_rows(report: Report) -> Iterator[Row]:
    """Yields the rows of a report: its text about the province and about corrections, then three tables."""
    cells = _cells(report)
    yield from _province_rows(report, cells)
    yield from _correction_rows(report)
    for table in TABLES:
        yield from _table_rows(table, report, cells)


def target_rows(year: int, members: Members) -> Iterator[Row]:
    """Yields the rows of a year's plan: targets of the province and of each level, then those of single units."""
    columns = [(column, column.targets[year - 2023]) for column in COLUMNS]
    for number, (column, target) in enumerate(columns, 1):
        for level in ("", *members.levels) if target else ():
            stated = (f"{year}", column.comparison, f"{target}", "", f"text:II.{number}", "")
            yield members.province_id, level, column.indicator_id, *stated
    units = [unit_id for level, ids in members.levels.items() if level != "commune" for unit_id in ids]
    for number, unit_id in enumerate(units, 1):
        for column, target in columns:
            if column.indicator_id in SET_FOR_EACH_UNIT:
                yield _own_target(f"PL1:{number}", unit_id, column, year, target + _shift(unit_id, year))


def _own_target(locator: str, unit_id: str, column: Column, year: int, target: int) -> Row:
    if not _is_exempt(unit_id, column.indicator_id):
        return unit_id, "", column.indicator_id, f"{year}", column.comparison, f"{target}", "", locator, ""
    note = "Văn bản ghi “0% (Do đặc thù)”" if column.indicator_id == SHARE else NO_FEES
    return unit_id, "", column.indicator_id, f"{year}", column.comparison, "0", "exempt", locator, note


def _shift(unit_id: str, year: int) -> int:
    return _random(unit_id, year).randrange(-10, 15, 5)


def _is_exempt(unit_id: str, indicator_id: str) -> bool:
    return unit_id.rpartition(".")[2] in EXEMPT.get(indicator_id, ())


def _column(indicator_id: str) -> Column:
    return next(column for column in COLUMNS if column.indicator_id == indicator_id)


def _columns(month: Month) -> list[Column]:
    """Returns the columns of a month's report."""
    return [column for column in COLUMNS if column.first <= month <= column.last]


def _cells(report: Report) -> Cells:
    """Returns the cells of all tables, in the order of units and columns. Missing cells are left out."""
    cells: dict[tuple[str, str], Cell] = {}
    for level, ids in report.members.levels.items():
        for unit_id in ids:
            services = _services(unit_id, level, report)
            for column in _columns(report.month):
                counted = services.get(column.indicator_id)
                cells[unit_id, column.indicator_id] = counted or _cell(unit_id, column, report)
    return _with_defects(cells, report)


def _cell(unit_id: str, column: Column, report: Report) -> Cell:
    if column.indicator_id == "online-payment" and _is_exempt(unit_id, column.indicator_id):
        return NOT_APPLICABLE
    amount = _amount(unit_id, column, report.month) + _error(WRONGLY_STATED, unit_id, column, report.month)
    return Cell(_decimal_text(amount, column.decimals))


def _error(slips: Iterable[Slip], unit_id: str, column: Column, month: Month) -> int:
    """Returns the error of the figure, in units of its last place."""
    key = (unit_id, column.indicator_id, month)
    return sum(slip.by for slip in slips if (slip.unit_id, slip.indicator_id, slip.month) == key)


def _entered(cell: Cell, unit_id: str, column: Column, report: Report) -> Cell:
    """Returns the cell as it is entered in the data, correct or not."""
    open_slips = [slip for slip in WRONGLY_ENTERED if report.known < slip.corrected]
    slip = _error(open_slips, unit_id, column, report.month)
    return replace(cell, value=_decimal_text(cell.amount + slip, column.decimals)) if slip else cell


def _amount(unit_id: str, column: Column, month: Month) -> int:
    """Returns the true figure, in units of its last place."""
    scale: int = 10**column.decimals
    steps = round(_series(unit_id, column)[month.number] * scale / column.step)
    return min(100 * scale, max(0, steps * column.step))


@cache
def _series(unit_id: str, column: Column) -> list[float]:
    """Returns a unit's figures of all months, before they are rounded and limited."""
    rng = _random(unit_id, column.indicator_id)
    start, gain, drift = rng.uniform(column.low, column.high), column.gain * rng.uniform(0.2, 1.8), 0.0
    better = -1 if column.lower_is_better else 1
    figures = []
    for number in range(LONGEST):
        drift += rng.gauss(0, column.noise / 3)
        season = SEASON.get(number % 12 + 1, 0) * column.noise
        figures.append(start + better * (gain * number + drift + season + rng.gauss(0, column.noise)))
    return figures


def _services(unit_id: str, level: str, report: Report) -> dict[str, Cell]:
    """Returns the cells of a unit's numbers of services, and of the share computed from them."""
    total = _random(unit_id, TOTAL).randint(*SERVICES[level]) + report.month.number // 6
    full = round(total * _amount(unit_id, _column(SHARE), report.month) / 10_000)
    return _service_cells(full, total - full)


def _service_cells(full: int, partial: int) -> dict[str, Cell]:
    amounts = {TOTAL: full + partial, FULL: full, PARTIAL: partial}
    share = _decimal_text(_rounded(10_000 * full, full + partial), 2)
    return {**{name: Cell(f"{amount}") for name, amount in amounts.items()}, SHARE: Cell(share)}


def _with_defects(cells: Cells, report: Report) -> Cells:
    """Returns the cells with defects: one commune did not report, and a few cells are missing, unreadable or marked."""
    rng = _random("gaps", report.month.number)
    unreported = rng.choice(report.members.levels["commune"])
    keys = _may_have_defects(cells, report.month)
    defects = [defect for defect, number in DEFECTS.items() for _ in range(number)]
    chosen = zip(rng.sample(keys, len(defects)), defects, strict=True)
    marked = {key: _with_defect(cells[key], defect) for key, defect in chosen}
    found = {key: marked.get(key, cell) for key, cell in cells.items() if key[0] != unreported}
    return {key: cell for key, cell in found.items() if cell is not None}


def _may_have_defects(cells: Cells, month: Month) -> list[tuple[str, str]]:
    """Returns the keys of cells on which nothing else depends: they are not in the first table and are not corrected
    elsewhere."""
    columns = [column.indicator_id for column in _columns(month) if column.table != "PL1"]
    slips = {(slip.unit_id, slip.indicator_id) for slip in (*WRONGLY_STATED, *WRONGLY_ENTERED)}
    return [key for key, cell in cells.items() if key[1] in columns and cell.value and key not in slips]


def _with_defect(cell: Cell, defect: str) -> Cell | None:
    if defect == "inferred":
        return replace(cell, reading="inferred", note="Chữ số cuối bị dấu che, đọc theo phần còn lại")
    if defect == "provisional":
        return replace(cell, status="provisional")
    return UNREADABLE if defect == "unreadable" else None


def _table_rows(table: str, report: Report, cells: Cells) -> Iterator[Row]:
    """Yields the rows of one table: a numbered row for each unit, then for each level a row of totals and a row of
    means."""
    columns = [column for column in _columns(report.month) if column.table == table]
    for number, unit_id in enumerate(dict.fromkeys(unit_id for unit_id, _ in cells), 1):
        for column in columns:
            cell = cells.get((unit_id, column.indicator_id))
            if cell:
                stated = _entered(cell, unit_id, column, report)
                yield _row(Scope(unit_id), column, report.month, stated, f"{table}:{number}")
    for level, ids in report.members.levels.items():
        for column in columns:
            aggregate, cell = _level_cell(cells, ids, column, level, report.month)
            scope = Scope(report.members.province_id, level, aggregate)
            yield _row(scope, column, report.month, cell, f"{table}:{aggregate}")


def _level_cell(cells: Cells, ids: Sequence[str], column: Column, level: str, month: Month) -> tuple[str, Cell]:
    """Returns a level's figure and its kind: services are summed, other figures are averaged."""
    summed = _summed(cells, ids).get(column.indicator_id)
    return ("total", summed) if summed else ("mean", _mean(cells, ids, column, level, month))


def _summed(cells: Cells, ids: Sequence[str]) -> dict[str, Cell]:
    """Returns the cells of the services of all these units, and of their share."""
    full, partial = (
        sum(cells[unit_id, name].amount for unit_id in ids if (unit_id, name) in cells) for name in (FULL, PARTIAL)
    )
    return _service_cells(full, partial)


def _mean(cells: Cells, ids: Sequence[str], column: Column, level: str, month: Month) -> Cell:
    """Returns the mean of the figures of these units, as the report states it."""
    found = [cells.get((unit_id, column.indicator_id)) for unit_id in ids]
    amounts = [cell.amount for cell in found if cell and cell.value]
    slip = 150 if (column.indicator_id, level, month) == WRONG_MEAN else 0
    return Cell(_decimal_text(_rounded(sum(amounts), len(amounts)) + slip, column.decimals))


def _province_rows(report: Report, cells: Cells) -> Iterator[Row]:
    """Yields the figures of the whole province in the text of the report, one sentence for each indicator."""
    services = _summed(cells, [unit_id for ids in report.members.levels.values() for unit_id in ids])
    for number, column in enumerate(_columns(report.month), 1):
        cell = services.get(column.indicator_id) or _cell(report.members.province_id, column, report)
        yield _row(Scope(report.members.province_id), column, report.month, cell, f"text:I.{number}")


def _correction_rows(report: Report) -> Iterator[Row]:
    """Yields the corrections of figures of an earlier report, in the text of the report."""
    for number, slip in enumerate((slip for slip in WRONGLY_STATED if slip.corrected == report.month), 1):
        column = _column(slip.indicator_id)
        value = _decimal_text(_amount(slip.unit_id, column, slip.month), column.decimals)
        note = f"Đính chính số liệu tháng {slip.month.words} của báo cáo số {slip.month.report}"
        yield _row(Scope(slip.unit_id), column, slip.month, Cell(value, note=note), f"text:II.{number}")


def _row(scope: Scope, column: Column, month: Month, cell: Cell, locator: str) -> Row:
    figure = (column.indicator_id, month.period, cell.value, cell.status, cell.reading)
    return scope.unit_id, scope.level, scope.aggregate, *figure, locator, cell.note


def _rounded(dividend: int, divisor: int) -> int:
    """Returns the quotient, rounded half up."""
    return (2 * dividend + divisor) // (2 * divisor)


def _decimal_text(amount: int, decimals: int) -> str:
    """Returns the figure as text: 5873 with two decimals is 58.73."""
    whole, fraction = divmod(amount, 10**decimals)
    return f"{whole}.{fraction:0{decimals}}" if decimals else f"{whole}"


def _random(*of: str | int) -> Random:
    """Returns a separate random source for each thing, so that its numbers do not change when another thing is
    added."""
    return Random("/".join(map(str, (SEED, *of))))  # noqa: S311 - figures for a benchmark
