"""Tests the small charts of figures over time: where lines begin and end, and which points are marked."""

from dataclasses import replace
from datetime import date

import pytest

from generator.model import SCALE, Direction, Indicator, Measure, Period
from generator.pages.curves import Band, Grid, Moment, Series, line, picture, spark, steps
from generator.pages.drawings import SparkDot, Tick
from generator.rendering import make_environment
from tests.support.portals import plain_text

SHARE = Indicator(
    id="share",
    slug="ty-le",
    name="Tỷ lệ",
    short_name="Tỷ lệ",
    name_en="Share",
    measure=Measure.PERCENT,
    decimals=1,
    direction=Direction.HIGHER,
    definition="",
    group="",
    formula=None,
    sources=(),
)

MINUTES = replace(SHARE, measure=Measure.MINUTES, decimals=0)


def moment(month: int, figure: int | None, target: int | None = None, *, starts_line: bool = False) -> Moment:
    amount, required = (None if value is None else value * SCALE for value in (figure, target))
    return Moment(Period(2024, month=month), amount, required, starts_line=starts_line)


def grid(moments: list[Moment]) -> Grid:
    """Returns a grid with one horizontal unit for each day and one vertical unit for each percent."""
    first, last = moments[0].period.end, moments[-1].period.end
    return Grid(first, last, 0, 100 * SCALE, (last - first).days, 100)


def figure(one: Moment) -> int | None:
    return one.amount


def test_a_line_goes_from_figure_to_figure() -> None:
    """There are 29 days from 31 January to 29 February, and 31 days from there to 31 March."""
    moments = [moment(1, 40), moment(2, 60), moment(3, 55)]
    assert line(grid(moments), moments, figure) == "M0 60l29-20 31 5"


def test_a_missing_figure_interrupts_the_line() -> None:
    moments = [moment(1, 40), moment(2, 60), moment(3, None), moment(4, 50)]
    assert line(grid(moments), moments, figure) == "M0 60l29-20M90 50l0 0"


def test_a_new_line_begins_after_a_break_in_comparability() -> None:
    moments = [moment(1, 40), moment(2, 60, starts_line=True), moment(3, 55)]
    assert line(grid(moments), moments, figure) == "M0 60l0 0M29 40l31 5"


def test_a_target_holds_until_it_changes() -> None:
    """The target is 80 in January and February and 90 from March: a horizontal line, then a vertical step."""
    moments = [moment(1, 0, 80), moment(2, 0, 80), moment(3, 0, 90)]
    assert steps(grid(moments), moments, lambda one: one.target) == "M0 20l60 0 0-10 0 0"


def test_a_sparkline_marks_the_lowest_highest_and_last_figure() -> None:
    """February is lowest, March highest, April last. The line fills a grid of 120 by 32 pixels with a margin of 4."""
    found = spark([moment(1, 40), moment(2, 20), moment(3, 80), moment(4, 50)], SHARE)
    assert found is not None
    assert [dot.kind for dot in found.dots] == ["low", "high", "last"]
    assert found.dots[1] == SparkDot("high", 79, 4)
    assert found.sentence == (
        "Từ tháng\xa01/2024 đến tháng\xa04/2024: thấp nhất 20% (tháng\xa02/2024), cao nhất 80% (tháng\xa03/2024)."
    )


def test_the_first_rank_is_the_highest() -> None:
    found = spark([moment(1, 17), moment(2, 5), moment(3, 20)], replace(SHARE, measure=Measure.RANK, decimals=0))
    assert found is not None
    assert plain_text(found.sentence) == (
        "Từ tháng 1/2024 đến tháng 3/2024: thấp nhất hạng 20 (tháng 3/2024), cao nhất hạng 5 (tháng 2/2024)."
    )


def test_the_text_does_not_round_a_figure_up_to_its_target() -> None:
    """The indicator's figures usually have one decimal. Both figures would be 80 with it."""
    near = (Moment(Period(2024, month=number), amount) for number, amount in ((1, 79_960_000), (2, 79_990_000)))
    found = spark([*near, moment(3, 50)], SHARE)
    assert found is not None
    assert plain_text(found.sentence) == (
        "Từ tháng 1/2024 đến tháng 3/2024: thấp nhất 50% (tháng 3/2024), cao nhất 79,99% (tháng 2/2024)."
    )


def test_equal_figures_are_a_line_in_the_middle() -> None:
    """The grid is 32 pixels high. At its lower edge, 100% with a target of 100% would look like the lowest figure."""
    found = spark([moment(month, 100, 100) for month in (1, 2, 3)], SHARE)
    assert found is not None
    assert (found.line, found.target) == ("M4 16l54 0 58 0", "M4 16l112 0")


def test_the_last_figure_is_marked_as_last_even_if_it_is_the_highest() -> None:
    found = spark([moment(1, 40), moment(2, 20), moment(3, 80)], SHARE)
    assert found is not None
    assert [dot.kind for dot in found.dots] == ["low", "last"]


@pytest.mark.parametrize("figures", [(40, 50), (40, None, 50)])
def test_two_figures_make_no_sparkline(figures: tuple[int | None, ...]) -> None:
    assert spark([moment(place, value) for place, value in enumerate(figures, 1)], SHARE) is None


def test_a_sparkline_shows_the_last_two_years_of_a_longer_history() -> None:
    months = [
        Moment(Period(year, month=month), (year - 2000) * SCALE) for year in range(2020, 2026) for month in range(1, 13)
    ]
    found = spark(months, SHARE)
    assert found is not None
    assert found.sentence.startswith("Từ tháng\xa01/2024 đến tháng\xa012/2025")


def test_the_axis_of_a_chart_ends_at_round_figures() -> None:
    """The axis goes from 40 to 80 in steps of 10. The end of February is 29 of 60 days to the right. A break on 1
    March is inside the chart, a later break is not drawn."""
    own = [moment(1, 40), moment(2, 60), moment(3, 80)]
    band = Band("nửa giữa", [moment(1, 45), moment(2, 50)], [moment(1, 55), moment(2, 60)])
    breaks = [(date(2024, 3, 1), "sắp xếp"), (date(2025, 7, 1), "sau này")]
    found = picture("Câu.", [Series("own", "đơn vị", own)], band, breaks, SHARE)
    assert found.down == (Tick(100, "40"), Tick(75, "50"), Tick(50, "60"), Tick(25, "70"), Tick(0, "80%"))
    assert found.across == (Tick(0, "1/2024"), Tick(100, "3/2024"))
    assert found.curves[0].path == "M0 180l348-90 372-90"
    assert found.band == "M0 112l348-22 0 45-348 23z"
    assert found.breaks == (Tick(50, "sắp xếp"),)


def test_a_figure_between_missing_figures_is_drawn_as_a_dot() -> None:
    """January alone is 40 on an axis from 40 to 60. A line connects March and April, 60 and 90 of 90 days after
    January."""
    own = [moment(1, 40), moment(2, None), moment(3, 60), moment(4, 60)]
    (curve,) = picture("", [Series("own", "", own)], None, [], SHARE).curves
    assert (curve.path, curve.isolated_path) == ("M0 180l0 0M480 0l240 0", "M0 180l0 0")


@pytest.mark.parametrize(
    ("amounts", "labels"),
    [
        ((5, 5, 6), ["5", "6 phút"]),
        ((1, 2, 3), ["1", "2", "3 phút"]),
        ((5, 5), ["4", "5 phút"]),
        ((3, 17), ["0", "5", "10", "15", "20 phút"]),
    ],
)
def test_axis_labels_are_exact_values(amounts: tuple[int, ...], labels: list[str]) -> None:
    """Minutes are whole numbers, so no label between 5 and 6 is possible."""
    own = [moment(month, amount) for month, amount in enumerate(amounts, 1)]
    found = picture("", [Series("own", "", own)], None, [], MINUTES)
    assert [plain_text(tick.text) for tick in found.down] == labels


@pytest.mark.parametrize(
    ("figure", "labels", "height"),
    [(100, ["99", "99,5", "100%"], 0), (0, ["0", "0,5", "1%"], 180), (1, ["0", "0,5", "1%"], 0)],
)
def test_the_axis_of_equal_figures_is_one_percentage_point(figure: int, labels: list[str], height: int) -> None:
    """It ends at 100%, never above it, and begins at 0%, never below it."""
    found = picture("", [Series("own", "", [moment(1, figure), moment(2, figure)])], None, [], SHARE)
    assert [tick.text for tick in found.down] == labels
    assert found.curves[0].path == f"M0 {height}l720 0"


def test_axis_labels_have_the_decimals_of_the_indicator() -> None:
    """The axis goes from 87,2 to 87,4 in steps of one tenth."""
    own = [Moment(Period(2024, month=1), 87_200_000), Moment(Period(2024, month=2), 87_400_000)]
    found = picture("", [Series("own", "", own)], None, [], SHARE)
    assert [tick.text for tick in found.down] == ["87,2", "87,3", "87,4%"]


def test_years_are_labelled_only_where_there_is_room() -> None:
    """The axis goes from December 2022 to March 2025. January 2023 is too near to the left end, and January 2025 too
    near to the right end."""
    own = [Moment(Period(2022, month=12), 0), Moment(Period(2025, month=3), SCALE)]
    found = picture("", [Series("own", "", own)], None, [], SHARE)
    assert [tick.text for tick in found.across] == ["12/2022", "2024", "3/2025"]


def test_the_label_of_a_year_is_below_its_first_figure() -> None:
    """Four years are 1096 days, and the end of 2024 is day 366. Eight quarters from the end of March 2024 are 640 days,
    and the end of March 2025 is day 365."""
    years = [Moment(Period(year), SCALE) for year in (2023, 2024, 2025, 2026)]
    found = picture("", [Series("own", "", years)], None, [], SHARE)
    assert found.across == (Tick(0, "2023"), Tick(33.3, "2024"), Tick(66.7, "2025"), Tick(100, "2026"))
    quarters = [Moment(Period(year, quarter=quarter), SCALE) for year in (2024, 2025) for quarter in (1, 2, 3, 4)]
    found = picture("", [Series("own", "", quarters)], None, [], SHARE)
    assert found.across == (Tick(0, "quý\xa0I/2024"), Tick(57.1, "2025"), Tick(100, "quý\xa0IV/2025"))


def test_many_years_are_labelled_at_equal_distances() -> None:
    """With twelve years, neighbouring years are 9% of the axis apart, so every second one has room; 2025
    and 2033 are too near to the ends."""
    years = [Moment(Period(year), SCALE) for year in range(2023, 2035)]
    found = picture("", [Series("own", "", years)], None, [], SHARE)
    assert [tick.text for tick in found.across] == ["2023", "2027", "2029", "2031", "2034"]


@pytest.mark.parametrize(
    ("days", "in_picture", "in_key"),
    [
        ([date(2025, 7, 1)], 1, 0),
        ([date(2025, 7, 1), date(2030, 7, 1)], 0, 1),
    ],
)
def test_several_breaks_are_named_in_the_key(days: list[date], in_picture: int, in_key: int) -> None:
    """Two names would overlap in the picture of a phone. The two breaks have the same name, so it is stated once."""
    years = [Moment(Period(year), SCALE) for year in range(2023, 2035)]
    drawn = picture("", [Series("own", "", years)], None, [(day, "sắp xếp đơn vị") for day in days], SHARE)
    template = make_environment().from_string(
        '{% from "components.html.j2" import curve_picture with context %}{{ curve_picture(drawn) }}'
    )
    text = template.render(drawn=drawn)
    assert (text.count(">sắp xếp đơn vị</text>"), text.count("Sắp xếp đơn vị</li>")) == (in_picture, in_key)
    assert text.count('<line class="cmb-curve__break"') == len(days)
