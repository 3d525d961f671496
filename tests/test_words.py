"""Words and sentences that pages and files share."""

from generator import words
from generator.loading import load_portal
from tests.conftest import PROVINCE


def test_a_description_takes_the_sentences_that_fit_in_200_letters() -> None:
    """The first and the last always; of those between them each that still fits, a long one left out."""
    long, short = "b" * 150, "c" * 20
    assert words.fitting("a" * 100, [long, short]) == f"{'a' * 100} {short}"
    assert words.fitting("a" * 100, [], "Hết.") == f"{'a' * 100} Hết."
    assert len(words.fitting("a" * 100, ["b" * 99])) == 200
    assert words.fitting("a" * 100, ["b" * 100]) == "a" * 100
    assert len(words.fitting("a" * 100, ["b" * 94], "Hết.")) == 200
    assert words.fitting("a" * 100, ["b" * 95], "Hết.") == f"{'a' * 100} Hết."


def test_a_city_s_own_figure_is_not_called_a_province_s() -> None:
    units = load_portal(PROVINCE)[0].units
    assert [words.province_word(units[id_]) for id_ in ("tay-ninh", "can-tho-2025")] == ["tỉnh", "thành phố"]
    assert [words.whole(units[id_]) for id_ in ("tay-ninh", "can-tho-2025")] == ["toàn tỉnh", "toàn thành phố"]
