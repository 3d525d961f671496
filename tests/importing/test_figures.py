"""How a cell is read: examples, and properties that hold for every number and every text."""

import re
import unicodedata
from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.importing.cells.column_scales import scale_of
from generator.importing.cells.figure_values import ColumnContext, Unread, Value
from generator.importing.cells.figures import read_figure
from generator.importing.cells.number_texts import count_decimal_signs, parse_answer
from generator.importing.sheets.grid import Cell, Number, clean
from generator.importing.sheets.number_formats import as_shown, as_stored, day_of, format_of
from generator.loading.observations import NUMBER
from generator.model import Comparison, Direction, Indicator, LevelAggregate, Measure


def indicator(measure: Measure) -> Indicator:
    return Indicator(
        id="x",
        slug="x",
        name="X",
        short_name="X",
        name_en="X",
        measure=measure,
        decimals=2,
        direction=Direction.HIGHER,
        definition="X",
        group="X",
        formula=None,
        aggregate=LevelAggregate.NONE,
        sources=(),
    )


PERCENT, COUNT = ColumnContext(indicator(Measure.PERCENT)), ColumnContext(indicator(Measure.COUNT))


def read(text: str, column: ColumnContext = PERCENT) -> Value | Unread | None:
    return read_figure(Cell(clean(text)), column)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("58,73", "58.73"),
        ("58.73", "58.73"),
        ("58,73%", "58.73"),
        ("58,73 %", "58.73"),
        ("48,50", "48.50"),
        ("\N{NO-BREAK SPACE}58,73\N{NO-BREAK SPACE}%", "58.73"),
        ("100%", "100"),
        ("0", "0"),
        ("0,5", "0.5"),
        ("0,333", "0.333"),
        ("01", "1"),
        ("-0", "0"),
    ],
)
def test_percentages(text: str, value: str) -> None:
    """Decimals may follow a comma or a point. All stated digits are kept; a percent sign changes nothing."""
    assert read(text) == Value(value)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("1.777", None),
        ("1.234.567", "1234567"),
        ("1 777", "1777"),
        ("1.234,5", "1234.5"),
        ("1,234.5", "1234.5"),
        ("1.234,567.8", None),
        ("1,234.567,890", None),
        ("1 234,5", None),
        ("123456789012", "123456789012"),
        ("1234567890123", None),
        ("0000123456789012", "123456789012"),
        ("0,123456", "0.123456"),
        ("0,1234567", None),
    ],
)
def test_thousands_separators_and_the_longest_numbers(text: str, value: str | None) -> None:
    """Two different separators, or two groups, are clear. One separator before three digits causes a question, and
    so do separators in no usual order. The data can hold 12 digits and 6 decimals; leading zeros do not count."""
    found = read(text, COUNT)
    assert found == Value(value) if value else isinstance(found, Unread)


def test_one_separator_before_three_digits_is_never_guessed() -> None:
    """It causes a question even if only one reading fits the measure.

    The reading that fits the other cells is offered first. A reading that does not fit the measure is never offered.
    """
    found = read("1.234", ColumnContext(indicator(Measure.POINTS), decimal_sign_counts={"comma": 5, "point": 0}))
    assert isinstance(found, Unread)
    assert found.answers == ("1234", "1.234")
    assert "dấu phẩy nên hợp với 1234" in found.hint
    by_points = read("1.234", ColumnContext(indicator(Measure.POINTS), decimal_sign_counts={"comma": 0, "point": 5}))
    assert isinstance(by_points, Unread)
    assert by_points.answers == ("1.234", "1234")
    by_commas = replace(PERCENT, decimal_sign_counts={"comma": 5, "point": 0})
    for column, only in ((PERCENT, "1.234"), (by_commas, "1.234"), (COUNT, "1234")):
        asked = read("1.234", column)
        assert isinstance(asked, Unread)
        assert asked.answers == (only,)


@pytest.mark.parametrize(("decimal", "value"), [("comma", "1234"), ("point", "1.234")])
def test_a_decided_decimal_separator(decimal: str, value: str) -> None:
    """If the decimal separator was decided for the workbook, there is no question."""
    assert read("1.234", ColumnContext(indicator(Measure.POINTS), decimal=decimal)) == Value(value)


@pytest.mark.parametrize(
    ("text", "status"),
    [
        ("-", "not_applicable"),
        ("–", "not_applicable"),
        ("Không phát sinh", "not_applicable"),
        ("KPS", "not_applicable"),
        ("Không áp dụng", "not_applicable"),
        ("…", "not_reported"),
        ("...", "not_reported"),
        ("Chưa báo cáo", "not_reported"),
        ("Chưa gửi báo cáo", "not_reported"),
        ("Chưa có số liệu", "not_reported"),
        ("không đọc được", "unreadable"),
    ],
)
def test_reasons_for_a_missing_figure(text: str, status: str) -> None:
    """A dash and dots have the meaning that they have in official statistics. The text of the cell becomes the note."""
    assert read(text) == Value("", status, f"Văn bản ghi “{text}”")


def test_an_empty_cell_has_no_value() -> None:
    assert read("") is None
    assert read(" \N{NO-BREAK SPACE}") is None


@pytest.mark.parametrize(
    ("text", "value", "status", "comparison", "exempt"),
    [
        ("0% (Do đặc thù)", "0", "", None, True),
        ("58,73 (tạm tính)", "58.73", "provisional", None, False),
        ("ước 58,73%", "58.73", "provisional", None, False),
        ("Tối thiểu 50%", "50", "", Comparison.AT_LEAST, False),
        ("Trên 95%", "95", "", Comparison.AT_LEAST, False),
        ("từ 80% trở lên", "80", "", Comparison.AT_LEAST, False),
        ("≥ 80%", "80", "", Comparison.AT_LEAST, False),
        ("Không quá 30", "30", "", Comparison.AT_MOST, False),
        ("58,73 (đã rà soát)", "58.73", "", None, False),
    ],
)
def test_words_beside_a_figure(text: str, value: str, status: str, comparison: Comparison | None, exempt: bool) -> None:  # noqa: FBT001
    """Words beside a figure are read if they have a known meaning. The text of the cell becomes the note."""
    assert read(text) == Value(value, status, f"Văn bản ghi “{text}”", comparison, exempt)


@pytest.mark.parametrize("text", ["12/15", "x", "khoảng 5 đến 7", "1.23.4", "12 34", "#DIV/0!", "1e5", "٣٫٥", "5 %%"])
def test_a_text_that_is_not_a_figure_causes_a_question(text: str) -> None:
    assert isinstance(read(text), Unread)


def test_a_percentage_in_a_column_of_counts_causes_a_question() -> None:
    """Either the column belongs to another indicator or the cell is wrong; the program cannot decide which."""
    assert isinstance(read("58%", COUNT), Unread)
    assert isinstance(read_figure(Cell("58%", Number(Decimal(58), percent=True)), COUNT), Unread)


def test_a_number_shown_as_a_percentage() -> None:
    """0.5873 with the number format 0.00% is read as 58.73, as the cell shows it."""
    shown = as_shown(Decimal("0.5873"), format_of("0.00%"))
    assert read_figure(Cell("", Number(shown, percent=True)), PERCENT) == Value("58.73")


def test_a_share_without_a_percent_sign_causes_a_question() -> None:
    """0.5873 may be 0.59% or 58.73%. The heading, the other cells or a decision may settle it."""
    cell = Cell("0.5873", Number(Decimal("0.5873")))
    asked = read_figure(cell, ColumnContext(indicator(Measure.PERCENT), scale=""))
    assert isinstance(asked, Unread)
    assert asked.answers == ("0.5873", "58.73")
    assert read_figure(cell, ColumnContext(indicator(Measure.PERCENT), scale="share")) == Value("58.73")
    assert isinstance(read_figure(cell, ColumnContext(indicator(Measure.PERCENT), scale="percent")), Unread)
    decided = ColumnContext(indicator(Measure.PERCENT), scale="percent", decided=True)
    assert read_figure(cell, decided) == Value("0.5873")
    small = Cell("0.51", Number(Decimal("0.51")))
    assert read_figure(small, ColumnContext(indicator(Measure.PERCENT), scale="percent")) == Value("0.51")


def numbers(*texts: str) -> list[Cell]:
    return [Cell(text, Number(Decimal(text))) for text in texts]


def test_the_scale_of_a_column() -> None:
    """A number above 1 means percentages. Fractions alone may be shares, and so may a 1 that was typed as text."""
    assert scale_of(numbers("0.51", "58.73"), has_number_cells=True) == "percent"
    assert scale_of(numbers("0.51", "1"), has_number_cells=True) == ""
    assert scale_of(numbers("0", "1"), has_number_cells=True) == "percent"
    assert scale_of([Cell("0"), Cell("1")], has_number_cells=False) == ""
    assert scale_of([Cell("0,51")], has_number_cells=False) == ""
    assert scale_of([Cell("0,51"), Cell("58,73")], has_number_cells=False) == "percent"


def test_a_number_that_excel_turned_into_a_day() -> None:
    """Excel turns `3.24` into March 2024. The user is asked for the number, and the likely one is offered."""
    found = read_figure(Cell("01/03/2024", None, date(2024, 3, 1)), PERCENT)
    assert isinstance(found, Unread)
    assert found.answers == ("3.24",)
    found = read_figure(Cell("12/05/2024", None, date(2024, 5, 12)), PERCENT)
    assert isinstance(found, Unread)
    assert found.answers == ("12.5",)


@pytest.mark.parametrize(
    ("code", "number", "stored", "shown"),
    [
        ("General", 0, "58.730000000000004", "58.73"),
        ("0.00", 2, "58.7", "58.70"),
        ("", 10, "0.31980000000000003", "31.98"),
        ("", 9, "0.6", "60"),
        ("#,##0", 3, "1777", "1777"),
        ('0.0"%"', 164, "58.73", "58.7"),
        ("0.00_);[Red](0.00)", 165, "2.345", "2.35"),
        ("#,##0.00", 4, "0.125", "0.13"),
        ("", 1, "58.73", "59"),
        ("", 2, "58.7", "58.70"),
        ("", 3, "58.73", "59"),
        ("", 4, "58.7", "58.70"),
        ("", 37, "58.73", "59"),
        ("", 38, "58.73", "59"),
        ("", 39, "58.7", "58.70"),
        ("", 40, "58.7", "58.70"),
        ("", 41, "58.73", "59"),
        ("", 42, "58.73", "59"),
        ("", 43, "58.7", "58.70"),
        ("", 44, "58.7", "58.70"),
        ("0.00", 164, "1e26", f"1{'0' * 26}"),
    ],
)
def test_number_formats(code: str, number: int, stored: str, shown: str) -> None:
    """A figure is read as its cell shows it: a percentage times 100, with the shown decimals, without binary errors."""
    found = as_shown(as_stored(stored), format_of("" if code == "General" else code, number))
    assert f"{found:f}" == shown


@pytest.mark.parametrize(("code", "number"), [("mmm\\-yy", 17), ("dd/mm/yyyy", 164), ("", 14), ("[$-42A]d mmmm", 165)])
def test_formats_of_days(code: str, number: int) -> None:
    assert format_of(code, number).day


def test_built_in_formats_of_days() -> None:
    """They are those of ECMA-376, 18.8.30, with the East Asian ones. All other built-in formats are for numbers."""
    days = {number for number in range(100) if format_of("", number).day}
    assert days == {*range(14, 23), *range(27, 37), 45, 46, 47, *range(50, 59)}


@pytest.mark.parametrize("stored", ["nan", "inf", "-inf", "1e999", "chữ"])
def test_a_text_that_is_not_a_finite_number(stored: str) -> None:
    with pytest.raises(ValueError, match=re.escape(stored)):
        as_stored(stored)


@pytest.mark.parametrize(
    ("value", "read_as"), [("21.00", "21"), ("21.5", "21.5"), ("1200", "1200"), ("1E+3", "1000"), ("0.00", "0")]
)
def test_counts(value: str, read_as: str) -> None:
    """Zeros after the decimal point of a count are dropped. Other decimals are kept; the data check reports them."""
    assert read_figure(Cell(value, Number(Decimal(value))), COUNT) == Value(read_as)


@pytest.mark.parametrize(("text", "value"), [("12,0", "12"), ("12.00", "12"), ("1.234,0", "1234"), ("12,5", "12.5")])
def test_counts_that_are_typed_with_decimals(text: str, value: str) -> None:
    assert read(text, COUNT) == Value(value)


def test_serial_numbers_of_days() -> None:
    """1 March 2024 is 45352 if days are counted from 1900, and 43890 if they are counted from 1904."""
    assert day_of(Decimal(45352)) == date(2024, 3, 1)
    assert day_of(Decimal(43890), mac=True) == date(2024, 3, 1)
    assert day_of(Decimal(0)) is None
    assert day_of(Decimal(10**9)) is None


def test_counting_decimal_separators() -> None:
    """Three digits after one separator are not clear. A leading 0 or another number of digits means decimals."""
    assert count_decimal_signs(["58,73", "9,6%", "1.234", "0,333", "1.234,5", "chữ", "7.5"]) == {"comma": 4, "point": 1}


AMOUNTS = st.decimals(min_value=0, max_value=100, places=2)


@given(AMOUNTS, st.sampled_from([",", "."]), st.sampled_from(["", "%", " %", "\N{NO-BREAK SPACE}%"]))
def test_any_percentage_in_vietnamese_form(amount: Decimal, sign: str, percent: str) -> None:
    """With a comma or a point, with or without a percent sign, the value has exactly the written digits."""
    text = f"{amount:f}"
    assert read(text.replace(".", sign) + percent) == Value(text)


@given(AMOUNTS)
def test_any_percentage_stored_by_excel(amount: Decimal) -> None:
    """A percentage that is stored as a binary share and shown with two decimals is read exactly."""
    stored = repr(float(amount) / 100)
    assert f"{as_shown(as_stored(stored), format_of('0.00%')):f}" == f"{amount:.2f}"


@given(st.integers(min_value=1_000_000, max_value=999_999_999))
def test_any_large_count_with_thousands_separators(count: int) -> None:
    """Millions have two equal separators, so they cannot be mistaken for decimals."""
    for sign in (".", ",", " "):
        assert read(f"{count:,}".replace(",", sign), COUNT) == Value(str(count))


@given(st.integers(min_value=1_000, max_value=999_999), st.sampled_from([".", ","]))
def test_thousands_with_one_separator_are_never_guessed(count: int, sign: str) -> None:
    assert isinstance(read(f"{count:,}".replace(",", sign), COUNT), Unread)


@given(st.text(max_size=40), st.sampled_from([PERCENT, COUNT]))
def test_any_text_gives_a_value_a_question_or_nothing(text: str, column: ColumnContext) -> None:
    """No text raises an exception. A value is a number that the data can hold, or the reason for a missing number."""
    found = read(text, column)
    if isinstance(found, Value):
        assert re.fullmatch(NUMBER, found.value) if found.value else found.status


@given(st.text(max_size=40))
def test_any_answer_gives_a_number_or_none(text: str) -> None:
    found = parse_answer(text)
    assert found is None or re.fullmatch(NUMBER, found.value)


@given(st.text())
def test_cleaning_removes_invisible_characters(text: str) -> None:
    """A cleaned text has no control characters and no line breaks, and does not change if it is cleaned again."""
    once = clean(text)
    assert clean(once) == once
    assert not [sign for sign in once if unicodedata.category(sign) == "Cc"]
