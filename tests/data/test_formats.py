"""Tests how figures, dates, periods and names are written, sorted and folded."""

import unicodedata
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator import formats
from generator.loading.tasks import schedule_of
from generator.model import Comparison, Measure, Period

NB = "\N{NO-BREAK SPACE}"


@pytest.mark.parametrize(
    ("text", "measure", "shown"),
    [
        ("58.73", Measure.PERCENT, "58,73%"),
        ("48.50", Measure.PERCENT, "48,50%"),
        ("0", Measure.PERCENT, "0%"),
        ("1777", Measure.COUNT, "1.777"),
        ("1234567.5", Measure.COUNT, "1.234.567,5"),
        ("87.3", Measure.POINTS, f"87,3{NB}điểm"),
        ("30", Measure.MINUTES, f"30{NB}phút"),
        ("20", Measure.RANK, f"hạng{NB}20"),
        ("-3.20", Measure.PERCENT, "−3,20%"),
    ],
)
def test_stated_figures_keep_their_digits(text: str, measure: Measure, shown: str) -> None:
    """A figure keeps the decimals of its document and is written with Vietnamese separators."""
    assert formats.stated(text, measure) == shown


@pytest.mark.parametrize(
    ("amount", "decimals", "shown"),
    [
        (58_735_000, 2, "58,74"),
        (58_700_000, 2, "58,7"),
        (-400_000, 1, "−0,4"),
        (1_400_000_000, 0, "1.400"),
        (-1, 2, "0"),
    ],
)
def test_computed_figures_are_rounded_half_up(amount: int, decimals: int, shown: str) -> None:
    """They have at most the decimals of the indicator."""
    assert formats.number(amount, decimals) == shown


def test_differences_of_percents_are_percentage_points() -> None:
    """`+0,4 điểm phần trăm`, never `+0,4%`."""
    assert formats.difference(400_000, Measure.PERCENT, 2) == f"+0,4{NB}điểm phần trăm"
    assert formats.distance(-400_000, Measure.PERCENT, 2) == f"0,4{NB}điểm phần trăm"


@pytest.mark.parametrize(
    ("amount", "measure", "decimals", "shown"),
    [
        (4_000, Measure.PERCENT, 2, f"+0,004{NB}điểm phần trăm"),
        (-4_900, Measure.PERCENT, 2, f"−0,005{NB}điểm phần trăm"),
        (5_000, Measure.PERCENT, 2, f"+0,01{NB}điểm phần trăm"),
        (400_000, Measure.MINUTES, 0, f"+0,4{NB}phút"),
        (1, Measure.POINTS, 1, f"+0,000001{NB}điểm"),
        (0, Measure.MINUTES, 0, f"0{NB}phút"),
    ],
)
def test_a_difference_is_never_rounded_to_zero(amount: int, measure: Measure, decimals: int, shown: str) -> None:
    """It has as many decimals as it needs, if those of the indicator are too few."""
    assert formats.difference(amount, measure, decimals) == shown


def test_a_rank_with_a_greater_number_goes_down() -> None:
    """From 17 to 20 is worse for a rank, whichever way its number moves. All other figures rise and fall."""
    assert formats.course(3, Measure.RANK) == ("xuống", "xuống")
    assert formats.course(-3, Measure.RANK) == ("lên", "lên")
    assert formats.course(3, Measure.MINUTES) == ("tăng", "lên")
    assert formats.course(-3, Measure.PERCENT) == ("giảm", "xuống")


def test_targets_are_written_in_words() -> None:
    """At least 100% is written as 100%. For a rank, a smaller number is better."""
    assert formats.target_text("80", Comparison.AT_LEAST, Measure.PERCENT) == "tối thiểu 80%"
    assert formats.target_text("100", Comparison.AT_LEAST, Measure.PERCENT) == "100%"
    assert formats.target_text("30", Comparison.AT_MOST, Measure.MINUTES) == f"tối đa 30{NB}phút"
    assert formats.target_text("20", Comparison.AT_MOST, Measure.RANK) == f"hạng{NB}20 trở lên"
    assert formats.target_text("20", Comparison.EXACTLY, Measure.RANK) == f"đúng hạng{NB}20"


def test_periods_and_dates_are_written_as_vietnamese_offices_write_them() -> None:
    """Covers a month, a quarter, a due year and a day."""
    assert formats.period(Period.parse("2024-05")) == f"tháng{NB}5/2024"
    assert formats.period(Period.parse("2024-Q2")) == f"quý{NB}II/2024"
    assert formats.due(Period.parse("2025")) == f"đến hết năm{NB}2025"
    assert formats.day(date(2023, 11, 4)) == "04/11/2023"


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("2024-Q1", f"quý{NB}I/2024"),
        ("2024-06-20", "20/06/2024"),
        ("2021/2025", "2021–2025"),
        ("2024-01/2024-06", f"từ tháng{NB}1/2024 đến tháng{NB}6/2024"),
        ("2024-05-31/2024-12-31", "từ 31/05/2024 đến 31/12/2024"),
        ("2023-Q4/2024", f"từ quý{NB}IV/2023 đến năm{NB}2024"),
        ("2024-Q1/..", f"quý{NB}I/2024, sau đó tiếp tục thường xuyên"),
        ("ongoing", "thường xuyên"),
        ("annual-Q4", f"quý{NB}IV hằng năm"),
        ("monthly", "hằng tháng"),
    ],
)
def test_schedules_are_written_in_words(text: str, shown: str) -> None:
    """Covers every form of a task's due date."""
    assert formats.schedule(schedule_of(text)) == shown


@pytest.mark.parametrize(
    "text",
    [
        *("", "2024-13", "2024-Q5", "quý I", "2025/2021", "weekly", "2024-02-30", "annual-Q5"),
        *("quarterly-Q1", "ongoing-Q1", "2024-6-20", "20240620", "0204-06-20", "2024-W25-4"),
    ],
)
def test_an_invalid_schedule_is_refused(text: str) -> None:
    """An unknown form is never guessed."""
    with pytest.raises(ValueError, match=r"\S"):
        schedule_of(text)


def test_folding_makes_typed_variants_equal() -> None:
    """`đ` becomes `d`, diacritics are removed, and both tone placements and both Unicode forms give the same text."""
    assert formats.fold("Đôn Thuận") == "don thuan"
    assert formats.fold("Hòa Thành") == formats.fold("hoà thành") == "hoa thanh"
    assert formats.fold(unicodedata.normalize("NFD", "HÒA  THÀNH")) == "hoa thanh"


def test_names_are_sorted_as_in_a_dictionary() -> None:
    """Letters count first (ă after a, đ after d), tones only between equal letters, and numbers by value."""
    names = ["Xã Đồng Khởi", "Xã Dương", "Phường 10", "Phường 2", "Xã An", "Xã Ân", "Xã Ăn", "Xã Bạ", "Xã Bá", "Xã Ba"]
    assert sorted(names, key=formats.collation) == [
        "Phường 2",
        "Phường 10",
        "Xã An",
        "Xã Ăn",
        "Xã Ân",
        "Xã Ba",
        "Xã Bá",
        "Xã Bạ",
        "Xã Dương",
        "Xã Đồng Khởi",
    ]


def test_a_second_tone_of_a_letter_does_not_prevent_sorting() -> None:
    """No letter has two tones, so NFC keeps the second one as a character of its own, after the letter."""
    assert sorted(["Xã Bạ", "Xã Bà\u0301", "Xã B"], key=formats.collation) == ["Xã B", "Xã Bạ", "Xã Bà\u0301"]


def test_locators_are_written_in_words_and_as_anchors() -> None:
    """Each place in a document has a text and an anchor, and d and đ give different anchors."""
    assert formats.locator("PL2.3:64") == f"bảng{NB}PL2.3, dòng{NB}64"
    assert formats.locator("PL1.1:total") == f"bảng{NB}PL1.1, dòng tổng"
    assert formats.locator("PL:2") == f"phụ lục, dòng{NB}2"
    assert formats.locator("PL:III.5") == f"phụ lục, mục{NB}III.5"
    assert formats.locator("PL:total") == "phụ lục, dòng tổng"
    assert formats.locator("text:II.2.a") == f"mục{NB}II.2.a"
    assert formats.anchor("PL2.3:64") == "pl2.3-64"
    assert formats.anchor("text:II.2.d") != formats.anchor("text:II.2.đ")


@given(st.integers(min_value=-(10**15), max_value=10**15))
def test_an_amount_is_unchanged_after_writing_and_reading(amount: int) -> None:
    """The machine-readable text of a figure gives the same figure when it is read."""
    assert formats.amount_of(formats.plain_decimal(amount, 6)) == amount


def test_a_name_becomes_a_part_of_an_address() -> None:
    assert formats.slug("(TP.) Phan Rang - Tháp Chàm?") == "tp-phan-rang-thap-cham"


@given(st.text(alphabet="az09-A_.é/", max_size=8))
def test_slugs_are_safe_in_addresses(text: str) -> None:
    """A valid slug has no character that an address, a path or HTML could interpret."""
    if formats.is_slug(text):
        assert set(text) <= set("abcdefghijklmnopqrstuvwxyz0123456789-")
        assert text == text.strip("-")


@given(st.from_regex(r"[1-9][0-9]{3}(-(Q[1-4]|0[1-9]|1[0-2]))?", fullmatch=True))
def test_a_period_is_unchanged_after_writing_and_reading(text: str) -> None:
    """Parsing and writing a period gives the same text, and it begins before it ends."""
    period = Period.parse(text)
    assert str(period) == text
    assert period.start < period.end


@pytest.mark.parametrize(
    "text", ["0000", "0999", "999", "02024", "٢٠٢٤", "２０２４", "2024-00", "2024-Q0", "2024-5", " 2024"]
)
def test_an_invalid_period_is_refused(text: str) -> None:
    """Years begin at 1000, and digits of other scripts are not accepted."""
    with pytest.raises(ValueError, match="not a period"):
        Period.parse(text)
