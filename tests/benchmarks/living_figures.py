"""The figures of the living province: what its reports and plans state, row by row, in the form of `data/`."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import cache
from random import Random

SEED = 7
LONGEST = 60
"""For how many months figures can be told."""
MERGER = date(2025, 7, 1)

Row = tuple[str, ...]


@dataclass(frozen=True, order=True)
class Month:
    """A month of the province's life; number 0 is January 2023."""

    number: int

    @property
    def start(self) -> date:
        return date(2023 + self.number // 12, self.number % 12 + 1, 1)

    @property
    def period(self) -> str:
        return f"{self.start:%Y-%m}"

    @property
    def words(self) -> str:
        """As the titles of documents have it."""
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
class Roll:
    """Who is reported in a month: a province and the ids of its units by level, as the tables list them."""

    province_id: str
    levels: Mapping[str, Sequence[str]]


@dataclass(frozen=True)
class Report:
    """The report of a month on these units, as it stands in the data when `known` is the newest month reported."""

    month: Month
    known: Month
    roll: Roll
    seed: int


@dataclass(frozen=True)
class Column:
    """A column of a report's table: an indicator, and how its figures run.

    Units begin between `low` and `high`, gain about `gain` a month and stray by `noise`; figures are multiples of
    `step` in their last place. `asked` holds the targets of 2023, 2024 and 2025, 0 for none.
    """

    indicator_id: str
    table: str
    low: float = 0
    high: float = 0
    gain: float = 0
    noise: float = 0
    asked: tuple[int, int, int] = (0, 0, 0)
    decimals: int = 2
    step: int = 1
    lower_is_better: bool = False
    first: Month = Month(0)
    last: Month = Month(LONGEST)

    @property
    def comparison(self) -> str:
        """How a figure must stand to its target."""
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
"""How many online services a unit of each level begins with."""
SEASON = {12: 1.5, 1: -0.5, 2: -2.5, 3: -0.75}
"""How many times its noise a figure is moved: offices hurry in December, and Tết falls in January or February."""

SET_FOR_EACH = (SHARE, "online-payment")
"""The indicators for which each department and district has a target of its own."""
EXEMPT = {SHARE: ("so-ngoai-vu", "thanh-tra"), "online-payment": ("so-giao-duc-va-dao-tao", "so-tai-chinh")}
"""Departments that plans exempt; those exempt from online payment have no figures of it either."""
NO_FEES = "Thủ tục hành chính của sở không quy định phí, lệ phí"


@dataclass(frozen=True)
class Slip:
    """A figure that is wrong by `by` in its last place, until the month `told` is reported."""

    unit_id: str
    indicator_id: str
    month: Month
    told: Month
    by: int


WRONGLY_STATED = (
    Slip("tay-ninh.so-xay-dung", "online-payment", Month(16), Month(19), by=1000),
    Slip("tay-ninh.go-dau", "result-sync", Month(27), Month(29), by=-900),
)
"""What a report states wrongly, and the report of a later month corrects: both stay in the data."""
WRONGLY_ENTERED = (Slip("tay-ninh.so-y-te", "online-dossiers", Month(9), Month(19), by=-1800),)
"""What was only entered wrongly: the cell is mended."""
WRONG_MEAN = ("full-online-eligible", "commune", Month(28))
"""A mean that its report states wrongly; its table has no gaps, so that it can be recomputed."""


@dataclass(frozen=True)
class Cell:
    """What a table states in one place."""

    value: str
    status: str = ""
    reading: str = ""
    note: str = ""

    @property
    def amount(self) -> int:
        """The value in units of its last place."""
        return int(self.value.replace(".", ""))


Cells = Mapping[tuple[str, str], Cell]
"""Cells by unit and indicator."""


@dataclass(frozen=True)
class Scope:
    """Whom a figure is of: a unit, or all its units of a level, and then how it was formed."""

    unit_id: str
    level: str = ""
    aggregate: str = ""


UNREADABLE = Cell("", "unreadable", note="Bản quét mờ, không đọc được số")
NOT_APPLICABLE = Cell("", "not_applicable", note=NO_FEES)
BLEMISHES = {"left out": 2, "unreadable": 1, "provisional": 3, "inferred": 2}
"""How many cells of a report are blemished, and how."""


def result_rows(report: Report) -> Iterator[Row]:
    """What a report states: running text on the province and on corrections, then three tables."""
    cells = _cells(report)
    yield from _province_rows(report, cells)
    yield from _correction_rows(report)
    for table in TABLES:
        yield from _table_rows(table, report, cells)


def target_rows(year: int, roll: Roll, seed: int) -> Iterator[Row]:
    """The plan of a year: targets of the province and of each level, then those of single units."""
    columns = [(column, column.asked[year - 2023]) for column in COLUMNS]
    for number, (column, asked) in enumerate(columns, 1):
        for level in ("", *roll.levels) if asked else ():
            stated = (f"{year}", column.comparison, f"{asked}", "", f"text:II.{number}", "")
            yield roll.province_id, level, column.indicator_id, *stated
    units = [unit_id for level, ids in roll.levels.items() if level != "commune" for unit_id in ids]
    for number, unit_id in enumerate(units, 1):
        for column, asked in columns:
            if column.indicator_id in SET_FOR_EACH:
                yield _own_target(f"PL1:{number}", unit_id, column, year, asked + _shift(unit_id, year, seed))


def _own_target(locator: str, unit_id: str, column: Column, year: int, asked: int) -> Row:
    if not _is_exempt(unit_id, column.indicator_id):
        return unit_id, "", column.indicator_id, f"{year}", column.comparison, f"{asked}", "", locator, ""
    note = "Văn bản ghi “0% (Do đặc thù)”" if column.indicator_id == SHARE else NO_FEES
    return unit_id, "", column.indicator_id, f"{year}", column.comparison, "0", "exempt", locator, note


def _shift(unit_id: str, year: int, seed: int) -> int:
    return _random(seed, unit_id, year).randrange(-10, 15, 5)


def _is_exempt(unit_id: str, indicator_id: str) -> bool:
    return unit_id.rpartition(".")[2] in EXEMPT.get(indicator_id, ())


def _column(indicator_id: str) -> Column:
    return next(column for column in COLUMNS if column.indicator_id == indicator_id)


def _columns(month: Month) -> list[Column]:
    """The columns of a month's report."""
    return [column for column in COLUMNS if column.first <= month <= column.last]


def _cells(report: Report) -> Cells:
    """The cells of all tables, in the order of units and columns; gaps are left out."""
    cells: dict[tuple[str, str], Cell] = {}
    for level, ids in report.roll.levels.items():
        for unit_id in ids:
            services = _services(unit_id, level, report)
            for column in _columns(report.month):
                counted = services.get(column.indicator_id)
                cells[unit_id, column.indicator_id] = counted or _cell(unit_id, column, report)
    return _blemished(cells, report)


def _cell(unit_id: str, column: Column, report: Report) -> Cell:
    if column.indicator_id == "online-payment" and _is_exempt(unit_id, column.indicator_id):
        return NOT_APPLICABLE
    amount = _amount(unit_id, column, report.month, report.seed) + _slip(WRONGLY_STATED, unit_id, column, report.month)
    return Cell(_written(amount, column.decimals))


def _slip(slips: Iterable[Slip], unit_id: str, column: Column, month: Month) -> int:
    """By how much the figure is wrong."""
    key = (unit_id, column.indicator_id, month)
    return sum(slip.by for slip in slips if (slip.unit_id, slip.indicator_id, slip.month) == key)


def _entered(cell: Cell, unit_id: str, column: Column, report: Report) -> Cell:
    """The cell as it stands in the data, right or not."""
    open_slips = [slip for slip in WRONGLY_ENTERED if report.known < slip.told]
    slip = _slip(open_slips, unit_id, column, report.month)
    return replace(cell, value=_written(cell.amount + slip, column.decimals)) if slip else cell


def _amount(unit_id: str, column: Column, month: Month, seed: int) -> int:
    """The true figure, in units of its last place."""
    scale: int = 10**column.decimals
    steps = round(_series(unit_id, column, seed)[month.number] * scale / column.step)
    return min(100 * scale, max(0, steps * column.step))


@cache
def _series(unit_id: str, column: Column, seed: int) -> list[float]:
    """A unit's figures of all months, before they are rounded and kept within their bounds."""
    draw = _random(seed, unit_id, column.indicator_id)
    start, gain, drift = draw.uniform(column.low, column.high), column.gain * draw.uniform(0.2, 1.8), 0.0
    better = -1 if column.lower_is_better else 1
    figures = []
    for number in range(LONGEST):
        drift += draw.gauss(0, column.noise / 3)
        season = SEASON.get(number % 12 + 1, 0) * column.noise
        figures.append(start + better * (gain * number + drift + season + draw.gauss(0, column.noise)))
    return figures


def _services(unit_id: str, level: str, report: Report) -> dict[str, Cell]:
    """The numbers of a unit's services, and the share that follows from them."""
    total = _random(report.seed, unit_id, TOTAL).randint(*SERVICES[level]) + report.month.number // 6
    full = round(total * _amount(unit_id, _column(SHARE), report.month, report.seed) / 10_000)
    return _shared_out(full, total - full)


def _shared_out(full: int, partial: int) -> dict[str, Cell]:
    amounts = {TOTAL: full + partial, FULL: full, PARTIAL: partial}
    share = _written(_rounded(10_000 * full, full + partial), 2)
    return {**{name: Cell(f"{amount}") for name, amount in amounts.items()}, SHARE: Cell(share)}


def _blemished(cells: Cells, report: Report) -> Cells:
    """The cells as somebody finds them in the report: a commune stayed silent, a few cells have gaps or marks."""
    draw = _random(report.seed, "gaps", report.month.number)
    silent = draw.choice(report.roll.levels["commune"])
    keys = _open_to_blemishes(cells, report.month)
    marks = [mark for mark, number in BLEMISHES.items() for _ in range(number)]
    chosen = zip(draw.sample(keys, len(marks)), marks, strict=True)
    marked = {key: _marked(cells[key], mark) for key, mark in chosen}
    found = {key: marked.get(key, cell) for key, cell in cells.items() if key[0] != silent}
    return {key: cell for key, cell in found.items() if cell is not None}


def _open_to_blemishes(cells: Cells, month: Month) -> list[tuple[str, str]]:
    """Cells with a figure that nothing else depends on: neither in the first table nor corrected elsewhere."""
    columns = [column.indicator_id for column in _columns(month) if column.table != "PL1"]
    slips = {(slip.unit_id, slip.indicator_id) for slip in (*WRONGLY_STATED, *WRONGLY_ENTERED)}
    return [key for key, cell in cells.items() if key[1] in columns and cell.value and key not in slips]


def _marked(cell: Cell, mark: str) -> Cell | None:
    if mark == "inferred":
        return replace(cell, reading="inferred", note="Chữ số cuối bị dấu che, đọc theo phần còn lại")
    if mark == "provisional":
        return replace(cell, status="provisional")
    return UNREADABLE if mark == "unreadable" else None


def _table_rows(table: str, report: Report, cells: Cells) -> Iterator[Row]:
    """One table: a numbered row a unit, then for each level its row of totals and its row of means."""
    columns = [column for column in _columns(report.month) if column.table == table]
    for number, unit_id in enumerate(dict.fromkeys(unit_id for unit_id, _ in cells), 1):
        for column in columns:
            cell = cells.get((unit_id, column.indicator_id))
            if cell:
                stated = _entered(cell, unit_id, column, report)
                yield _row(Scope(unit_id), column, report.month, stated, f"{table}:{number}")
    for level, ids in report.roll.levels.items():
        for column in columns:
            aggregate, cell = _level_cell(cells, ids, column, level, report.month)
            scope = Scope(report.roll.province_id, level, aggregate)
            yield _row(scope, column, report.month, cell, f"{table}:{aggregate}")


def _level_cell(cells: Cells, ids: Sequence[str], column: Column, level: str, month: Month) -> tuple[str, Cell]:
    """A level's figure, and how it is formed: services are added up, other figures averaged."""
    summed = _summed(cells, ids).get(column.indicator_id)
    return ("total", summed) if summed else ("mean", _mean(cells, ids, column, level, month))


def _summed(cells: Cells, ids: Sequence[str]) -> dict[str, Cell]:
    """The services of all these units, and the share of the whole."""
    full, partial = (
        sum(cells[unit_id, name].amount for unit_id in ids if (unit_id, name) in cells) for name in (FULL, PARTIAL)
    )
    return _shared_out(full, partial)


def _mean(cells: Cells, ids: Sequence[str], column: Column, level: str, month: Month) -> Cell:
    """The mean of the figures of these units, as the report states it."""
    found = [cells.get((unit_id, column.indicator_id)) for unit_id in ids]
    amounts = [cell.amount for cell in found if cell and cell.value]
    slip = 150 if (column.indicator_id, level, month) == WRONG_MEAN else 0
    return Cell(_written(_rounded(sum(amounts), len(amounts)) + slip, column.decimals))


def _province_rows(report: Report, cells: Cells) -> Iterator[Row]:
    """What the running text tells of the whole province, a sentence an indicator."""
    services = _summed(cells, [unit_id for ids in report.roll.levels.values() for unit_id in ids])
    for number, column in enumerate(_columns(report.month), 1):
        cell = services.get(column.indicator_id) or _cell(report.roll.province_id, column, report)
        yield _row(Scope(report.roll.province_id), column, report.month, cell, f"text:I.{number}")


def _correction_rows(report: Report) -> Iterator[Row]:
    """What the running text corrects of figures that an earlier report states."""
    for number, slip in enumerate((slip for slip in WRONGLY_STATED if slip.told == report.month), 1):
        column = _column(slip.indicator_id)
        value = _written(_amount(slip.unit_id, column, slip.month, report.seed), column.decimals)
        note = f"Đính chính số liệu tháng {slip.month.words} của báo cáo số {slip.month.report}"
        yield _row(Scope(slip.unit_id), column, slip.month, Cell(value, note=note), f"text:II.{number}")


def _row(scope: Scope, column: Column, month: Month, cell: Cell, locator: str) -> Row:
    figure = (column.indicator_id, month.period, cell.value, cell.status, cell.reading)
    return scope.unit_id, scope.level, scope.aggregate, *figure, locator, cell.note


def _rounded(dividend: int, divisor: int) -> int:
    """The quotient, rounded half up."""
    return (2 * dividend + divisor) // (2 * divisor)


def _written(amount: int, decimals: int) -> str:
    """The figure as text: 5873 with two decimals is 58.73."""
    whole, fraction = divmod(amount, 10**decimals)
    return f"{whole}.{fraction:0{decimals}}" if decimals else f"{whole}"


def _random(seed: int, *of: str | int) -> Random:
    """A source of chance of its own for each thing, so that none moves when another is added."""
    return Random("/".join(map(str, (seed, *of))))  # noqa: S311 - figures for a benchmark
