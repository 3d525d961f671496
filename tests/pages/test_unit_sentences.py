"""Tests what a unit's page says of distances, changes and ranks: each sentence must be true of the exact figures."""

from datetime import date
from pathlib import Path

import pytest

from tests.support.portals import append_to, facts_of, plain_text, replace_in
from tests.support.units import RESULT, TODAY, department, pages_of, shown_row


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


def test_a_unit_with_figures_of_earlier_periods_is_not_said_to_have_none(mini: Path) -> None:
    """In June the indicator did not apply to Sở C, which had 40% in May. Sở D never had a figure."""
    append_to(mini / "data/units.csv", department("c") + department("d"))
    rows = (
        "demo.c,,,full-online-services,2024-05,40,,,PL.I:3,\n"
        "demo.c,,,full-online-services,2024-06,,not_applicable,,PL.I:4,Không phát sinh\n"
        "demo.d,,,full-online-services,2024-06,,not_applicable,,PL.I:5,Không phát sinh\n"
    )
    append_to(mini / "data/results/demo-2024.csv", rows)
    pages = pages_of(facts_of(mini, TODAY))
    earlier = "Văn bản mới nhất không có số liệu của đơn vị này; cổng có số liệu của các kỳ trước."
    assert pages["c"].sentence == earlier
    assert pages["c"].picture is not None
    assert earlier in pages["c"].picture.alt
    assert pages["d"].sentence == "Chưa có số liệu nào của đơn vị này trong các văn bản mà cổng đã nhập."


def test_a_unit_whose_figures_cannot_be_read_is_not_said_to_have_none(mini: Path) -> None:
    """The figure of June cannot be read. Sở C had 40% in May, Sở D never had a readable figure."""
    append_to(mini / "data/units.csv", department("c") + department("d"))
    rows = (
        "demo.c,,,full-online-services,2024-05,40,,,PL.I:3,\n"
        "demo.c,,,full-online-services,2024-06,,unreadable,,PL.I:4,Ô mờ\n"
        "demo.d,,,full-online-services,2024-06,,unreadable,,PL.I:5,Ô mờ\n"
    )
    append_to(mini / "data/results/demo-2024.csv", rows)
    pages = pages_of(facts_of(mini, TODAY))
    assert [pages[slug].sentence for slug in "cd"] == [
        "Số liệu mới nhất của đơn vị này không đọc được trên bản quét; cổng có số liệu của các kỳ trước.",
        "Các văn bản mà cổng đã nhập có nêu số liệu của đơn vị này, nhưng không đọc được trên bản quét.",
    ]


def test_each_target_of_a_board_states_its_due_date(mini: Path) -> None:
    """One target was due in June 2024, the month of the figure, and one is due by the end of 2024. Neither is met."""
    replace_in(
        mini / "data/targets/demo-2023.csv",
        "full-online-services,2025,at_least,80",
        "full-online-services,2024-06,at_least,80",
    )
    replace_in(mini / "data/targets/demo-2023.csv", "at_most,30", "at_most,10")
    page = pages_of(facts_of(mini, TODAY))["so-a"]
    missed, ahead = (
        plain_text(" ".join(shown_row(page, slug).sentences)) for slug in ("ty-le-toan-trinh", "thoi-gian-cho")
    )
    assert missed.startswith("Còn thiếu 17,5 điểm phần trăm. Hạn đến hết tháng 6/2024.")
    assert ahead.startswith("Vượt 10 phút vào tháng 6/2024; hạn đến hết năm 2024, chưa có số liệu cuối kỳ.")
    assert ahead.count("năm 2024") == 1


@pytest.mark.parametrize(
    ("notes", "own"),
    [
        (("Theo PL1", "Theo PL12"), ["Theo PL1.", "Theo PL12."]),
        (("Theo PL1", "Theo PL1. Mức tạm giao"), ["", "Mức tạm giao."]),
        (("Theo PL1.", "Theo PL1. Mức tạm giao"), ["", "Mức tạm giao."]),
        (("Theo PL1", "Theo PL1; mức tạm giao"), ["", "Mức tạm giao."]),
        (("Theo PL1", "Theo PL1"), ["", ""]),
    ],
)
def test_notes_on_targets_share_only_whole_sentences(notes: tuple[str, str], own: list[str], mini: Path) -> None:
    """What two notes share is stated once above the rows, and each row states the rest. `2` is no rest."""
    targets = mini / "data/targets/demo-2023.csv"
    replace_in(
        targets,
        "full-online-services,2025,at_least,80,,PL1:1,",
        f"full-online-services,2025,at_least,80,,PL1:1,{notes[0]}",
    )
    replace_in(targets, "at_most,30,,text:II.1,", f"at_most,30,,text:II.1,{notes[1]}")
    page = pages_of(facts_of(mini, TODAY))["so-a"]
    shown = [shown_row(page, slug).notes for slug in ("ty-le-toan-trinh", "thoi-gian-cho")]
    found = [[note.removeprefix("Về mức phải đạt: ") for note in row if note.startswith("Về")] for row in shown]
    assert found == [[text] if text else [] for text in own]
    assert ("Theo PL1." in page.boards[0].sentences) is (own[0] == "")


@pytest.mark.parametrize(
    ("today", "state"),
    [
        (date(2024, 12, 31), "Còn hạn đến hết năm 2024."),
        (date(2025, 1, 1), "Hạn đến hết năm 2024 đã qua, chưa có số liệu cuối kỳ."),
    ],
)
def test_a_board_states_once_whether_the_due_date_has_passed(today: date, state: str, mini: Path) -> None:
    """The last day of the year still belongs to the time in which the target can be met. The row states only the
    distance."""
    unread = "demo.so-b,,,full-online-services,2024-06,,unreadable,,PL.I:2,Ô bị mờ trong bản quét\n"
    replace_in(mini / "data/results/demo-2024.csv", unread, "")
    page = pages_of(facts_of(mini, today))["so-b"]
    assert [plain_text(text) for text in page.boards[0].sentences if "năm" in text] == [state]
    sentences = [plain_text(text) for text in shown_row(page, "thoi-gian-cho").sentences]
    assert sentences[0] == "Vượt 5 phút."
    assert not [text for text in sentences if "hạn đến hết" in text.lower()]


def test_the_sentence_counts_exempt_figures_apart(mini: Path) -> None:
    """Sở Đại Đồng exceeds the limit of waiting times and is exempt from the share, of which it has 40% now. The
    exemption has no due date."""
    replace_in(
        mini / "data/results/demo-2024.csv",
        "2024-06,,unreadable,,PL.I:2,Ô bị mờ trong bản quét",
        "2024-06,40,,,PL.I:2,",
    )
    exempt = "demo.so-b,,full-online-services,2025,at_least,,exempt,PL1:3,Do đặc thù\n"
    append_to(mini / "data/targets/demo-2023.csv", exempt)
    page = pages_of(facts_of(mini, TODAY))["so-b"]
    assert plain_text(page.sentence) == (
        "Chưa đạt chỉ tiêu duy nhất được đánh giá: thời gian chờ 35 phút, phải đạt tối đa 30 phút đến hết năm 2024; "
        "được miễn 1 chỉ tiêu."
    )
    assert not [text for text in shown_row(page, "ty-le-toan-trinh").sentences if "Hạn" in text]


def test_units_with_equal_figures_have_no_neighbours(mini: Path) -> None:
    """Both departments have 20 minutes, so none is above the other. Their shares differ."""
    replace_in(mini / "data/results/demo-2024.csv", "waiting-time,2024-06,35,", "waiting-time,2024-06,20,")
    replace_in(
        mini / "data/results/demo-2024.csv",
        "2024-06,,unreadable,,PL.I:2,Ô bị mờ trong bản quét",
        "2024-06,40,,,PL.I:2,",
    )
    table = pages_of(facts_of(mini, TODAY))["so-b"].neighbours
    assert table is not None
    assert [row[0].text for row in table.rows] == ["Dịch vụ toàn trình"]


def test_the_reason_of_an_exemption_that_the_board_states_is_not_repeated(mini: Path) -> None:
    """The exempt share is the only figure with a target in its board, so the board states the note on its target."""
    results = mini / "data/results/demo-2024.csv"
    kept = [line for line in results.read_text(encoding="utf-8").splitlines(keepends=True) if "so-b" not in line]
    results.write_text("".join(kept), encoding="utf-8")
    page = pages_of(facts_of(mini, TODAY))["so-b"]
    assert page.boards[0].sentences[0] == "Văn bản ghi “do đặc thù”."
    row = shown_row(page, "ty-le-toan-trinh")
    assert row.target is not None
    assert row.target.text == "được miễn theo văn bản"
    assert not [text for text in row.sentences if "Lý do" in text]


def test_a_rank_below_the_required_one_does_not_exceed_it(mini: Path) -> None:
    """The province is 35th, and must be among the first 30."""
    replace_in(mini / "data/indicators.yml", "measure: minutes", "measure: rank")
    append_to(mini / "data/results/demo-2024.csv", "demo,,,waiting-time,2024-06,35,,,PL.I:9,\n")
    shown = shown_row(pages_of(facts_of(mini, TODAY))["tinh-demo"], "thoi-gian-cho")
    assert shown.target is not None
    assert plain_text(shown.target.text) == "hạng 30 trở lên"
    assert plain_text(shown.sentences[0]) == "Còn kém 5 bậc."


def test_a_provisional_figure_is_marked_in_sentences_and_charts(mini: Path) -> None:
    """Sở An Bình's share of June is provisional, that of May was inferred, and Sở Đại Đồng has 70%."""
    replace_in(mini / "data/results/demo-2024.csv", "2024-06,62.50,,", "2024-06,62.50,provisional,")
    replace_in(
        mini / "data/results/demo-2024.csv",
        "2024-06,,unreadable,,PL.I:2,Ô bị mờ trong bản quét",
        "2024-06,70,,,PL.I:2,",
    )
    waiting = "demo.so-a,,,waiting-time,2024-06,20,,inferred,PL.I:1,Cột bị lệch; đọc theo dòng 2\n"
    replace_in(mini / "data/results/demo-2024.csv", waiting, "")
    page = pages_of(facts_of(mini, TODAY))["so-a"]
    assert plain_text(page.sentence).startswith(
        "Chưa đạt chỉ tiêu duy nhất được đánh giá: dịch vụ toàn trình 62,50% (số liệu tạm tính), phải đạt tối thiểu 80%"
    )
    (chart,) = page.position_charts
    assert plain_text(chart.sentence) == (
        "Sở An Bình: 62,50% (số liệu tạm tính) về dịch vụ toàn trình; các đơn vị cùng cấp: "
        "thấp nhất 62,50% (số liệu tạm tính), cao nhất 70%."
    )
    assert [cell.note for cell in chart.table.rows[0][1:3]] == ["tạm tính", "tạm tính"]
    row = RESULT.format(unit="so-a", indicator="full-online-services", period="2024-05", value="61", row="9")
    append_to(
        mini / "data/results/demo-2024.csv", row.replace("61,,", "61,,inferred").replace("PL.I:9,", "PL.I:9,Chữ mờ")
    )
    trend = pages_of(facts_of(mini, TODAY))["so-a"].trend
    assert trend is not None
    assert plain_text(trend.picture.sentence) == (
        "Dịch vụ toàn trình: tăng từ 37,5% (tháng 12/2022) lên 62,50% (tháng 6/2024, tạm tính)."
    )
    assert [row[1].note for row in trend.table.rows] == ["tạm tính", "suy ra", ""]


def test_a_board_states_that_its_targets_are_common_even_if_they_have_a_note(mini: Path) -> None:
    """The limit of 30 minutes is the province's, with a note on the target. The other row has no figure any more."""
    replace_in(mini / "data/targets/demo-2023.csv", "at_most,30,,text:II.1,", "at_most,30,,text:II.1,Theo bộ chỉ số")
    unread = "demo.so-b,,,full-online-services,2024-06,,unreadable,,PL.I:2,Ô bị mờ trong bản quét\n"
    replace_in(mini / "data/results/demo-2024.csv", unread, "")
    sentences = pages_of(facts_of(mini, TODAY))["so-b"].boards[0].sentences
    assert sentences[0] == "Mức chung của đơn vị cấp trên: theo bộ chỉ số."


def test_a_board_states_the_usual_origin_of_targets_and_a_row_an_unusual_one(mini: Path) -> None:
    """The share has a target of the department's own; the waiting time and the services have those of the province."""
    append_to(mini / "data/targets/demo-2023.csv", "demo,,services-full,2025,at_least,5,,text:II.9,\n")
    append_to(mini / "data/results/demo-2024.csv", "demo.so-a,,,services-full,2024-06,4,,,PL.I:9,\n")
    page = pages_of(facts_of(mini, TODAY))["so-a"]
    usual = "Mức phải đạt là mức chung của đơn vị cấp trên, trừ chỉ tiêu ghi khác."
    assert usual in page.boards[0].sentences
    own = {row.id: "Mức phải đạt giao riêng cho đơn vị." in row.sentences for row in page.boards[0].rows}
    assert own == {"ty-le-toan-trinh": True, "thoi-gian-cho": False, "so-dich-vu-toan-trinh": False}


@pytest.mark.parametrize(
    ("period", "sentence"),
    [
        ("2026-06", "Đạt 1 trên 2 chỉ tiêu được đánh giá"),
        ("2026-07", "Đạt chỉ tiêu duy nhất được đánh giá: thời gian chờ 20 phút, phải đạt tối đa 30 phút"),
    ],
)
def test_an_indicator_without_a_figure_for_two_years_does_not_count(period: str, sentence: str, mini: Path) -> None:
    """The newest share of online services is of June 2024."""
    row = RESULT.format(unit="so-a", indicator="waiting-time", period=period, value="20", row="9")
    append_to(mini / "data/results/demo-2024.csv", row)
    append_to(mini / "data/targets/demo-2023.csv", "demo,,waiting-time,2026,at_most,30,,text:II.2,\n")
    facts = facts_of(mini, date(2026, 8, 1))
    assert plain_text(pages_of(facts)["so-a"].sentence).startswith(sentence)
