"""Tests what a unit's page says of distances, changes and ranks: each sentence must be true of the exact figures."""

from pathlib import Path

import pytest

from tests.portals import append_to, facts_of, plain_text, replace_in
from tests.units import RESULT, TODAY, department, pages_of, shown_row


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("20", "đã rút ngắn 66% khoảng cách đến mức phải đạt"),
        ("30", "khoảng cách đến mức phải đạt không đổi"),
        ("40", "khoảng cách đến mức phải đạt đã rộng thêm"),
        ("6", "đã rút ngắn 40% khoảng cách đến mức phải đạt"),
    ],
)
def test_a_figure_past_its_exact_target_is_not_said_to_have_come_more_than_the_whole_way(
    value: str, expected: str, mini: Path
) -> None:
    """Exactly 15 minutes are required, and there were none in May. 20 and 40 minutes are 5 and 25 too many; 6 minutes
    have come 6 of the 15."""
    replace_in(mini / "data/results/demo-2024.csv", "waiting-time,2024-06,35,", f"waiting-time,2024-06,{value},")
    replace_in(mini / "data/targets/demo-2023.csv", "waiting-time,2024,at_most,30", "waiting-time,2024,exactly,15")
    row = RESULT.format(unit="so-b", indicator="waiting-time", period="2024-05", value="0", row="9")
    append_to(mini / "data/results/demo-2024.csv", row)
    sentences = shown_row(pages_of(facts_of(mini, TODAY))["so-b"], "thoi-gian-cho").sentences
    assert plain_text(sentences[-1]) == f"So với tháng 5/2024, {expected}."


@pytest.mark.parametrize(
    ("value", "short", "change"),
    [("30.4", "Vượt 0,4 phút.", "Tăng 0,4 phút so với tháng 5/2024."), ("33", "Vượt 3 phút.", "Tăng 3 phút so với")],
)
def test_a_small_distance_is_not_called_zero(value: str, short: str, change: str, mini: Path) -> None:
    """Waiting times are shown without decimals, but the limit of 30 minutes and the 30 minutes of May are not the same
    as 30.4."""
    replace_in(mini / "data/results/demo-2024.csv", "waiting-time,2024-06,35,", f"waiting-time,2024-06,{value},")
    replace_in(mini / "data/targets/demo-2023.csv", "waiting-time,2024,", "waiting-time,2024-06,")
    row = RESULT.format(unit="so-b", indicator="waiting-time", period="2024-05", value="30", row="9")
    append_to(mini / "data/results/demo-2024.csv", row)
    page = pages_of(facts_of(mini, TODAY))["so-b"]
    sentences = [plain_text(text) for text in shown_row(page, "thoi-gian-cho").sentences]
    assert sentences[0] == short
    assert [text for text in sentences if text.startswith(change)]


def test_ranks_of_earlier_periods_state_ties_and_leave_out_ranks_that_all_share(mini: Path) -> None:
    """In May 2024 the shares of two departments are equal and better than that of the third. In April all three are
    equal. In June Sở An Bình is alone at the top."""
    append_to(mini / "data/units.csv", department("c"))
    shares = {"2024-05": ("60", "60", "50"), "2024-04": ("40", "40", "40"), "2024-03": ("40", "30", "20")}
    for period, values in shares.items():
        for slug, value in zip(("so-a", "so-b", "c"), values, strict=True):
            row = RESULT.format(unit=slug, indicator="full-online-services", period=period, value=value, row=slug)
            append_to(mini / "data/results/demo-2024.csv", row.replace("PL.I", f"PL{period[-1]}"))
    history = pages_of(facts_of(mini, TODAY))["so-a"].history
    assert history is not None
    notes = {plain_text(row[1].text): plain_text(row[3].note) for row in history.rows if "toàn trình" in row[0].text}
    assert notes == {
        "tháng 5/2024": "đồng hạng 1/3",
        "tháng 4/2024": "không xếp hạng",
        "tháng 3/2024": "hạng 1/3",
        "tháng 12/2022": "không xếp hạng",
    }


@pytest.mark.parametrize(("value", "change"), [("17", "Lên 3 bậc so với tháng 5/2024."), ("22", "Xuống 2 bậc so với")])
def test_a_smaller_rank_is_a_rise(value: str, change: str, mini: Path) -> None:
    """The province was 20th in May 2024."""
    replace_in(mini / "data/indicators.yml", "measure: minutes", "measure: rank")
    rows = f"demo,,,waiting-time,2024-05,20,,,PL.I:8,\ndemo,,,waiting-time,2024-06,{value},,,PL.I:9,\n"
    append_to(mini / "data/results/demo-2024.csv", rows)
    sentences = shown_row(pages_of(facts_of(mini, TODAY))["tinh-demo"], "thoi-gian-cho").sentences
    assert [text for text in map(plain_text, sentences) if text.startswith(change)]
