"""Tests words and sentences that pages and files share."""

from generator import words
from generator.loading import load_portal
from generator.model import Level
from tests.support.folders import PROVINCE


def test_a_description_has_the_sentences_that_fit_in_200_characters() -> None:
    """The first and the last sentence are always included. A sentence between them is included if it fits, and a
    long one is skipped."""
    long, short = "b" * 150, "c" * 20
    assert words.page_description("a" * 100, [long, short]) == f"{'a' * 100} {short}"
    assert words.page_description("a" * 100, [], "Hết.") == f"{'a' * 100} Hết."
    assert len(words.page_description("a" * 100, ["b" * 99])) == 200
    assert words.page_description("a" * 100, ["b" * 100]) == "a" * 100
    assert len(words.page_description("a" * 100, ["b" * 94], "Hết.")) == 200
    assert words.page_description("a" * 100, ["b" * 95], "Hết.") == f"{'a' * 100} Hết."


def test_a_citys_own_figure_is_not_called_a_provinces() -> None:
    units = load_portal(PROVINCE)[0].units
    assert [words.province_word(units[id_]) for id_ in ("tay-ninh", "can-tho-2025")] == ["tỉnh", "thành phố"]
    assert [words.whole_area(units[id_]) for id_ in ("tay-ninh", "can-tho-2025")] == ["toàn tỉnh", "toàn thành phố"]


def test_one_unit_is_not_called_by_all_kinds_of_its_level() -> None:
    """A list of kinds is used only for several units, because a single unit has one kind."""
    counts = [words.counted(count, level) for level in (Level.DISTRICT, Level.COMMUNE) for count in (1, 9)]
    assert counts == ["1 đơn vị cấp huyện", "9 huyện, thị xã, thành phố", "1 đơn vị cấp xã", "9 đơn vị cấp xã"]
